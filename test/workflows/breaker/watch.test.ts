import { expect, test } from 'vitest';
import type { Decision } from '../../../src/core/domain/decision.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { type BreakerOptions, createBreaker, type Foretold } from '../../../src/workflows/breaker/watch.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock } from '../../support/clock.ts';
import { policyOf } from '../../support/policy.ts';

const RULES = `rules:
  - { id: eager, rule: "Block if :amount: > 1" }
  - { id: foretold, rule: "Block if :amount: > 2" }
  - { id: hard, rule: "Block if :amount: > 3", always: true }
  - { id: listed, rule: "Block if :merchant: in @bad" }
  - { id: compromised, rule: "Block if :is_card_compromised:" }
`;
const policy = policyOf({
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
  'lists/bad.yaml': 'type: merchant\n',
  'rules/a.yaml': RULES,
});

const DAY: Foretold = {
  declines: { times: 20, of: 2_000 },
  matches: new Map([['foretold', { times: 20, of: 2_000 }]]),
};

function setUp(changes: Partial<BreakerOptions> = {}) {
  const clock = createManualClock();
  const alarms = createTestAlarms();
  const broken: string[] = [];
  const startMs = clock.nowMs();
  const breaker = createBreaker({
    clock,
    alarms,
    reaction: 'shadow',
    current: () => policy,
    activatedAtMs: () => startMs,
    foretell: async () => DAY,
    breakRule: async (_version, rule) => void broken.push(rule),
    ...changes,
  });
  const decide = (times: number, reasons: readonly string[], of: Policy = policy) => {
    const outcome = reasons.length > 0 ? 'decline' : 'approve';
    const decision = { policyVersion: of.version, outcome, reasons } as unknown as Decision;
    for (let time = 0; time < times; time += 1) breaker.decided(decision);
  };
  return { clock, alarms, broken, breaker, decide };
}

const stands = ({ alarms }: ReturnType<typeof setUp>) => alarms.standing.has('declines_surged');

test('a rule that declines far more than it matched the day before pages, and stops deciding', async () => {
  const stage = setUp();
  stage.decide(600, []);
  stage.decide(400, ['foretold']);
  await stage.breaker.judge();
  expect(stands(stage)).toBe(true);
  expect(stage.broken).toEqual(['foretold']);
});

test('a rule that nobody saw before is taken for the cause when all declines surge with it', async () => {
  const stage = setUp();
  stage.decide(600, []);
  stage.decide(400, ['eager']);
  await stage.breaker.judge();
  expect(stage.broken).toEqual(['eager']);
});

test('where only paging is wanted no rule is touched', async () => {
  const stage = setUp({ reaction: 'page' });
  stage.decide(600, []);
  stage.decide(400, ['foretold']);
  await stage.breaker.judge();
  expect(stands(stage)).toBe(true);
  expect(stage.broken).toEqual([]);
});

test('declines as foretold, too few asks, or an old version trip nothing', async () => {
  const usual = setUp();
  usual.decide(990, []);
  usual.decide(10, ['foretold']);
  await usual.breaker.judge();
  const few = setUp();
  few.decide(limits.breakerMinAsks - 1, ['foretold']);
  await few.breaker.judge();
  const old = setUp({ activatedAtMs: () => 0 });
  old.decide(1_000, ['foretold']);
  await old.breaker.judge();
  const never = setUp({ activatedAtMs: () => null });
  never.decide(1_000, ['foretold']);
  await never.breaker.judge();
  for (const stage of [usual, few, old, never]) expect([stands(stage), stage.broken]).toEqual([false, []]);
});

test.each(['hard', 'listed', 'compromised'])('the rule "%s" is never switched off', async (rule) => {
  const stage = setUp();
  stage.decide(200, []);
  stage.decide(800, [rule]);
  await stage.breaker.judge();
  expect(stands(stage)).toBe(true);
  expect(stage.broken).toEqual([]);
});

test('it judges by itself, goes on when the database is away, and counts a new version anew', async () => {
  let isAway = true;
  const stage = setUp({
    foretell: async () => {
      if (isAway) throw new Error('no database');
      return DAY;
    },
  });
  stage.decide(600, []);
  stage.decide(400, ['foretold']);
  await stage.clock.advance(limits.breakerJudgeMs);
  expect(stage.broken).toEqual([]);
  isAway = false;
  await stage.clock.advance(limits.breakerJudgeMs);
  expect(stage.broken).toEqual(['foretold']);
  stage.decide(1_000, ['eager'], { ...policy, version: 'another' });
  await stage.breaker.judge();
  expect(stage.broken).toEqual(['foretold']);
  stage.breaker.close();
});
