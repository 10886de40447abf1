import { describe, expect, test } from 'vitest';
import type { PendingRequest } from '../../../src/simulator/stripe/authorization-object.ts';
import { readReply } from '../../../src/simulator/stripe/reply.ts';

const REQUEST: PendingRequest = {
  amount: 1_000,
  amount_details: { atm_fee: null, cashback_amount: 400 },
  currency: 'usd',
  is_amount_controllable: false,
  merchant_amount: 1_000,
  merchant_currency: 'usd',
  network_risk_score: null,
};
const CONTROLLABLE = { ...REQUEST, is_amount_controllable: true };
const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'Stripe-Version': '2026-10-28.endive' };

function read(body: unknown, headers: Record<string, string> = HEADERS, request = REQUEST) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readReply({ headers: new Headers(headers), body: text }, request, 'named');
}

function problemOf(reading: ReturnType<typeof readReply>): string {
  return reading.isValid ? 'none' : reading.problem;
}

const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key_${i}`, 'value']));

describe('a reply is taken', () => {
  test('with nothing but its verdict', () => {
    const nothing = { amountMinor: null, metadata: {}, wantsChallenge: false };
    expect(read({ approved: true })).toEqual({ isValid: true, reply: { isApproved: true, ...nothing } });
    expect(read({ approved: false })).toEqual({ isValid: true, reply: { isApproved: false, ...nothing } });
  });

  test('with all that it may carry', () => {
    const metadata = { ...keys(49), ['k'.repeat(40)]: 'v'.repeat(500) };
    const body = { approved: false, amount: 400, metadata, send_fraud_challenges: ['sms'] };
    expect(read(body, HEADERS, CONTROLLABLE)).toEqual({
      isValid: true,
      reply: { isApproved: false, amountMinor: 400, metadata, wantsChallenge: true },
    });
  });

  test('with an amount that does not count, whatever it is', () => {
    for (const amount of [0, -5, 1.5, '12', null, 399]) {
      expect(read({ approved: true, amount })).toMatchObject({ isValid: true, reply: { amountMinor: null } });
    }
  });

  test('from a server that writes its headers in another case', () => {
    expect(
      read({ approved: true }, { 'content-type': 'Application/JSON', 'stripe-version': '2022-08-01' }).isValid,
    ).toBe(true);
  });
});

describe('a reply is refused, with the problem told', () => {
  test.each([
    ['no content type', { 'Stripe-Version': '2022-08-01' }, /Content-Type header is missing/],
    ['another content type', { ...HEADERS, 'Content-Type': 'text/html' }, /"text\/html"; it must be application\/json/],
    ['a type that only begins alike', { ...HEADERS, 'Content-Type': 'application/json5' }, /must be application\/json/],
    ['no version', { 'Content-Type': 'application/json' }, /Stripe-Version header is missing/],
    ['a version that is none', { ...HEADERS, 'Stripe-Version': 'latest' }, /"latest" is not an API version/],
    ['a version with more behind', { ...HEADERS, 'Stripe-Version': '2022-08-01.x y' }, /is not an API version/],
  ])('%s', (_name, headers, problem) => {
    expect(problemOf(read({ approved: true }, headers))).toMatch(problem);
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', '', /not a JSON object/],
    ['broken JSON', '{"approved": tr', /not a JSON object/],
    ['a list', [true], /not a JSON object/],
    ['null', null, /not a JSON object/],
    ['a bare true', true, /not a JSON object/],
    ['no verdict', {}, /Missing required parameter: approved/],
    ['a verdict in words', { approved: 'true' }, /must be true or false/],
    ['a verdict of null', { approved: null }, /must be true or false/],
    ['an unknown key', { approved: true, reason: 'fine' }, /unknown parameter: "reason"/],
    ['an unknown key of great length', { approved: true, ['x'.repeat(900)]: 1 }, /^.{90,110}$/],
    ['metadata that is a list', { approved: true, metadata: [] }, /metadata must be an object/],
    ['metadata that is null', { approved: true, metadata: null }, /metadata must be an object/],
    ['metadata that holds a number', { approved: true, metadata: { score: 5 } }, /"score" is not a string/],
    ['too many keys', { approved: true, metadata: keys(51) }, /more than 50 keys/],
    ['a key too long', { approved: true, metadata: { ['k'.repeat(41)]: '' } }, /over 40 characters/],
    ['a key that is empty', { approved: true, metadata: { '': '' } }, /key is empty/],
    ['a value too long', { approved: true, metadata: { key: 'v'.repeat(501) } }, /"key" is over 500 characters/],
    ['a challenge by mail', { approved: false, send_fraud_challenges: ['email'] }, /must be \["sms"\]/],
    ['no challenge', { approved: false, send_fraud_challenges: [] }, /must be \["sms"\]/],
    ['two challenges', { approved: false, send_fraud_challenges: ['sms', 'sms'] }, /must be \["sms"\]/],
    ['a challenge that is no list', { approved: false, send_fraud_challenges: 'sms' }, /must be \["sms"\]/],
    ['a challenge with an approval', { approved: true, send_fraud_challenges: ['sms'] }, /only be sent for declined/],
  ])('%s', (_name, body, problem) => {
    expect(problemOf(read(body))).toMatch(problem);
  });

  test.each([
    [0, /positive integer/],
    [-1, /positive integer/],
    [1.5, /positive integer/],
    ['400', /positive integer/],
    [null, /positive integer/],
    [399, /not be below the cashback amount of 400/],
  ])('an amount of %s where it counts', (amount, problem) => {
    expect(problemOf(read({ approved: true, amount }, HEADERS, CONTROLLABLE))).toMatch(problem);
  });
});
