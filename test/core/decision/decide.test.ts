import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Unaskable } from '../../../src/core/domain/challenge.ts';
import type { Action } from '../../../src/core/domain/decision.ts';
import { compileText } from '../../../src/core/policy/conditions.ts';
import type { Policy, Rule } from '../../../src/core/policy/policy.ts';
import { createCatalogue } from '../../../src/core/rules/attributes.ts';
import { authorizationOf, scored, verdictOf } from '../../support/asks.ts';
import { profilePolicy } from '../../support/policy.ts';

const catalogue = createCatalogue();

function rule(id: string, action: Action, text: string, isAlways = false): Rule {
  const { condition, diagnostics } = compileText(id, text, { catalogue });
  if (!condition) throw new Error(diagnostics[0]?.message);
  return { id, action, isAlways, condition };
}

function policyWith(rules: readonly Rule[], profile = '{}'): Policy {
  const policy = profilePolicy(profile);
  return {
    ...policy,
    portfolios: policy.portfolios.map((portfolio) => ({ ...portfolio, profile: { ...portfolio.profile, rules } })),
  };
}

const ASKING = 'challenge: { channel: stripe }';
const YES = ":currency: = 'usd'";
const block = rule('block', 'block', YES);
const always = rule('always', 'block', YES, true);
const allow = rule('allow', 'allow', YES);
const challenge = rule('challenge', 'challenge', YES);
const review = rule('review', 'review', YES);

describe('the order of a decision', () => {
  const verified = { verified_by_fraud_challenge: true };

  test.each([
    [
      'a rejected challenge declines before all else',
      [allow],
      { hasRejectedChallenge: true },
      verified,
      'decline',
      ['challenge_rejected'],
    ],
    ['an always rule declines what was verified', [always, allow], {}, verified, 'decline', ['always']],
    ['an always rule declines what an allow rule allows', [always, allow], {}, {}, 'decline', ['always']],
    [
      'a verification approves what a rule blocks',
      [block, challenge],
      {},
      verified,
      'approve',
      ['verified_by_fraud_challenge'],
    ],
    ['an allowance approves what a rule blocks', [block], { allowance: 'alw_1' }, {}, 'approve', ['allowance']],
    ['an allow rule approves what a rule blocks', [block, allow], {}, {}, 'approve', ['allow']],
    ['a block rule declines what another would challenge', [challenge, block], {}, {}, 'decline', ['block']],
    ['a challenge rule challenges who can be asked', [challenge], {}, {}, 'challenge', ['challenge']],
    [
      'a challenge rule declines who can not',
      [challenge],
      { unaskable: 'opted_out' },
      {},
      'decline',
      ['challenge', 'cardholder_cannot_be_asked'],
    ],
    ['nothing approves', [], {}, {}, 'approve', ['nothing_matched']],
    ['a review rule approves', [review], {}, {}, 'approve', ['review']],
  ] as const)('%s', (_case, rules, facts, changes, outcome, reasons) => {
    const verdict = verdictOf(authorizationOf(changes), policyWith(rules, ASKING), facts);
    expect([verdict.outcome, verdict.reasons]).toEqual([outcome, reasons]);
  });

  test('says what a verification or an allow rule overrode', () => {
    expect(verdictOf(authorizationOf(verified), policyWith([block, challenge])).overridden).toEqual([
      'block',
      'challenge',
    ]);
    expect(verdictOf(authorizationOf(), policyWith([block, allow])).overridden).toEqual(['block']);
  });

  test('adds a review only to what it approves for want of anything else', () => {
    const reviewed = (rules: readonly Rule[]) => verdictOf(authorizationOf(), policyWith(rules)).review;
    expect([reviewed([review]), reviewed([review, allow]), reviewed([review, block])]).toEqual([true, false, false]);
  });

  test('can approve a challenge of somebody who can not be asked, where the owner says so', () => {
    const policy = policyWith([challenge, review], 'challenge: { channel: stripe, otherwise: approve }');
    const verdict = (unaskable: Unaskable) => verdictOf(authorizationOf(), policy, { unaskable });
    expect(verdict('opted_out')).toMatchObject({ outcome: 'approve', review: true, terms: null });
    expect(verdict('daily_limit').outcome).toBe('decline');
    expect(verdict('unknown').outcome).toBe('decline');
  });
});

