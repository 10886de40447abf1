import { describe, expect, it } from 'vitest';
import { becauseInWords, type Question, questionInWords } from '../../../src/core/decision/question.ts';

const NOON = Date.parse('2026-06-01T12:00:00Z');
const MINUTE = 60_000;

const ASKED: Question = {
  ...{ channel: 'twilio', state: 'delivered', because: null, sentAtMs: NOON, answeredAtMs: null },
  ...{ declinesUntilMs: null, isLifted: false, allowedUntilMs: null, allowanceEnded: null },
};
const YES: Question = { ...ASKED, state: 'verified', answeredAtMs: NOON + 2 * MINUTE };
const NO: Question = { ...YES, state: 'rejected', declinesUntilMs: Date.parse('2026-08-30T12:02:00Z') };

describe('what became of a question', () => {
  it.each([
    [{ ...ASKED, state: 'pending', sentAtMs: null }, 'The text that asks the cardholder is on its way.'],
    [ASKED, 'The cardholder was asked by text and has not answered yet.'],
    [
      { ...ASKED, channel: 'stripe', state: 'sent' },
      "The cardholder was asked by Stripe's text and has not answered yet.",
    ],
    [
      { ...YES, allowedUntilMs: NOON + 7 * 24 * 60 * MINUTE },
      'The cardholder was asked by text and answered YES 2 minutes later; they may buy there until 2026-06-08 12:00 UTC.',
    ],
    [YES, 'The cardholder was asked by text and answered YES 2 minutes later.'],
    [{ ...YES, answeredAtMs: NOON + 20_000 }, 'The cardholder was asked by text and answered YES within a minute.'],
    [{ ...YES, answeredAtMs: NOON + MINUTE }, 'The cardholder was asked by text and answered YES 1 minute later.'],
    [
      { ...YES, allowedUntilMs: NOON, allowanceEnded: 'revoked' },
      'The cardholder was asked by text and answered YES 2 minutes later; what that allowed has ended: somebody revoked it.',
    ],
    [
      NO,
      'The cardholder was asked by text and answered NO 2 minutes later; the card is declined there until 2026-08-30 12:02 UTC.',
    ],
    [
      { ...NO, answeredAtMs: NOON + 200 * MINUTE, isLifted: true },
      'The cardholder was asked by text and answered NO 3 hours later, which was taken back.',
    ],
    [{ ...NO, sentAtMs: null, declinesUntilMs: null }, 'The cardholder was asked by text and answered NO.'],
    [{ ...ASKED, state: 'expired' }, 'The cardholder was asked by text and did not answer in time.'],
    [
      { ...ASKED, state: 'opted_out' },
      'The cardholder was asked by text and answered STOP: that phone gets no more questions.',
    ],
    [
      { ...ASKED, state: 'undeliverable', because: 'unsupported_phone_number' },
      'The text that asks the cardholder did not arrive: Stripe sends no text to that phone number.',
    ],
    [{ ...ASKED, state: 'undeliverable' }, 'The text that asks the cardholder did not arrive.'],
    [
      { ...ASKED, state: 'void', sentAtMs: null, because: 'phone_changed' },
      'The question to the cardholder was not put: the phone number was changed meanwhile.',
    ],
    [
      { ...ASKED, state: 'void', because: 'webhook_timeout' },
      'The question to the cardholder was withdrawn: our answer did not reach Stripe in time.',
    ],
  ] as const)('is one sentence (%#)', (question, sentence) => {
    expect(questionInWords(question)).toBe(sentence);
  });

  it('says a code that it does not know as it is, without what could break out of its line', () => {
    expect(becauseInWords('error_30006')).toBe('error 30006');
    expect(becauseInWords('x\ny')).not.toContain('\n');
    expect(becauseInWords('constructor')).toBe('constructor');
  });
});
