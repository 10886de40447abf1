import { pino } from 'pino';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import type { FeatureEvent } from '../../../src/core/features/feature-event.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { HistoryPage } from '../../../src/workflows/velocity/fill.ts';
import { createMemoryCounters } from '../../../src/workflows/velocity/memory-counters.ts';
import type { Counters } from '../../../src/workflows/velocity/ports.ts';
import { createVelocity } from '../../../src/workflows/velocity/velocity.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock } from '../../support/clock.ts';
import { policyOf } from '../../support/policy.ts';
import { authorizationObject } from '../../support/stripe.ts';

export const SCOPE = { livemode: false, account: null };

/** A policy with these features, that approves everything. */
export function featuresPolicy(scowl: string): Policy {
  return policyOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
    'profiles/a.yaml': '{}\n',
    'features/a.scowl': scowl,
  });
}

export const PER_CARD = featuresPolicy('event authorization\nasks := Count(by card last 1 day exclusive)\n');

/** An ask of this authorization at this time. */
export function askAt(id: string, atMs: number): Authorization {
  const reading = readAuthorization(authorizationObject({ id }), SCOPE, atMs);
  if (!reading.isReadable) throw new Error(reading.problem);
  return reading.authorization;
}

/** Velocity over counters in memory, with a past that is given and read page by page as the test lets it. */
export function openVelocity({
  past = [] as readonly HistoryPage[],
  counters = createMemoryCounters() as Counters,
  inForce = (): Policy[] => [],
} = {}) {
  const clock = createManualClock();
  const alarms = createTestAlarms();
  const ready = Promise.withResolvers<void>();
  const reads: number[] = [];
  const velocity = createVelocity({
    counters,
    history: () =>
      async function* read(sinceMs) {
        reads.push(sinceMs);
        for (const page of past) {
          const events = page.events.filter(({ arrival }) => arrival >= sinceMs);
          if (events.length > 0) yield { ...page, events };
        }
      },
    recorded: () => ready.promise,
    inForce,
    conceal: (text) => `hmac_${text}`,
    clock,
    alarms,
    logger: pino({ level: 'silent' }),
  });
  return { velocity, clock, alarms, counters, ready, reads };
}

/** A past ask, as history tells it. */
export function pastAsk(id: string, atMs: number, inputs: Readonly<Record<string, unknown>>): FeatureEvent {
  return {
    type: 'authorization',
    id: `${id}:0`,
    scope: SCOPE,
    atMs,
    arrival: atMs,
    outcome: 'approved',
    read: ({ name }) => inputs[name],
  };
}