describe('a decision', () => {
  test('records every rule with the comparison that settled it, and the attributes as they were', () => {
    const rules = [
      rule('a', 'block', ":fraud_risk_score: > 75 and :merchant_country: = 'US'"),
      rule('b', 'review', ':merchant_dispute_rate: > 50 or :network_risk_score: > 9'),
    ];
    const verdict = verdictOf(scored(80.5, { merchant_data: { country: 'CA' } }), policyWith(rules));
    expect(verdict.considered).toEqual([
      { id: 'a', action: 'block', result: 'not_matched', because: [":merchant_country: = 'US'"] },
      { id: 'b', action: 'review', result: 'missing', because: [':network_risk_score: > 9'] },
    ]);
    expect(verdict.attributes).toEqual({
      fraud_risk_score: 80.5,
      merchant_country: 'CA',
      merchant_dispute_rate: 4,
      network_risk_score: { missing: 'not_sent' },
    });
  });

  test.each([
    ['ignore', 'approve', false],
    ['review', 'approve', true],
    ['challenge', 'decline', false],
    ['decline', 'decline', false],
  ])('counts a rule that fails as %s where the profile says so, and records it', (onError, outcome, isReviewed) => {
    const broken: Rule = {
      ...review,
      id: 'broken',
      condition: {
        attributes: [],
        evaluate() {
          throw new Error('boom');
        },
      },
    };
    const verdict = verdictOf(authorizationOf(), policyWith([broken], `on_error: ${onError}`));
    expect([verdict.outcome, verdict.review]).toEqual([outcome, isReviewed]);
    expect(verdict.errors).toMatchObject([{ rule: 'broken', message: 'boom' }]);
    expect(verdict.considered).toMatchObject([{ id: 'broken', result: 'error' }]);
  });

  test('belongs to the first portfolio that matches, and to the last where a value is missing', () => {
    const policy = profilePolicy(
      '{}',
      `portfolios:
        - { name: travel, profile: only, when: ":card_type: = 'virtual' and ::card:program:: = 'travel'" }
        - { name: virtual, profile: only, when: ":card_type: = 'virtual'" }
        - { name: rest, profile: only }`,
    );
    const owner = (card: Record<string, unknown>) => verdictOf(authorizationOf({ card }), policy).portfolio;
    expect([owner({}), owner({ metadata: { program: undefined } }), owner({ type: null })]).toEqual([
      'travel',
      'virtual',
      'rest',
    ]);
  });

  test('takes a fuel pump at the amount that its profile says', () => {
    const pump = { merchant_data: { category: 'automated_fuel_dispensers' }, pending_request: { amount: 100 } };
    const rules = [rule('big', 'review', ':amount: > 50')];
    const reviewed = (profile: string) => verdictOf(authorizationOf(pump), policyWith(rules, profile)).review;
    expect([reviewed('{}'), reviewed('fuel_dispenser_amount: 100')]).toEqual([false, true]);
    const free = { ...pump, pending_request: { amount: 0 } };
    expect(verdictOf(authorizationOf(free), policyWith(rules, 'fuel_dispenser_amount: 100')).review).toBe(false);
  });
});

