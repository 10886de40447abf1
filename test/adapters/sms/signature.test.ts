import { describe, expect, test } from 'vitest';
import { readInbound, readStatus } from '../../../src/adapters/sms/inbound.ts';
import { isSignedByTwilio } from '../../../src/adapters/sms/signature.ts';
import { OLD_TOKEN, PUBLIC_URL, TOKEN, twilioSignature } from '../../support/twilio.ts';

const PATH = '/webhooks/twilio/status?challenge=chl_1';
const PARAMS = { MessageSid: 'SM1', MessageStatus: 'delivered', To: '+14155550100', Body: 'Grüße' };
const asked = (params: Readonly<Record<string, string>> = PARAMS, path = PATH) => ({ url: PUBLIC_URL + path, params });

describe("Twilio's signature", () => {
  test('holds by any of the tokens', () => {
    for (const token of [TOKEN, OLD_TOKEN]) {
      expect(isSignedByTwilio(twilioSignature(PATH, PARAMS, token), asked(), [TOKEN, OLD_TOKEN])).toBe(true);
    }
  });

  // Twilio's guide "Webhooks security" gives this example, with the token 12345.
  test("of Twilio's own example holds", () => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    };
    const url = 'https://example.com/myapp.php?foo=1&bar=2';
    expect(isSignedByTwilio('L/OH5YylLD5NRKLltdqwSvS0BnU=', { url, params }, ['12345'])).toBe(true);
  });

  test.each<[string, string | undefined, ReturnType<typeof asked>]>([
    ['by another token', twilioSignature(PATH, PARAMS, 'a_stranger'), asked()],
    ['of other parameters', twilioSignature(PATH, PARAMS), asked({ ...PARAMS, MessageStatus: 'failed' })],
    ['with a parameter more', twilioSignature(PATH, PARAMS), asked({ ...PARAMS, Extra: '1' })],
    ['for another question', twilioSignature(PATH, PARAMS), asked(PARAMS, '/webhooks/twilio/status?challenge=chl_2')],
    ['for another path', twilioSignature(PATH, PARAMS), asked(PARAMS, '/webhooks/twilio/messages')],
    ['that is empty', '', asked()],
    ['that is missing', undefined, asked()],
    ['that is long', 'x'.repeat(10_000), asked()],
  ])('%s does not hold', (_case, signature, request) => {
    expect(isSignedByTwilio(signature, request, [TOKEN, OLD_TOKEN])).toBe(false);
  });
});

describe('what Twilio posts', () => {
  test('is read as a text, as news of one, or as neither', () => {
    const text = { MessageSid: 'SM1', From: '+14155550100', Body: 'YES', OptOutType: 'START' };
    expect(readInbound(text)).toEqual({ id: 'SM1', from: '+14155550100', body: 'YES', optOutType: 'START' });
    expect(readInbound({ SmsSid: 'SM1', From: 'TWILIO' })).toMatchObject({ id: 'SM1', body: '', optOutType: null });
    expect(readInbound({ From: '+14155550100' })).toBeNull();
    expect(readInbound({ MessageSid: ['SM1', 'SM2'], From: '+14155550100' })).toBeNull();
    expect(readStatus({ MessageSid: 'SM1', MessageStatus: 'failed', ErrorCode: '30003' })).toEqual({
      ...{ id: 'SM1', status: 'failed', errorCode: 30_003 },
    });
    expect(readStatus({ MessageSid: 'SM1', MessageStatus: 'sent', ErrorCode: 'none' })?.errorCode).toBeNull();
    expect(readStatus({ MessageSid: 'SM1' })).toBeNull();
  });
});
