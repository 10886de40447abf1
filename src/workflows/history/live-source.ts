import type { RecordedAbout, RecordedAsk, RecordedSpan } from '../../adapters/store/database/recorded-history.ts';
import { entryOutcome } from '../../core/decision/past-asks.ts';
import { recordedAuthorization } from '../../core/decision/recorded-authorization.ts';
import { featureNames, featuresOfRecord } from '../../core/decision/recorded-features.ts';
import { type Features, NO_FEATURES } from '../../core/domain/features.ts';
import { isJsonObject } from '../../core/domain/json.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { AUTHORIZATION } from '../../core/policy/authorization-event.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { givenOf, RECORDED_GIVEN, type RecordedDecision, recordedRow } from './recorded-row.ts';
import type { HistoryItem, HistorySource } from './source.ts';
import { createTrackedQueue, type TrackedQueue } from './tracked-queue.ts';

/** Where a history of what the service recorded comes from. All of it may be handed over from another thread. */
export interface LiveSourceOptions {
  readonly scope: Scope;
  readonly about: RecordedAbout;
  /** How many asks there are, for the progress that people see. */
  readonly rows: number;
  /** The policies that are to decide, each compiled with `createGivenCatalogue(RECORDED_GIVEN)`. */
  readonly policies: readonly Policy[];
  /** The asks made within a span and a little around it, in the order of `recordedAsks`, page by page. */
  pages(span: RecordedSpan): AsyncIterable<readonly RecordedAsk[]>;
  /** What back ends told of, received from a moment on, as `trackedPages` gives it: features look at that, too. */
  tracked?(sinceMs: number): AsyncIterable<readonly string[]>;
  /** A version that decided; null where there is none of that name any more. Asked for once for each. */
  policyOf(version: string): Promise<Policy | null>;
}

/**
 * What the service recorded, as a history: pure of any database, so that a thread of its own takes the texts apart.
 * Rows are the asks that a policy of ours decided; what was answered by a stand-in, or restored, or never put to us, is
 * counted and not judged, since nothing was recorded that a policy could decide it on. In the order of the asks' own
 * times; those of one second as they arrived.
 */
export async function liveSource(options: LiveSourceOptions): Promise<HistorySource> {
  const { about, rows, policies, scope } = options;
  const thens = new Map<string, Then>();
  let unreadable = 0;

  /** Looked up once: most asks were decided by the same few versions. */
  async function thenOf(version: string): Promise<Then> {
    const known = thens.get(version);
    if (known) return known;
    const policy = await options.policyOf(version);
    const then = { policy, same: new Set(policy ? sameNames(policy, policies) : []) };
    thens.set(version, then);
    return then;
  }

  async function itemOf({ ask, record }: Placed): Promise<HistoryItem | null> {
    if (record === null) return reportOf(ask, scope);
    if (record.authorization === null || record.card === null || record.amount_minor === null) return null;
    const then = await thenOf(record.policy_version);
    const features = sameFeatures(record, then);
    if (record.answered_by !== 'policy') {
      const became = entryOutcome(record.outcome);
      const authorization = recordedAuthorization(record);
      return { kind: 'ask', authorization, eventId: record.event, given: givenOf(record, features), became };
    }
    const isSameVersion = policies.some(({ version }) => version === record.policy_version);
    return { kind: 'row', row: recordedRow(ask, record, { features, decidedBy: then.policy, isSameVersion }) };
  }

  async function itemsOf(placed: readonly Placed[], tracked: TrackedQueue): Promise<HistoryItem[]> {
    const items: HistoryItem[] = [];
    for (const each of placed) {
      // Of what was never put to us nobody knows when it would have been received.
      if (each.record) await tracked.until(each.receivedAtMs, items);
      const item = await itemOf(each);
      if (item) items.push(item);
      else unreadable += 1;
    }
    return items;
  }

  const newest = about.newestVersion === null ? null : await thenOf(about.newestVersion);
  return {
    about: {
      rows,
      firstMs: about.firstMs,
      newestMs: about.newestMs,
      given: new Set([...RECORDED_GIVEN, ...(newest?.same ?? [])]),
      labels: { hasDisputes: about.hasDisputes, hasFinal: about.hasLabels },
    },
    async *read({ fromMs, toMs }) {
      const isWanted = ({ atMs }: Placed) => atMs >= fromMs && atMs < toMs;
      const tracked = createTrackedQueue(fromMs, options.tracked);
      let held: readonly Placed[] = [];
      for await (const asks of options.pages({ fromMs, toMs })) {
        const placed = [...held, ...asks.map(placeOf)].sort(inOrder);
        // A page may end between two asks of one second, and a second before what Stripe says of its last.
        const untilMs = (asks.at(-1)?.atMs ?? 0) - limits.askedHeldMs;
        held = placed.filter(({ atMs }) => atMs >= untilMs);
        yield itemsOf(
          placed.filter((each) => each.atMs < untilMs && isWanted(each)),
          tracked,
        );
      }
      yield itemsOf(held.filter(isWanted), tracked);
      await tracked.end();
    },
    unreadable: () => unreadable,
    close: async () => undefined,
  };
}

interface Placed {
  readonly ask: RecordedAsk;
  readonly record: RecordedDecision | null;
  readonly atMs: number;
  readonly receivedAtMs: number;
}

function placeOf(ask: RecordedAsk): Placed {
  // INVARIANT: written by us, as `decisionRecord` made it.
  const record = ask.decision === null ? null : (JSON.parse(ask.decision) as RecordedDecision);
  const atMs = record?.asked_at ?? ask.atMs;
  return { ask, record, atMs, receivedAtMs: record?.received_at ?? atMs };
}

function inOrder(a: Placed, b: Placed): number {
  return a.atMs - b.atMs || a.receivedAtMs - b.receivedAtMs || compare(a.ask, b.ask);
}

function compare(a: RecordedAsk, b: RecordedAsk): number {
  if (a.authorization === b.authorization) return a.place - b.place;
  return a.authorization < b.authorization ? -1 : 1;
}

/** An ask that was never put to us, as what Stripe told of it; null where it told nothing. */
function reportOf({ authorization, told }: RecordedAsk, { livemode, account }: Scope): HistoryItem | null {
  const fields: unknown = told === null ? null : JSON.parse(told);
  if (!isJsonObject(fields)) return null;
  const type = 'issuing_authorization.updated';
  return { kind: 'report', report: { type, object_id: authorization, livemode, account, fields } };
}

/** A version that decided, and its features that are what they were, by each policy that has one of that name. */
interface Then {
  readonly policy: Policy | null;
  readonly same: ReadonlySet<string>;
}

function sameFeatures(record: RecordedDecision, { policy, same }: Then): Features {
  if (!policy) return NO_FEATURES;
  const recorded = featuresOfRecord(record, policy, policy);
  return { get: (name) => (same.has(name) ? recorded.get(name) : undefined) };
}

function sameNames(then: Policy, policies: readonly Policy[]): readonly string[] {
  return featureNames(then).filter((name) => policies.every((now) => isSame(then, now, name)));
}

function isSame(then: Policy, now: Policy, name: string): boolean {
  const key = `${AUTHORIZATION}.${name}`;
  const definition = now.features.definitions.get(key);
  return definition === undefined || definition === then.features.definitions.get(key);
}
