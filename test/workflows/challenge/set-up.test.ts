import { expect, it } from 'vitest';
import { type SetUp, whyNotSetUp } from '../../../src/workflows/challenge/set-up.ts';

const NUMBER = '+12025550123';
const live = { livemode: true, account: null };
const test = { livemode: false, account: 'acct_1' };
const all: SetUp = { stripeMode: 'test', twilio: { testNumbers: 'any' } };
const listed: SetUp = { stripeMode: 'test', twilio: { testNumbers: [NUMBER] } };
const none: SetUp = { stripeMode: 'live', twilio: { testNumbers: [] } };

it.each([
  ['by Stripe, with nothing set', 'stripe', { stripeMode: null, twilio: null }, live, NUMBER, null],
  ['without Twilio', 'twilio', { stripeMode: 'live', twilio: null }, live, NUMBER, 'channel_not_set_up'],
  ["without Stripe's key", 'twilio', { ...all, stripeMode: null }, test, NUMBER, 'channel_not_set_up'],
  ['in live mode with a key of test mode', 'twilio', all, live, NUMBER, 'channel_not_set_up'],
  [
    'in test mode with a key of live mode',
    'twilio',
    { ...all, stripeMode: 'live' },
    test,
    NUMBER,
    'channel_not_set_up',
  ],
  ['in live mode', 'twilio', none, live, NUMBER, null],
  ['in test mode, where everybody may be', 'twilio', all, test, NUMBER, null],
  [
    'in test mode, by a number that is listed, however it is written',
    'twilio',
    listed,
    test,
    '+1 (202) 555-0123',
    null,
  ],
  ['in test mode, by another one', 'twilio', listed, test, '+12025550124', 'test_mode'],
  ['in test mode, where no number is known', 'twilio', listed, test, null, 'test_mode'],
  ['in test mode, where nobody is listed', 'twilio', { ...none, stripeMode: 'test' }, test, NUMBER, 'test_mode'],
] as const)('a cardholder asked %s', (_case, channel, setUp, scope, phoneNumber, why) => {
  const authorization = { cardholder: { phoneNumber } } as unknown as Parameters<typeof whyNotSetUp>[3];
  expect(whyNotSetUp(setUp, channel, scope, authorization)).toBe(why);
});