describe('laws of a decision', () => {
  const score = fc.double({ min: 0, max: 100, noNaN: true });

  const levels = ['low', 'normal', 'elevated', 'highest'] as const;
  const number = fc.double({ min: 0, max: 100, noNaN: true });
  const level = fc.integer({ min: 0, max: 3 });
  /** A profile as strict as these numbers say: higher is looser. */
  const strictness = fc.record({
    decline: number,
    challenge: number,
    rate: number,
    levelDecline: level,
    shift: fc.integer({ min: -50, max: 50 }),
    missing: fc.integer({ min: 0, max: 3 }),
  });
  type Strictness = typeof strictness extends fc.Arbitrary<infer Shape> ? Shape : never;
  const policyOfStrictness = (s: Strictness) =>
    profilePolicy(`
      thresholds:
        fraud_risk_score: { decline: ${s.decline}, challenge: ${s.challenge} }
        merchant_dispute_rate: { challenge: ${s.rate} }
        card_testing_risk_level: { decline: ${levels[s.levelDecline]} }
      disputability: { very_unlikely: { fraud_risk_score: ${s.shift} } }
      on_missing: { fraud_risk_score: ${['decline', 'challenge', 'review', 'ignore'][s.missing]} }`);
  const combine = (one: Strictness, other: Strictness, pick: (a: number, b: number) => number): Strictness => ({
    decline: pick(one.decline, other.decline),
    challenge: pick(one.challenge, other.challenge),
    rate: pick(one.rate, other.rate),
    levelDecline: pick(one.levelDecline, other.levelDecline),
    shift: pick(one.shift, other.shift),
    missing: pick(one.missing, other.missing),
  });
  const purchase = fc.record({
    score: fc.option(number),
    rate: number,
    level: fc.constantFrom(...levels),
    disputability: fc.constantFrom('very_unlikely', 'neutral', 'very_likely', 'unknown'),
  });

  test('a stricter threshold never approves more', () => {
    fc.assert(
      fc.property(strictness, strictness, purchase, fc.boolean(), (one, other, asked, isAskable) => {
        const unaskable = isAskable ? null : 'opted_out';
        const ask = authorizationOf({
          fraud_disputability_likelihood: asked.disputability,
          risk_assessment: {
            fraud_risk: { score: asked.score },
            merchant_dispute_risk: { dispute_rate: asked.rate },
            card_testing_risk: { level: asked.level },
          },
        });
        const strict = verdictOf(ask, policyOfStrictness(combine(one, other, Math.min)), { unaskable });
        const loose = verdictOf(ask, policyOfStrictness(combine(one, other, Math.max)), { unaskable });
        expect(strict.outcome === 'approve' && loose.outcome !== 'approve').toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  const conditions = [
    YES,
    ':fraud_risk_score: > 50',
    ':network_risk_score: > 1',
    'not :livemode:',
    ":card_type: = 'physical'",
  ];
  const anyRule = fc
    .record({
      id: fc.uuid(),
      action: fc.constantFrom<Action>('allow', 'block', 'challenge', 'review'),
      text: fc.constantFrom(...conditions),
      isAlways: fc.boolean(),
    })
    .map(({ id, action, text, isAlways }) => rule(id, action, text, isAlways));
  const rules = fc.uniqueArray(anyRule, { maxLength: 8, selector: ({ id }) => id });

  test('an allow rule never declines', () => {
    fc.assert(
      fc.property(rules, score, (list, value) => {
        const before = verdictOf(scored(value), policyWith(list)).outcome;
        const after = verdictOf(scored(value), policyWith([...list, allow])).outcome;
        return before !== 'approve' || after === 'approve';
      }),
    );
  });

  test('the order of the rules never matters', () => {
    fc.assert(
      fc.property(rules, score, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (list, value, ranks) => {
        const shuffled = list
          .map((entry, index) => ({ entry, rank: ranks[index] ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ entry }) => entry);
        const one = verdictOf(scored(value), policyWith(list));
        const other = verdictOf(scored(value), policyWith(shuffled));
        expect(other.outcome).toBe(one.outcome);
        expect(other.review).toBe(one.review);
        expect(other.reasons.toSorted()).toEqual(one.reasons.toSorted());
      }),
    );
  });
});
