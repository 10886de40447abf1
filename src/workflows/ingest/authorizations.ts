import { decisionsAbout, type KeptAsk, keepAsks, keptAsks } from '../../adapters/store/database/asks.ts';
import {
  type AuthorizationKey,
  type AuthorizationRow,
  findAuthorizations,
  keepAuthorizations,
  latestReports,
} from '../../adapters/store/database/authorizations.ts';
import type { ArrivalStep } from '../../adapters/store/database/inbox.ts';
import { fieldsOf, idOf, integer, text } from '../../adapters/stripe/fields.ts';
import { namedDecisions, reportedAsksOf } from '../../adapters/stripe/reported-asks.ts';
import { isReport } from '../../adapters/stripe/reports.ts';
import { type Arrival, decisionsOf, eventsOf } from '../../core/decision/arrival.ts';
import type { Alarms } from '../../core/decision/ports.ts';
import { type AskReports, type KnownAsk, knownAsks } from '../../core/domain/asks.ts';
import { newestSnapshot } from '../../core/domain/snapshot-order.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { tellOfConfirmed } from './tell-confirmed.ts';

const NOT_GIVEN = 'not_given';

/**
 * Keeps authorizations by Stripe's newest report, and their asks by what we said and how Stripe says that they ended.
 * Both are made anew from all that is stored of an authorization, so that the order in which it came doesn't matter.
 * Tells of each ask once, by Stripe's reason, when its end is known: to alarms, and to `confirmed`.
 */
export function createAuthorizationsStep(
  alarms: Alarms,
  confirmed: (reason: string, livemode: boolean) => void,
): ArrivalStep {
  return async (arrivals, { pool, nowMs, afterwards }) => {
    const reports = eventsOf(arrivals, 'issuing_authorization.').filter(isReport);
    const keys = distinct([...reports.map(keyOfReport), ...keysOfDecisions(arrivals)]);
    if (keys.length === 0) return;
    const latest = await latestReports(pool, distinct(reports.map(keyOfReport)));
    await keepAuthorizations(pool, newestOf(latest).map(authorizationOf));

    const told = new Map((await findAuthorizations(pool, keys)).map((row) => [nameOf(row), row]));
    const decisions = Map.groupBy(await decisionsAbout(pool, keys), ({ key }) => nameOf(key));
    const kept = Map.groupBy(await keptAsks(pool, keys), ({ key }) => nameOf(key));
    const arrived = Map.groupBy(reports, (report) => nameOf(keyOfReport(report)));
    const known = keys.map((key) => {
      const name = nameOf(key);
      const row = told.get(name);
      const before = kept.get(name) ?? [];
      const named = namedBy(before, [...(arrived.get(name) ?? []), ...(row ? [row] : [])]);
      const asks = knownAsks(decisions.get(name) ?? [], row ? reportsIn(row) : null, named);
      return { key, asks, before };
    });
    const isAnyGone = known.some(({ asks, before }) =>
      before.some(({ place }) => !asks.some((ask) => ask.place === place)),
    );
    await keepAsks(pool, known, isAnyGone);
    const ended = known.flatMap(({ key, asks, before }) => newlyConfirmed(asks, before).map((ask) => ({ key, ask })));
    afterwards(() => {
      for (const { key, ask } of ended) confirmed(ask.confirmation?.reason ?? NOT_GIVEN, key.livemode);
      tellOfConfirmed(ended, alarms, nowMs);
    });
  };
}

function keyOfReport({ livemode, account, object_id: id }: StoredEvent): AuthorizationKey {
  return { livemode, account: account ?? '', id };
}

function keysOfDecisions(arrivals: readonly Arrival[]): AuthorizationKey[] {
  return decisionsOf(arrivals).flatMap(({ livemode, account, authorization: id }) =>
    id === null ? [] : [{ livemode, account: account ?? '', id }],
  );
}

function nameOf({ livemode, account, id }: AuthorizationKey): string {
  return `${livemode}:${account}:${id}`;
}

function distinct(keys: readonly AuthorizationKey[]): AuthorizationKey[] {
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

function newestOf(reports: readonly StoredEvent[]): StoredEvent[] {
  const byKey = Map.groupBy(reports, (report) => nameOf(keyOfReport(report)));
  return [...byKey.values()].flatMap((some) => newestSnapshot(some) ?? []);
}

/** A report as it is kept. */
function authorizationOf(report: StoredEvent): AuthorizationRow {
  const { fields, created } = report;
  return {
    ...keyOfReport(report),
    createdAtMs: (integer(fields.created) ?? created) * 1000,
    card: idOf(fields.card),
    cardholder: idOf(fields.cardholder),
    merchant: text(fieldsOf(fields.merchant_data).network_id),
    currency: text(fields.currency)?.toLowerCase() ?? null,
    status: text(fields.status),
    approved: typeof fields.approved === 'boolean' ? fields.approved : null,
    knownAtMs: created * 1000,
    fields,
  };
}

function reportsIn({ fields, card, cardholder, merchant }: AuthorizationRow): AskReports {
  return { card, cardholder, merchant, asks: reportedAsksOf(fields) };
}

/**
 * What metadata named, by place: each report knows the last answer before it, and later ones forget it. Where two
 * disagree (somebody wrote over our metadata) the greater id stays, in whichever order they came.
 */
function namedBy(
  before: readonly KeptAsk[],
  reports: readonly Pick<StoredEvent, 'fields'>[],
): ReadonlyMap<number, string> {
  const named = new Map<number, string>();
  const all = [
    ...before.flatMap(({ place, namedDecisionId: id }): [number, string][] => (id === null ? [] : [[place, id]])),
    ...reports.flatMap(({ fields }) => [...namedDecisions(fields)]),
  ];
  for (const [place, id] of all) if (id > (named.get(place) ?? '')) named.set(place, id);
  return named;
}

function newlyConfirmed(asks: readonly KnownAsk[], before: readonly KeptAsk[]): KnownAsk[] {
  const confirmed = new Set(before.filter(({ isConfirmed }) => isConfirmed).map(({ place }) => place));
  return asks.filter(({ place, confirmation }) => confirmation !== null && !confirmed.has(place));
}
