import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ShadowDifference } from '../../../src/adapters/store/database/shadow-differences.ts';
import { decide } from '../../../src/core/decision/decide.ts';
import type { Decision } from '../../../src/core/domain/decision.ts';
import { NO_FACTS } from '../../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../../src/core/domain/features.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { NO_ENTRIES } from '../../../src/core/policy/listed.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { createShadowWatch } from '../../../src/workflows/shadow/watch.ts';
import { scored } from '../../support/asks.ts';
import { createManualClock } from '../../support/clock.ts';
import { policyOf } from '../../support/policy.ts';

const files = (decline: number) => ({
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': `thresholds: { fraud_risk_score: { decline: ${decline} } }\n`,
});
const live = policyOf(files(75));
const stricter = policyOf(files(50));

function decided(score: number, id = 'dec_1'): Decision {
  const authorization = scored(score);
  const verdict = decide(authorization, NO_FEATURES, NO_FACTS, live);
  return {
    ...verdict,
    id,
    authorization,
    scope: authorization.scope,
    answeredBy: 'policy',
    receivedAtMs: 1,
  } as Decision;
}

function setUp(shadow: Policy | null = stricter, store?: () => Promise<void>) {
  const clock = createManualClock();
  const stored: ShadowDifference[] = [];
  const watch = createShadowWatch({
    clock,
    logger: pino({ level: 'silent' }),
    shadow: () => shadow,
    entries: () => NO_ENTRIES,
    features: async () => NO_FEATURES,
    store: store ?? (async (difference) => void stored.push(difference)),
  });
  return { clock, stored, watch };
}

test('what the shadow would have answered otherwise is stored, after the answer, and nothing else', async () => {
  const { clock, stored, watch } = setUp();
  watch.decided(decided(60));
  watch.decided(decided(10, 'dec_2'));
  watch.decided(decided(90, 'dec_3'));
  expect(stored).toEqual([]);
  await clock.advance(limits.shadowRestMs);
  expect(stored).toEqual([
    expect.objectContaining({
      decisionId: 'dec_1',
      version: live.version,
      shadowVersion: stricter.version,
      outcome: 'approve',
      shadowOutcome: 'decline',
      shadowReasons: ['fraud_risk_score.decline'],
    }),
  ]);
});

test('without a shadow nothing waits; too many at once are passed over and counted', async () => {
  const none = setUp(null);
  none.watch.decided(decided(60));
  await none.clock.advance(1_000);
  expect([none.stored.length, none.watch.missed()]).toEqual([0, 0]);

  const { clock, stored, watch } = setUp();
  const one = decided(60);
  for (let time = 0; time < limits.maxShadowWaiting + 7; time += 1) watch.decided(one);
  await clock.advance((limits.maxShadowWaiting / limits.shadowAtOnce + 1) * limits.shadowRestMs);
  expect([stored.length, watch.missed()]).toEqual([limits.maxShadowWaiting, 7]);
});

test('a difference that can not be stored, or a shadow that throws, is counted and harms nothing', async () => {
  const failing = setUp(stricter, async () => {
    throw new Error('no database');
  });
  failing.watch.decided(decided(60));
  await failing.clock.advance(1_000);
  expect(failing.watch.missed()).toBe(1);

  const broken = setUp({ ...stricter, portfolios: [] });
  broken.watch.decided(decided(60));
  await broken.clock.advance(1_000);
  expect(broken.watch.missed()).toBe(1);
});
