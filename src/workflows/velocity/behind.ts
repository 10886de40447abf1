import { type PastReach, PURCHASE_KEYS, pastAsks, pastTracked } from '../../adapters/store/database/counted-past.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { type ReportRecord, reportEvents } from '../../adapters/stripe/reports.ts';
import { decisionEvent } from '../../core/decision/past-asks.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Conceal } from '../../core/domain/personal.ts';
import type { Rates } from '../../core/domain/rates.ts';
import type { EntryOutcome } from '../../core/features/built-in-event.ts';
import { createFeatureEngine } from '../../core/features/engine.ts';
import type { FeatureEvent } from '../../core/features/feature-event.ts';
import { PART_AFTER, PART_VALUE, partKey, planPart } from '../../core/features/part.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';
import type { JsonValue } from '../../core/features/scowl-value.ts';
import type { AggregateTerm } from '../../core/features/term.ts';
import { countedEntries } from '../../core/features/timeline/counted.ts';
import type { TimelineState } from '../../core/features/timeline/state.ts';
import type { TimelineStore } from '../../core/features/timeline/store.ts';
import { AUTHORIZATION } from '../../core/policy/authorization-event.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { trackedEvent } from './tracked.ts';

/** A stored event that was counted for a decision. */
export interface CountedEvent {
  /** In a timeline: of an ask its authorization and how many asks came before it. */
  readonly id: string;
  readonly kind: string;
  readonly atMs: number;
  /** What had become of it by then; `none` for what nothing becomes of. */
  readonly outcome: EntryOutcome;
  /** What was taken of it: an amount with its currency, a merchant …; null where it only counts. */
  readonly value: JsonValue;
  /** Our decision of it; null for what we were not asked, and for what is no ask. */
  readonly decision: DecisionRecord | null;
  /** Of a tracked event what was recorded of its data. */
  readonly data: Readonly<Record<string, JsonValue>> | null;
  /** Whether it is the decision's own ask. */
  readonly isOwn: boolean;
}

/** Why the events behind a value can't be listed. */
export type Untold = 'nested' | 'approximate' | 'too_many' | 'no_key' | 'no_event';

/** What is behind one aggregate of a feature. */
export interface Behind {
  readonly untold: Untold | null;
  /** The key's values, as they may be shown. */
  readonly keys: readonly JsonValue[];
  /** What the stored past comes to, counted again. */
  readonly value: JsonValue;
  /** Newest first, all of them. */
  readonly events: readonly CountedEvent[];
}

interface Ports {
  readonly pool: SqlPool;
  readonly conceal: Conceal;
  hash(text: string): string;
  openTimelines(): TimelineStore;
}

/** A feature's aggregate that is to be told of, the decision that it was read for, and the version that decided. */
export interface Question {
  readonly record: DecisionRecord;
  readonly policy: Pick<Policy, 'features' | 'rates'>;
  readonly aggregate: AggregateTerm;
}

const NOTHING = { keys: [], value: null, events: [] };

/**
 * The stored events that an aggregate counted for a decision: the past of its key is counted again by the same engine,
 * up to the moment in which the decision was, and asked which entries stand in its window.
 */
export async function eventsBehind(ports: Ports, { record, policy, aggregate }: Question): Promise<Behind> {
  const { program } = policy.features;
  const plan = planPart(program, AUTHORIZATION, aggregate, ports.hash);
  const asked = decisionEvent(record, policy.rates);
  if (!plan) return { ...NOTHING, untold: 'nested' };
  if (!asked) return { ...NOTHING, untold: 'no_event' };
  // While it is decided, what becomes of it is not known.
  const own: FeatureEvent = { ...asked, outcome: 'pending' };
  const counting = createCounting(ports, plan);
  const before = await counting.read(own);
  const keys = aggregate.keys.map((_, index) => before.kept(partKey(index)));
  if (counting.readState() === null) return { ...NOTHING, keys, untold: 'no_key' };
  const past = await pastOf(ports.pool, aggregate, record, policy.rates);
  if (past.isCut) return { ...NOTHING, keys, untold: 'too_many' };
  await counting.count(past.events.filter(({ event }) => event.id !== own.id));
  const result = await counting.read(own);
  const value = result.kept(PART_VALUE);
  const state = counting.readState();
  if (!state || result.qualityOf(PART_VALUE) === 'approximate')
    return { ...NOTHING, keys, value, untold: 'approximate' };
  const afterMs = aggregate.after ? result.values.get(PART_AFTER) : null;
  const read = { aggregate, atMs: own.atMs, afterMs: typeof afterMs === 'number' ? afterMs : null };
  const counted = [...countedEntries({ ...read, ...state }, past.byId.keys())];
  if (!aggregate.isExclusive && aggregate.writer === AUTHORIZATION) {
    await counting.count([{ event: own, source: sourceOf(record, own) }]);
    await counting.read(own);
    counted.push(...countedEntries({ ...read, ...(counting.readState() ?? state) }, [own.id]));
  }
  const events = counted.flatMap(([id, outcome]): CountedEvent[] => {
    const source = id === own.id ? sourceOf(record, own) : past.byId.get(id);
    return source ? [{ ...source, id, outcome, value: counting.valueOf(id), isOwn: id === own.id }] : [];
  });
  return { untold: null, keys, value, events: events.sort((a, b) => b.atMs - a.atMs || compare(b.id, a.id)) };
}

