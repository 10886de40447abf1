import { describe, expect, test } from 'vitest';
import { parseWebhookSecrets } from '../../../src/adapters/stripe/secrets.ts';
import { checkSignature } from '../../../src/adapters/stripe/signature.ts';
import { signatureOf } from '../../support/stripe.ts';

const NOW_SECONDS = 1_790_000_000;
const NOW_MS = NOW_SECONDS * 1000;
const BODY = '{"a":1}';
const SECRETS = [
  { secret: 'whsec_old', livemode: false },
  { secret: 'whsec_new', livemode: true },
];

function reason(header: string | undefined, body = BODY): string {
  const check = checkSignature(body, header, SECRETS, NOW_MS);
  return check.isSigned ? 'signed' : check.reason;
}

describe('a signature', () => {
  test('holds under any of the secrets, and tells their modes', () => {
    expect(checkSignature(BODY, signatureOf(BODY, 'whsec_new', NOW_SECONDS), SECRETS, NOW_MS)).toEqual({
      isSigned: true,
      livemodes: [true],
    });
  });

  test('holds when any of several v1 is right, as while Stripe rolls a secret', () => {
    const right = signatureOf(BODY, 'whsec_old', NOW_SECONDS).split('v1=')[1];
    expect(reason(`t=${NOW_SECONDS},v1=${'0'.repeat(64)},v0=abc,v1=${right}`)).toBe('signed');
  });

  test.each([
    ['none', undefined, 'no_signature'],
    ['an empty one', '', 'no_signature'],
    ['one of another secret', signatureOf(BODY, 'whsec_other', NOW_SECONDS), 'wrong_signature'],
    ['noise', 'noise', 'wrong_signature'],
    ['a v1 without a value', `t=${NOW_SECONDS},v1`, 'wrong_signature'],
    ['no time', signatureOf(BODY, 'whsec_old', NOW_SECONDS).replace(/t=\d+,/, ''), 'wrong_signature'],
    ['one that is 300 s old', signatureOf(BODY, 'whsec_old', NOW_SECONDS - 300), 'signed'],
    ['one that is 301 s old', signatureOf(BODY, 'whsec_old', NOW_SECONDS - 301), 'too_old'],
    ['one 60 s ahead', signatureOf(BODY, 'whsec_old', NOW_SECONDS + 60), 'signed'],
    ['one 61 s ahead', signatureOf(BODY, 'whsec_old', NOW_SECONDS + 61), 'from_the_future'],
  ])('%s is judged', (_case, header, expected) => {
    expect(reason(header)).toBe(expected);
  });

  test('fails when one byte of the body differs, and for an empty body', () => {
    expect(reason(signatureOf(BODY, 'whsec_old', NOW_SECONDS), '{"a":2}')).toBe('wrong_signature');
    expect(reason(signatureOf('', 'whsec_old', NOW_SECONDS), '')).toBe('wrong_signature');
  });

  test('can not be kept fresh by a second time in the header', () => {
    const old = signatureOf(BODY, 'whsec_old', NOW_SECONDS - 4000);
    expect(reason(`t=${NOW_SECONDS},${old}`)).toBe('too_old');
    expect(reason(`${old},t=${NOW_SECONDS}`)).toBe('wrong_signature');
  });
});

describe('the list of secrets', () => {
  test('binds each to its mode, a bare one to the default', () => {
    expect(parseWebhookSecrets('live:whsec_a, test:whsec_b,whsec_c', true)).toEqual([
      { secret: 'whsec_a', livemode: true },
      { secret: 'whsec_b', livemode: false },
      { secret: 'whsec_c', livemode: true },
    ]);
  });

  test.each(['', 'whsec_a,', 'prod:whsec_a', 'sk_live_123', 'whsec_a b'])('refuses %j without repeating it', (list) => {
    const parsed = parseWebhookSecrets(list, false);
    expect(parsed).toHaveProperty('problem');
    if (list.length > 3) expect(JSON.stringify(parsed)).not.toContain('123');
  });
});
