import type { limits } from './limits.ts';

/** A limit worth knowing to whoever runs the service, in a word of theirs. */
export interface ShownLimit {
  readonly name: keyof typeof limits;
  readonly unit: 'ms' | 'bytes' | 'count' | 'per_minute' | 'per_second';
  readonly what: string;
}

/** The limits that somebody who looks after the service asks for first, those of answers before those of the rest. */
export const SHOWN_LIMITS: readonly ShownLimit[] = [
  ...inMs({
    stripeTimeoutMs: 'how long Stripe waits for an answer; then its own default decides',
    countersCommandMs: 'how long features are waited for; what did not come by then is missing',
    claimMs: 'how long it takes at most to ask the other gateways who answers an ask',
    eventRecordMs: 'how long an event may take to be durable before Stripe is told to send it again',
    drainMs: 'how long a gateway that stops goes on bringing its journal into the database',
  }),
  ...counts({
    maxBodyBytes: ['bytes', 'the largest body that a webhook or the API takes'],
    exactEventsPerKey: ['count', 'events of a key that are counted one by one; beyond that windows are approximate'],
    maxClaims: ['count', 'answers that are known in memory for duplicates; older ones are looked up'],
    journalBacklogAlarmBytes: ['bytes', 'what the journal may hold that the database has not, before an alarm'],
    maxUnwrittenRecords: ['count', 'records that wait in memory for a disk; of more the oldest is given up'],
    databaseConnections: ['count', 'connections of a gateway to Postgres'],
    apiConnections: ['count', 'of these, those that the API and the console may have at once'],
    jobConnections: ['count', 'connections for jobs, besides'],
    apiRequestsPerMinute: ['per_minute', 'requests of one key or user to the API'],
    eventRequestsPerMinute: ['per_minute', 'requests of one key with events of your own'],
    apiRefusedPerMinute: ['per_minute', 'refused tries from one address before it is turned away'],
    jobsAtOnce: ['count', 'jobs of one queue that a process does at once'],
    stripeJobsPerSecond: ['per_second', 'what all processes together ask of Stripe'],
  }),
  ...inMs({
    defaultHorizonMs: 'the window of a feature that names none',
    maxHorizonMs: 'the longest window that a feature may have',
    keepFeaturesMs: 'how long the features of the version before stay filled, so that going back is one step',
    policyPollMs: 'how often a process looks for another policy',
    sweepEveryMs: "how often Stripe's lists are gone through for what no event told",
    jobsStuckMs: 'how long a job may wait before an alarm',
    alarmGoneMs: 'after how long without word of its process an alarm ends',
    idempotencyKeyMs: 'how long a request with an Idempotency-Key is known again',
  }),
];

function inMs(words: Readonly<Partial<Record<ShownLimit['name'], string>>>): ShownLimit[] {
  return counts(Object.fromEntries(Object.entries(words).map(([name, what]) => [name, ['ms', what] as const])));
}

function counts(
  words: Readonly<Partial<Record<ShownLimit['name'], readonly [ShownLimit['unit'], string]>>>,
): ShownLimit[] {
  return Object.entries(words).map(([name, [unit, what]]) => ({ name: name as ShownLimit['name'], unit, what }));
}