function sourceOf(decision: DecisionRecord, { atMs }: FeatureEvent): Source {
  return { kind: AUTHORIZATION, atMs, decision, data: null };
}

/** Counts events into a timeline of its own, and remembers what stood in what was last read of it. */
function createCounting({ conceal, openTimelines }: Ports, plan: FeaturePlan) {
  const store = openTimelines();
  const values = new Map<string, JsonValue>();
  const [timeline] = plan.timelines;
  let state: TimelineState | null = null;
  const engine = createFeatureEngine({
    conceal,
    store: {
      async apply(requests) {
        for (const { entry } of requests)
          if (entry && !values.has(entry.id)) values.set(entry.id, entry.values[0] ?? null);
        const replies = await store.apply(requests);
        state = replies[requests.findIndex(({ isRead }) => isRead)]?.state ?? null;
        return replies;
      },
    },
  });
  return {
    async read(own: FeatureEvent) {
      state = null;
      return engine.evaluate(own, plan, 'dry');
    },
    /** What was read last; null where there was no key to read by. */
    readState: () => (timeline && state ? { timeline, state } : null),
    async count(past: readonly PastEvent[]): Promise<void> {
      for (const [index, { event }] of past.entries()) {
        // As a fill does: a report knows less of an ask than the ask itself.
        await engine.evaluate(event, plan, event.isReported ? 'count' : 'fill');
        // The same process answers Stripe.
        if (index % limits.historyPage === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    valueOf: (id: string) => values.get(id) ?? null,
  };
}

type Source = Omit<CountedEvent, 'id' | 'outcome' | 'value' | 'isOwn'>;

interface PastEvent {
  readonly event: FeatureEvent;
  readonly source: Source;
}

interface Past {
  /** In the order of their arrival. */
  readonly events: readonly PastEvent[];
  readonly byId: ReadonlyMap<string, Source>;
  readonly isCut: boolean;
}

async function pastOf(pool: SqlPool, aggregate: AggregateTerm, record: DecisionRecord, rates: Rates): Promise<Past> {
  const reach = reachOf(aggregate, record);
  if (aggregate.writer !== AUTHORIZATION) {
    const { events, isCut } = await pastTracked(pool, aggregate.writer, reach);
    const all = events.map((tracked): PastEvent => {
      const event = trackedEvent(tracked);
      return { event, source: { kind: tracked.type, atMs: event.atMs, decision: null, data: tracked.inputs } };
    });
    return ordered(all, isCut);
  }
  const { decisions, reports, isCut } = await pastAsks(pool, reach);
  const ofDecisions = decisions.flatMap((decision): PastEvent[] => {
    const event = decisionEvent(decision, rates);
    return event ? [{ event, source: sourceOf(decision, event) }] : [];
  });
  const ofReports = reports.flatMap((report) =>
    reportEvents(report as ReportRecord, rates).map((event): PastEvent => {
      return { event, source: { kind: AUTHORIZATION, atMs: event.atMs, decision: null, data: null } };
    }),
  );
  return ordered([...ofDecisions, ...ofReports], isCut);
}

/** An ask has a source of its own, which says more of it than a report does. */
function ordered(all: readonly PastEvent[], isCut: boolean): Past {
  const events = all.toSorted((a, b) => a.event.arrival - b.event.arrival);
  const byId = new Map<string, Source>();
  for (const { event, source } of events) {
    if (!byId.get(event.id)?.decision) byId.set(event.id, source);
  }
  return { events, byId, isCut };
}

/**
 * What is in the window was received after the window began; in a world that is ahead of our clock, as the demo's is,
 * at most as long before the ask. Clocks differ by less than an event may be late.
 */
function reachOf({ keys, windowMs }: AggregateTerm, record: DecisionRecord): PastReach {
  const known = keys.flatMap(({ reader, writer }) => {
    const key = PURCHASE_KEYS.find((name) => writer.kind === 'input' && writer.name === name);
    const value = key && reader.kind === 'input' && reader.name === key ? record[key] : null;
    return key && value !== null ? [{ key, value }] : [];
  });
  const { livemode, account, asked_at: atMs, received_at: toMs } = record;
  return {
    scope: { livemode, account },
    by: known.find(({ key }) => key !== 'merchant') ?? known[0] ?? null,
    fromMs: Math.min(atMs, toMs) - windowMs - limits.lateEventMs,
    toMs,
    sinceMs: atMs - windowMs,
    untilMs: Math.max(atMs, toMs) + limits.lateEventMs,
    limit: limits.maxEventsBehind,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
