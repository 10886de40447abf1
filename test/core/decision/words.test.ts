import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/core/decision/decide.ts';
import { reasonText } from '../../../src/core/decision/explain.ts';
import { decisionRecord } from '../../../src/core/decision/record.ts';
import { unaskableInWords } from '../../../src/core/decision/vocabulary.ts';
import { reasonInGeneral, reasonInWords } from '../../../src/core/decision/words.ts';
import { UNASKABLE_REASONS } from '../../../src/core/domain/challenge.ts';
import { type Facts, NO_FACTS } from '../../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../../src/core/domain/features.ts';
import { compileText } from '../../../src/core/policy/conditions.ts';
import type { Policy, Rule } from '../../../src/core/policy/policy.ts';
import { createCatalogue } from '../../../src/core/rules/attributes.ts';
import { authorizationOf } from '../../support/asks.ts';
import { profilePolicy } from '../../support/policy.ts';
import { PERSON } from '../../support/stripe.ts';

const catalogue = createCatalogue();

function ruleOf(text: string): Rule {
  const { condition, diagnostics } = compileText('rule', text, { catalogue });
  if (!condition) throw new Error(diagnostics[0]?.message);
  return { id: 'rule', action: 'block', isAlways: false, condition };
}

function policyWith(text: string): Policy {
  return policyOfRule(ruleOf(text));
}

function policyOfRule(rule: Rule): Policy {
  const policy = profilePolicy('{}');
  const portfolios = policy.portfolios.map((portfolio) => ({
    ...portfolio,
    profile: { ...portfolio.profile, rules: [rule] },
  }));
  return { ...policy, portfolios };
}

function recordOf(policy: Policy, changes: Record<string, unknown> = {}, facts: Partial<Facts> = {}) {
  const authorization = authorizationOf(changes);
  const verdict = decide(authorization, NO_FEATURES, { ...NO_FACTS, ...facts }, policy);
  const identity = { id: 'dec_1', scope: authorization.scope, eventId: null, askKey: null };
  const times = { askedAtMs: 0, receivedAtMs: 0, decidedAfterMs: 0, counted: null, challenge: null };
  const reply = { approved: verdict.outcome === 'approve' };
  return decisionRecord(
    { ...verdict, ...identity, ...times, authorizationId: 'iauth_1', authorization, answeredBy: 'policy', reply },
    () => 'concealed',
  );
}

/** What is said of an ask that a rule declines: with its values, and without. */
function wordsOf(rule: string, changes: Record<string, unknown> = {}): [string, string] {
  const record = recordOf(policyWith(rule), changes);
  expect(record.outcome).toBe('decline');
  return [reasonInWords(record), reasonInGeneral(record)];
}

const scores = (score: number | null) => ({ risk_assessment: { fraud_risk: { score } } });

