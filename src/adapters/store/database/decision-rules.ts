import type { DecisionRecord } from '../../../core/decision/record.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { JudgedAsk } from '../../../core/history/judged.ts';
import type { Window } from '../../../core/history/window.ts';
import { holdInbox } from './inbox.ts';
import type { SqlPool } from './pool.ts';
import { isAround } from './span-values.ts';
import { together } from './together.ts';

const KEEP = `
insert into decision_rules (decision_id, livemode, account, authorization_id, asked_at, card, cardholder, portfolio,
  policy_version, outcome, amount_minor, currency, risk_score, risk_level, rules, actions, roles, alone)
select decision_id, livemode, account, authorization_id, asked_at, card, cardholder, portfolio,
  policy_version, outcome, amount_minor, currency, risk_score, risk_level, rules, actions, roles, alone
from jsonb_to_recordset($1::jsonb) as judged (decision_id text, livemode boolean, account text, authorization_id text,
  asked_at timestamptz, card text, cardholder text, portfolio text, policy_version text, outcome text,
  amount_minor bigint, currency text, risk_score float8, risk_level text, rules text[], actions text[], roles text[],
  alone boolean[])
on conflict (decision_id) do nothing`;

/**
 * Keeps what rules made of these asks; an ask that is there already stays as it is.
 *
 * INVARIANT: the inbox is held since before the records were read, so that nothing of an erased person comes back.
 */
export async function keepJudged(pool: SqlPool, asks: readonly JudgedAsk[]): Promise<void> {
  if (asks.length === 0) return;
  const rows = asks.map(({ scope, matches, ...ask }) => ({
    ...{ decision_id: ask.decisionId, livemode: scope.livemode, account: scope.account ?? '' },
    ...{ authorization_id: ask.authorizationId, asked_at: new Date(ask.askedAtMs).toISOString() },
    ...{ card: ask.card, cardholder: ask.cardholder, portfolio: ask.portfolio, policy_version: ask.policyVersion },
    ...{ outcome: ask.outcome, amount_minor: ask.amountMinor, currency: ask.currency },
    ...{ risk_score: ask.riskScore, risk_level: ask.riskLevel },
    rules: matches.map(({ rule }) => rule),
    actions: matches.map(({ action }) => action),
    roles: matches.map(({ role }) => role),
    alone: matches.map(({ isAlone }) => isAlone),
  }));
  await pool.query(KEEP, [JSON.stringify(rows)], 'keep_judged');
}

type Judge = (records: readonly DecisionRecord[]) => readonly JudgedAsk[];

interface PastRow {
  readonly record: DecisionRecord;
  readonly id: string;
  readonly received_at: Date;
}

/**
 * Takes the next records of before this table was there, from the newest to the oldest, and keeps what `judge` makes of
 * them; the place moves in the same transaction. True while there may be more.
 */
export async function takePast(pool: SqlPool, limit: number, judge: Judge): Promise<boolean> {
  return together(pool, async (joined) => {
    // An erasure is through, or finds what this keeps.
    await holdInbox(joined);
    const { rows: places } = await joined.query<{ before_at: Date; before_id: string }>(
      'select before_at, before_id from decision_rules_past for update',
    );
    const [place] = places;
    if (!place) return false;
    const { rows } = await joined.query<PastRow>(
      `select record, id, received_at from decisions where received_at <= $1 and (received_at < $1 or id > $2)
      order by received_at desc, id limit $3`,
      [place.before_at, place.before_id, limit],
    );
    await keepJudged(joined, judge(rows.map(({ record }) => record)));
    const last = rows.at(-1);
    if (last && rows.length === limit) {
      const moved = [last.received_at, last.id];
      await joined.query('update decision_rules_past set before_at = $1, before_id = $2', moved);
      return true;
    }
    await joined.query('delete from decision_rules_past');
    return false;
  });
}

/**
 * Ids of records received in a span that were not looked at: taken by a process that did not know this table yet, or
 * nothing to be kept of. Those that wait in the inbox are left to the pump. The records themselves, which are large,
 * are not read for it.
 */
export async function unjudgedIn(pool: SqlPool, { fromMs, toMs }: Window): Promise<readonly string[]> {
  // What was asked by a clock that is further from ours is found, too, and changes nothing when it is kept again.
  const { rows } = await pool.query<{ id: string }>(
    `select d.id from decisions d where d.received_at >= $1 and d.received_at < $2 and d.answered_by = 'policy'
      and not exists (select from decision_rules j where j.decision_id = d.id
        and ${isAround('j.asked_at', '$1', '$2')})
      and not exists (select from inbox i where i.kind = 'decision' and i.id = d.id)
    order by d.received_at, d.id`,
    [new Date(fromMs), new Date(toMs)],
  );
  return rows.map(({ id }) => id);
}

/** Keeps what `judge` makes of those of these records that are still there. */
export async function takeMissed(pool: SqlPool, ids: readonly string[], judge: Judge): Promise<void> {
  await together(pool, async (joined) => {
    await holdInbox(joined);
    const { rows } = await joined.query<Pick<PastRow, 'record'>>('select record from decisions where id = any($1)', [
      ids,
    ]);
    await keepJudged(joined, judge(rows.map(({ record }) => record)));
  });
}

/**
 * From when on a span that begins then is counted whole, while older records are gone through; null where all of it is.
 */
export async function wholeSince(pool: SqlPool, fromMs: number): Promise<number | null> {
  const { rows } = await pool.query<{ before_at: Date }>('select before_at from decision_rules_past');
  const sinceMs = rows[0]?.before_at.getTime() ?? null;
  return sinceMs !== null && sinceMs > fromMs ? sinceMs : null;
}

/** When the newest judged ask was asked; null where there is none. Stripe's clock, which may be ahead of ours. */
export async function newestJudgedMs(pool: SqlPool, { livemode, account }: Scope): Promise<number | null> {
  const { rows } = await pool.query<{ asked_at: Date }>(
    `select asked_at from decision_rules where livemode = $1 and account = $2 order by asked_at desc limit 1`,
    [livemode, account ?? ''],
  );
  return rows[0]?.asked_at.getTime() ?? null;
}
