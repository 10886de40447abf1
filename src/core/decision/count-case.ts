import type { JsonObject } from '../domain/json.ts';
import type { Scope } from '../domain/scope.ts';
import { dataEvent } from '../features/data-event.ts';
import { createFeatureEngine, type FeatureEngine } from '../features/engine.ts';
import type { FeatureEvent, FeatureResult } from '../features/feature-event.ts';
import { AUTHORIZATION } from '../policy/authorization-event.ts';
import type { EarlierEvent, PolicyCase } from '../policy/case.ts';
import type { Policy } from '../policy/policy.ts';
import type { CasePorts } from './case-ports.ts';
import { askEvent } from './count-ask.ts';

/** What a case's past and its own event come to. */
export interface CountedCase {
  /** Null where nothing is counted. */
  readonly values: FeatureResult['values'] | null;
  /** Why the past could not be counted. */
  readonly problem: string | null;
}

/** Counts what happened before a case, in counters of its own, and computes the features of its event. */
export async function countCase(each: PolicyCase, policy: Policy, ports: CasePorts): Promise<CountedCase> {
  if (each.before === null) return { values: null, problem: null };
  const engine = createFeatureEngine({ store: ports.openTimelines(), conceal: (text) => `hmac_${text}` });
  const past = occurrences(each.before, each.atMs);
  for (const [arrival, { earlier, index, time, atMs }] of past.entries()) {
    const happened = { id: `before_${index}_${time}`, atMs, arrival };
    const problem = await countEarlier(engine, earlier, each, happened, policy, ports);
    if (problem !== null) return { values: null, problem: `before[${index}]: ${problem}` };
  }
  const event = caseEvent(each, policy, ports, past.length);
  if (!event) return { values: null, problem: null };
  const { values } = await engine.evaluate(event, policy.features, 'count');
  return { values, problem: null };
}

/**
 * Each single time of what happened before, as it came: the earliest first, and of one time in the order of the file.
 */
function occurrences(before: readonly EarlierEvent[], caseAtMs: number) {
  return before
    .flatMap((earlier, index) =>
      Array.from({ length: earlier.times }, (_, time) => {
        return { earlier, index, time, atMs: caseAtMs - earlier.agoMs + time * earlier.everyMs };
      }),
    )
    .sort((a, b) => a.atMs - b.atMs);
}

type Happened = Pick<FeatureEvent, 'id' | 'atMs' | 'arrival'>;

async function countEarlier(
  engine: FeatureEngine,
  { event: type, authorization, outcome, data }: EarlierEvent,
  { scope }: PolicyCase,
  happened: Happened,
  policy: Policy,
  { readAuthorization }: CasePorts,
): Promise<string | null> {
  if (type !== AUTHORIZATION) {
    await engine.evaluate(trackedEvent(type, scope, happened, data), policy.features, 'count');
    return null;
  }
  const reading = readAuthorization(authorization, scope, happened.atMs);
  if (!reading.isReadable) return `the authorization can't be read: ${reading.problem}`;
  const ask = askEvent({ ...reading.authorization, id: happened.id }, policy.rates, happened.arrival, { outcome });
  await engine.evaluate(ask, policy.features, 'count');
  return null;
}

function caseEvent(each: PolicyCase, policy: Policy, { readAuthorization }: CasePorts, arrival: number) {
  const { event: type, scope, atMs, authorization, data } = each;
  if (type !== AUTHORIZATION) return trackedEvent(type, scope, { id: 'case', atMs, arrival }, data);
  const reading = readAuthorization(authorization, scope, atMs);
  return reading.isReadable ? askEvent(reading.authorization, policy.rates, arrival) : null;
}

function trackedEvent(type: string, scope: Scope, happened: Happened, data: JsonObject): FeatureEvent {
  return { ...happened, ...dataEvent(data), type, scope };
}