describe('the reason of a decline in words', () => {
  test.each([
    [':fraud_risk_score: > 50', scores(83), 'fraud score 83 is above 50', 'fraud score is above 50'],
    [':fraud_risk_score: >= 83', scores(83), 'fraud score 83 is at least 83', 'fraud score is at least 83'],
    [':fraud_risk_score: < 5', scores(1.5), 'fraud score 1.5 is below 5', 'fraud score is below 5'],
    [':fraud_risk_score: <= 5', scores(5), 'fraud score 5 is at most 5', 'fraud score is at most 5'],
    ['not (:fraud_risk_score: <= 50)', scores(83), 'fraud score 83 is above 50', 'fraud score is above 50'],
    [':fraud_risk_score: > 50', scores(50.004), 'fraud score 50.004 is above 50', 'fraud score is above 50'],
    [
      ':merchant_dispute_rate: > 3.5',
      {},
      'merchant dispute rate 4% is above 3.5%',
      'merchant dispute rate is above 3.5%',
    ],
    [
      'is_missing(:fraud_risk_score:)',
      scores(null),
      'fraud score is missing: Stripe sent none',
      'fraud score is missing',
    ],
    ['not is_missing(:fraud_risk_score:)', {}, 'fraud score is known', 'fraud score is known'],
    [
      ":merchant_dispute_risk_level: in ('normal', 'highest')",
      {},
      'merchant dispute risk level is normal',
      'merchant dispute risk level is one of normal, highest',
    ],
    [
      "not (:merchant_country: in ('CA', 'GB', 'FR', 'DE'))",
      {},
      'merchant country US is not one of CA, GB, FR, …',
      'merchant country is not one of CA, GB, FR, …',
    ],
    [
      ":merchant_category: = 'taxicabs_limousines'",
      {},
      'merchant category is taxicabs limousines',
      'merchant category is taxicabs limousines',
    ],
    [":merchant_country: != 'GB'", {}, 'merchant country US is not GB', 'merchant country is not GB'],
    [
      ':merchant_country: != :cardholder_country:',
      { merchant_data: { country: 'GB' } },
      'merchant country GB is not the cardholder country US',
      'merchant country is not the cardholder country',
    ],
    [
      ":merchant_name: includes 'ride'",
      {},
      'merchant name "Sample Rides" contains ride',
      'merchant name contains ride',
    ],
    [
      "not (:merchant_name: like 'x%')",
      {},
      'merchant name "Sample Rides" does not look like "x%"',
      'merchant name does not look like "x%"',
    ],
    ['not :is_card_present:', {}, 'the card is not present', 'the card is not present'],
    [
      ":fraud_risk_score: > 50 and :merchant_country: = 'US'",
      scores(83),
      'fraud score 83 is above 50 and merchant country is US',
      'fraud score is above 50 and merchant country is US',
    ],
    [":fraud_risk_score: > 90 or :merchant_country: = 'US'", {}, 'merchant country is US', 'merchant country is US'],
  ])('%s', (rule, changes, words, general) => {
    expect(wordsOf(rule, changes)).toEqual([words, general]);
  });

  test('says nothing personal, neither of the cardholder nor out of the rule', () => {
    const rules = [
      `:cardholder_email: = '${PERSON.email}'`,
      `not (:cardholder_email: in ('someone@example.com'))`,
      "::card:program:: = 'travel'",
      'not (:merchant_name: = :cardholder_email:)',
    ];
    expect(rules.map((rule) => wordsOf(rule)[0])).toEqual([
      'cardholder e-mail is as the rule says',
      'cardholder e-mail is as the rule says',
      '"program" of the card\'s metadata is as the rule says',
      'cardholder e-mail is as the rule says',
    ]);
  });

  test("says a merchant's name so that it can't forge a line or move the cursor", () => {
    const name = 'a\nb\u001b[2J';
    expect(wordsOf(":merchant_name: includes 'a'", { merchant_data: { name } })[0]).toBe(
      'merchant name "a\ufffdb\ufffd[2J" contains a',
    );
  });

  test('says what a code without a rule means', () => {
    const record = recordOf(policyWith(":currency: = 'eur'"));
    expect(reasonInWords(record)).toBe('no rule or threshold matched');
    expect(reasonInWords(recordOf(policyWith(":currency: = 'eur'"), {}, { hasRejectedChallenge: true }))).toBe(
      'the cardholder said that a purchase at this merchant was not theirs',
    );
    expect(reasonInWords({ ...record, reasons: ['stand_in.case_2'] })).toBe("a case of the profile's stand-in");
    expect(reasonInWords({ ...record, reasons: ['something\nnew'] })).toBe('something\ufffdnew');
    expect(reasonInWords({ ...record, reasons: [] })).toBe('no reason is recorded');
  });

  test('says that a rule failed', () => {
    const { condition, ...rest } = ruleOf(':amount: > 5');
    const evaluate = () => {
      throw new Error('boom');
    };
    const rule = { ...rest, id: 'broken', condition: { ...condition, evaluate } };
    const policy = policyOfRule(rule);
    const [portfolio] = policy.portfolios;
    if (!portfolio) throw new Error('no portfolio');
    const strict = { ...portfolio, profile: { ...portfolio.profile, onError: 'decline' as const } };
    expect(reasonInWords(recordOf({ ...policy, portfolios: [strict] }))).toBe('the rule broken could not be evaluated');
  });

  test('names the list that something is on', () => {
    const record = recordOf(policyWith(":currency: = 'usd'"));
    const attributes = { merchant_country: 'FR' };
    const saying = (because: string) =>
      reasonInWords({
        ...record,
        attributes,
        considered: [{ id: 'rule', action: 'block', result: 'matched', because: [because] }],
      });
    expect(saying(':merchant_country: in @risky')).toBe('merchant country FR is on the list risky');
    expect(saying('not (:merchant_country: in @risky)')).toBe('merchant country FR is not on the list risky');
    expect(saying(':cardholder_email: in @known')).toBe('cardholder e-mail is as the rule says');
  });

  test('leaves a text that is no single comparison as it is, unless it names the cardholder', () => {
    const record = recordOf(policyWith(":currency: = 'usd'"));
    const saying = (because: string) =>
      reasonInWords({
        ...record,
        considered: [{ id: 'rule', action: 'block', result: 'matched', because: [because] }],
      });
    expect(saying(":amount: > 5 or :currency: = 'usd'")).toBe(":amount: > 5 or :currency: = 'usd'");
    expect(saying('not yet a language')).toBe('not yet a language');
    expect(saying(":amount: > 5 or :cardholder_email: = 'a@example.com'")).toBe('what a rule says of the cardholder');
  });
});

describe('why a cardholder was not asked', () => {
  test('is told with the reason that it is', () => {
    const challenge = { ...ruleOf(":currency: = 'usd'"), action: 'challenge' as const };
    const record = recordOf(policyOfRule(challenge));
    expect(record.reasons).toEqual(['rule', 'cardholder_cannot_be_asked']);
    expect(reasonText(record, 'cardholder_cannot_be_asked')).toBe(
      'cardholder_cannot_be_asked: the cardholder cannot be asked by SMS: the profile has nobody asked',
    );
    const older = { ...record, facts: { ...record.facts, unaskable: null } };
    expect(reasonText(older, 'cardholder_cannot_be_asked')).toBe(
      'cardholder_cannot_be_asked: the cardholder cannot be asked by SMS',
    );
  });

  test('has words for each code that there is, and leaves others as they are', () => {
    const words = UNASKABLE_REASONS.map(unaskableInWords);
    expect(words.filter((text, index) => text === UNASKABLE_REASONS[index]?.replaceAll('_', ' '))).toEqual([]);
    expect(new Set(words).size).toBe(UNASKABLE_REASONS.length);
    expect(unaskableInWords('some_new_code')).toBe('some new code');
  });
});
