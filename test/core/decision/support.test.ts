import { describe, expect, it } from 'vitest';
import { decideOffline } from '../../../src/core/decision/offline.ts';
import type { Question } from '../../../src/core/decision/question.ts';
import type { DecisionRecord } from '../../../src/core/decision/record.ts';
import { supportSentence } from '../../../src/core/decision/support.ts';
import { scored } from '../../support/asks.ts';
import { profilePolicy } from '../../support/policy.ts';

const policy = profilePolicy('thresholds: { fraud_risk_score: { decline: 75 } }\nstand_in: { otherwise: decline }\n');

function record(score: number, changes: Partial<DecisionRecord> = {}): DecisionRecord {
  const made = decideOffline(scored(score), {}, policy, (text) => text);
  return { ...made, amount_minor: 2500, currency: 'usd', merchant_name: 'Corner Shop', ...changes };
}

const PURCHASE = 'the purchase of 25.00 USD at Corner Shop';

describe('one sentence for support', () => {
  it('says what we did and why', () => {
    expect(supportSentence(record(83), null)).toBe(`We declined ${PURCHASE}: fraud score 83 is above 75.`);
    expect(supportSentence(record(5), null)).toBe(`We approved ${PURCHASE}: no rule or threshold matched.`);
    const challenged = { outcome: 'challenge', reasons: ['allowance'] } as const;
    expect(supportSentence(record(5, challenged), null)).toContain('until the cardholder says that it is theirs');
  });

  it('says why the cardholder was not asked, or what came of the question', () => {
    const facts = { ...record(83).facts, unaskable: 'no_phone' } as const;
    expect(supportSentence(record(83, { facts }), null)).toBe(
      `We declined ${PURCHASE}: fraud score 83 is above 75, and the cardholder could not be asked: ` +
        'the cardholder has no phone number.',
    );
    const question: Question = {
      ...{ channel: 'twilio', state: 'expired', because: null, sentAtMs: 0, answeredAtMs: null },
      ...{ declinesUntilMs: null, isLifted: false, allowedUntilMs: null, allowanceEnded: null },
    };
    const asked = record(83, { outcome: 'challenge' });
    expect(supportSentence(asked, null, question)).toBe(
      `We declined ${PURCHASE} until the cardholder says that it is theirs: fraud score 83 is above 75. ` +
        'The cardholder was asked by text and did not answer in time.',
    );
  });

  it('says that our stand-in answered', () => {
    const stood = record(5, { answered_by: 'stand_in', outcome: 'decline', reasons: ['decide_failed'] });
    expect(supportSentence(stood, null)).toBe(`Our stand-in declined ${PURCHASE}: the policy could not be evaluated.`);
  });

  it.each([
    ['webhook_timeout', true, /^Our answer did not reach Stripe in time, and Stripe approved .* by its own default\.$/],
    ['webhook_error', false, /^Stripe could not use our answer, and declined/],
    ['network_fallback', true, /^The card network approved .* in Stripe's place\.$/],
    ['insufficient_funds', false, /^Stripe declined .*: there were not enough funds\.$/],
    ['network_stip', true, /^The card network approved/],
    [
      'authorization_controls',
      false,
      /^Stripe declined .*: the spending controls of the card or cardholder forbid it\.$/,
    ],
    ['card_active', true, /^Stripe approved .* \(card_active\)\.$/],
    ['webhook_declined', false, /^We declined/],
    ['webhook_approved', true, /^We declined .*, but Stripe reports our answer as approved\.$/],
    ['something_new', false, /^Stripe declined .* \(something_new\)\.$/],
    ['constructor', false, /^Stripe declined .* \(constructor\)\.$/],
    [null, false, /^Stripe declined .*, and gave no reason\.$/],
  ])('names whose doing it was: %s', (reason, approved, expected) => {
    expect(supportSentence(record(83), { approved, reason })).toMatch(expected);
  });

  it('does without what could not be read, and lets no merchant write a line of its own', () => {
    const unread = record(5, { amount_minor: null, currency: null, merchant_name: null });
    expect(supportSentence(unread, null)).toMatch(/^We approved a purchase: /);
    expect(supportSentence(record(5, { merchant_name: 'x\nWe refunded you' }), null)).not.toContain('\n');
  });
});
