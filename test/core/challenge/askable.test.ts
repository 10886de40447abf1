import { describe, expect, it } from 'vitest';
import { mayApproveUnasked, mayText, readPhone, whyUnaskable } from '../../../src/core/challenge/askable.ts';
import { UNASKABLE_REASONS } from '../../../src/core/domain/challenge.ts';
import { authorizationOf } from '../../support/asks.ts';

const { cardholder } = authorizationOf();
const settings = { channel: 'twilio', countries: ['US', 'GB'] } as const;

function why(changes: Partial<typeof cardholder> = {}, more: { isIncremental?: boolean; channel?: 'none' } = {}) {
  const asked = { ...cardholder, id: 'ich_1', hasPhone: true, phoneNumber: '+447400123456', ...changes };
  const { isIncremental = false, channel = settings.channel } = more;
  return whyUnaskable({ isIncremental, cardholder: asked }, { ...settings, channel });
}

describe('a phone number', () => {
  it.each([
    [true, '+14155552671', [], true],
    [false, '+14155552671', [], false],
    [false, '+14155552671', ['+14155552671'], true],
    [false, null, ['+14155552671'], false],
    [false, null, 'any', true],
  ] as const)('may be texted, live: %s, %s among %j: %s', (livemode, number, testNumbers, isAllowed) => {
    expect(mayText(livemode, number, testNumbers)).toBe(isAllowed);
  });

  it.each([
    ['+447400123456', '+447400123456', 'GB'],
    ['+1 (415) 555-2671', '+14155552671', 'US'],
    [' +44 7400 123456 ', '+447400123456', 'GB'],
    ['+16045551234', '+16045551234', 'CA'],
    ['+881612345678', '+881612345678', null],
  ])('%j is read as %s of %s', (text, number, country) => {
    expect(readPhone(text)).toEqual({ number, country });
  });

  it.each(['', 'none', '07400123456', '+44', '+4474001234567890', '+0000000000', '+1555'])('%j is none', (text) => {
    expect(readPhone(text)).toBeNull();
  });
});

describe('a cardholder', () => {
  it('can be asked whose phone is where the profile allows it', () => {
    expect(why()).toBeNull();
    expect(why({ phoneNumber: '+14155552671' })).toBeNull();
  });

  it('can be asked by a record, which knows that there is a phone, not which', () => {
    expect(why({ phoneNumber: null })).toBeNull();
  });

  it.each([
    ['channel_none', {}, { channel: 'none' }],
    ['increment', {}, { isIncremental: true }],
    ['no_cardholder', { id: null }, {}],
    ['no_phone', { hasPhone: false, phoneNumber: null }, {}],
    ['invalid_phone', { phoneNumber: '07400' }, {}],
    ['country_not_allowed', { phoneNumber: '+33612345678' }, {}],
    ['country_not_allowed', { phoneNumber: '+16045551234' }, {}],
    ['country_not_allowed', { phoneNumber: '+881612345678' }, {}],
  ] as const)('can not be asked: %s', (reason, changes, more) => {
    expect(why(changes, more)).toBe(reason);
  });

  it('that could be asked but for a limit, or nobody knows, is never let through for it', () => {
    const never = UNASKABLE_REASONS.filter((reason) => !mayApproveUnasked(reason));
    expect(never).toEqual(['daily_limit', 'unknown']);
  });
});
