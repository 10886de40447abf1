import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { createHasher } from '../../src/adapters/store/hasher.ts';
import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import { readEvent } from '../../src/adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../src/adapters/stripe/event-record.ts';
import { reportEvents } from '../../src/adapters/stripe/reports.ts';
import { askEvent, countedRecord, featureValue } from '../../src/core/decision/count-ask.ts';
import { decideOffline } from '../../src/core/decision/offline.ts';
import { entryOutcome } from '../../src/core/decision/past-asks.ts';
import type { DecisionRecord } from '../../src/core/decision/record.ts';
import { admitData } from '../../src/core/domain/admitted.ts';
import type { JsonObject } from '../../src/core/domain/json.ts';
import { recordTracked, trackedRecord } from '../../src/core/domain/tracked-event.ts';
import { dataEvent } from '../../src/core/features/data-event.ts';
import { createFeatureEngine } from '../../src/core/features/engine.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { writeHistory } from '../../src/simulator/history.ts';
import { DEFAULT_SETTINGS } from '../../src/simulator/stripe/settings.ts';

type Json = Record<string, unknown>;

const SCOPE = { livemode: false, account: null };
const START_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

/** What was recorded of some days, in the order in which it came: as texts to store, and the decisions among them. */
export interface LivedPast {
  readonly texts: readonly string[];
  readonly decisions: readonly DecisionRecord[];
}

/**
 * Some simulated days, decided and counted by a policy as the service would: asks, Stripe's reports of how they ended
 * (as we decided, but where Stripe declined itself), logins. Their world may be ahead of our clock.
 */
export async function livedPast(
  policy: Policy,
  { seed = 'lived', startMs = START_MS, days = 2, cardholders = 30, fraudShare = 0.2, aheadMs = 0 } = {},
): Promise<LivedPast> {
  const conceal = createHasher('a key for tests only');
  const engine = createFeatureEngine({ store: openTimelines(), conceal });
  const texts: string[] = [];
  const decisions: DecisionRecord[] = [];
  const answers = new Map<string, DecisionRecord>();
  let arrival = 0;

  async function take(line: Json): Promise<void> {
    arrival += 1;
    if (line.object === 'countersign.event') return takeLogin(line);
    const reading = readEvent(line);
    if (!reading.isEvent || reading.event.createdAtMs === null || reading.event.id === null) return;
    // A little after its own time, and no two at once.
    const receivedAtMs = reading.event.createdAtMs - aheadMs + 1_000 + (arrival % 1_000);
    if (reading.event.type === 'issuing_authorization.request')
      return takeAsk(reading.event as StorableEvent, receivedAtMs);
    if (reading.event.type !== 'issuing_authorization.created') return;
    const told = { ...reading.event, object: asDecided(reading.event.object as Json, answers) };
    const record = eventRecord(told as StorableEvent, SCOPE, receivedAtMs, conceal);
    texts.push(JSON.stringify(record));
    for (const event of reportEvents(record, policy.rates)) await engine.evaluate(event, policy.features, 'count');
  }

  async function takeAsk({ object, createdAtMs, id: eventId }: StorableEvent, receivedAtMs: number): Promise<void> {
    const ask = readAuthorization(object, SCOPE, createdAtMs);
    if (!ask.isReadable) throw new Error(ask.problem);
    const { authorization } = ask;
    const result = await engine.evaluate(askEvent(authorization, policy.rates, receivedAtMs), policy.features, 'count');
    const features = { get: (name: string) => featureValue(result.values.get(name)) };
    const inputs = { features, eventId, counted: countedRecord(result, policy) };
    const decided = decideOffline(authorization, inputs, policy, conceal);
    await engine.settle(result.written, entryOutcome(decided.outcome));
    const id = `dec_${String(decisions.length).padStart(6, '0')}`;
    const record = JSON.parse(JSON.stringify({ ...decided, id, received_at: receivedAtMs })) as DecisionRecord;
    answers.set(authorization.id, record);
    decisions.push(record);
    texts.push(JSON.stringify(record));
  }

  async function takeLogin({ id, time, data }: Json): Promise<void> {
    const atMs = Date.parse(String(time));
    const admitted = admitData(data as JsonObject).data;
    const event = { type: 'login', id: String(id), scope: SCOPE, atMs };
    const receivedAtMs = atMs - aheadMs + (arrival % 1_000);
    const counted = await engine.evaluate(
      { ...dataEvent(admitted), ...event, arrival: receivedAtMs },
      policy.features,
      'count',
    );
    const kept = { inputs: recordTracked(admitted, conceal), derived: counted.recorded().derived };
    texts.push(JSON.stringify(trackedRecord({ ...event, receivedAtMs }, kept)));
  }

  const lines: Json[] = [];
  await writeHistory({
    world: { seed, startMs, cardholders, scenario: 'all', fraudShare },
    untilMs: startMs + days * DAY_MS,
    settings: DEFAULT_SETTINGS,
    signal: new AbortController().signal,
    write: async (line) => void lines.push(JSON.parse(line) as Json),
    onProgress: () => undefined,
  });
  for (const line of lines) await take(line);
  return { texts, decisions };
}

/** The history tells what came of asks that nobody declined: here what was declined came to be so. */
function asDecided(object: Json, answers: ReadonlyMap<string, DecisionRecord>): Json {
  const answer = answers.get(String(object.id));
  if (!answer || answer.outcome === 'approve') return object;
  const history = (object.request_history as Json[]).map((entry) =>
    entry.reason === 'webhook_approved' ? { ...entry, approved: false, reason: 'webhook_declined' } : entry,
  );
  const metadata = { ...(object.metadata as Json), countersign_outcome: answer.outcome };
  return { ...object, approved: false, request_history: history, metadata };
}
