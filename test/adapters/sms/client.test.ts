import { describe, expect, test } from 'vitest';
import { createSmsClient } from '../../../src/adapters/sms/client.ts';
import { openTwilio, type TwilioManner, twilioSettings } from '../../support/twilio.ts';

const TEXT = {
  to: '+14155550100',
  from: '+14155550999',
  body: 'Did you? Reply YES',
  statusCallback: 'https://countersign.example.com/webhooks/twilio/status?challenge=chl_1',
  validitySeconds: 300,
};

async function opened(manner: TwilioManner = 'takes') {
  const twilio = await openTwilio();
  twilio.manner = manner;
  return { twilio, sms: createSmsClient(twilioSettings(twilio.apiHost), 300) };
}

describe('sending a text by Twilio', () => {
  test('asks once, as the account, and gives the name of the message', async () => {
    const { twilio, sms } = await opened();
    const sent = await sms.sendMessage(TEXT);
    expect(sent).toEqual({ kind: 'sent', sid: twilio.texts[0]?.sid });
    expect(twilio.texts).toMatchObject([
      { to: TEXT.to, from: TEXT.from, body: TEXT.body, callback: TEXT.statusCallback, validity: '300' },
    ]);
    const [asked] = twilio.asked;
    expect(asked?.path).toBe(`/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`);
    const credentials = Buffer.from(`AC${'0'.repeat(32)}:a_token_of_the_account`).toString('base64');
    expect(asked?.authorization).toBe(`Basic ${credentials}`);
  });

  test('from a messaging service says so', async () => {
    const { twilio, sms } = await opened();
    const service = `MG${'1'.repeat(32)}`;
    await sms.sendMessage({ ...TEXT, from: service });
    expect(twilio.asked[0]?.form.get('MessagingServiceSid')).toBe(service);
    expect(twilio.asked[0]?.form.has('From')).toBe(false);
  });

  test.each([
    [21_211, 'invalid_number', true, false],
    [21_408, 'country_not_enabled', true, false],
    [21_606, 'sender_unusable', true, false],
    [21_608, 'number_not_verified', true, false],
    [21_610, 'opted_out', true, true],
    [21_612, 'unroutable', true, false],
    [21_614, 'not_sms_capable', true, false],
    [29_999, 'twilio_29999', true, false],
    [20_003, 'twilio_not_authorized', false, false],
  ])('refused with %i is %s: permanent %s, opted out %s', async (code, because, isPermanent, isOptOut) => {
    const { sms, twilio } = await opened({ status: code === 20_003 ? 401 : 400, code });
    expect(await sms.sendMessage(TEXT)).toEqual({ kind: 'refused', code, because, isPermanent, isOptOut });
    expect(twilio.asked).toHaveLength(1);
  });

  test.each<[string, TwilioManner, object]>([
    ['too many requests', { status: 429, code: 20_429 }, { kind: 'not_sent', because: 'twilio_busy' }],
    ['too many requests, without a code', { status: 429 }, { kind: 'not_sent', because: 'twilio_busy' }],
    ['a full queue of the sender', { status: 400, code: 21_611 }, { kind: 'not_sent', because: 'twilio_busy' }],
    ['an error of the server', 'takes_and_fails', { kind: 'unknown', because: 'http_500' }],
    ['no answer in time', 'takes_and_hangs', { kind: 'unknown', because: 'ECONNABORTED' }],
    ['a connection that breaks', 'takes_and_breaks', { kind: 'unknown', because: 'ECONNRESET' }],
    ['an answer that is none', 'garbage', { kind: 'unknown', because: 'answer_unreadable' }],
    ['a redirect', { status: 302 }, { kind: 'unknown', because: 'http_302' }],
    ['a proxy that gave up', { status: 408 }, { kind: 'unknown', because: 'http_408' }],
  ])('tells what it knows of %s, and asks no second time', async (_case, manner, what) => {
    const { sms, twilio } = await opened(manner);
    expect(await sms.sendMessage(TEXT)).toEqual(what);
    expect(twilio.asked).toHaveLength(1);
  });

  test('refused by something on the way may pass', async () => {
    const { sms } = await opened('html');
    expect(await sms.sendMessage(TEXT)).toMatchObject({ kind: 'refused', code: null, isPermanent: false });
  });

  test('to nobody who listens was certainly not sent', async () => {
    const nowhere = createSmsClient(twilioSettings('http://127.0.0.1:9'), 300);
    expect(await nowhere.sendMessage(TEXT)).toEqual({ kind: 'not_sent', because: 'ECONNREFUSED' });
    const nameless = createSmsClient(twilioSettings('http://nobody.invalid'), 3_000);
    expect(await nameless.sendMessage(TEXT)).toMatchObject({ kind: 'not_sent' });
  });
});

describe("looking through Twilio's messages", () => {
  test('gives ours to the number since then, whatever became of them', async () => {
    const { twilio, sms } = await opened();
    const startMs = Math.floor(Date.now() / 1_000) * 1_000;
    twilio.nowMs = () => startMs - 60_000;
    await sms.sendMessage({ ...TEXT, body: 'long ago' });
    twilio.nowMs = () => startMs;
    await sms.sendMessage({ ...TEXT, to: '+14155550101' });
    await sms.sendMessage(TEXT);
    const [latest] = twilio.texts;
    if (latest) Object.assign(latest, { status: 'undelivered', errorCode: 30_006 });
    expect(await sms.listMessages({ to: TEXT.to, sinceMs: startMs })).toEqual([
      { sid: latest?.sid, body: TEXT.body, status: 'undelivered', errorCode: 30_006, createdAtMs: startMs },
    ]);
  });

  test('tells a text as it was asked for, without what an account on trial has put before it', async () => {
    const { twilio, sms } = await opened();
    await sms.sendMessage(TEXT);
    const [sent] = twilio.texts;
    if (sent) Object.assign(sent, { body: `Sent from your Twilio trial account - ${TEXT.body}` });
    expect(await sms.listMessages({ to: TEXT.to, sinceMs: 0 })).toMatchObject([{ body: TEXT.body }]);
  });

  test('rejects without a word of the number, the text or the token', async () => {
    const { twilio, sms } = await opened();
    twilio.isListDown = true;
    const failed = await sms.listMessages({ to: TEXT.to, sinceMs: 0 }).catch((error: Error) => error);
    expect(String(failed)).toBe('Error: Twilio could not be asked for messages: http_503');
    const nowhere = createSmsClient(twilioSettings('http://127.0.0.1:9'), 300);
    const unreached = await nowhere.listMessages({ to: TEXT.to, sinceMs: 0 }).catch((error: Error) => error);
    expect(String(unreached)).toBe('Error: Twilio could not be asked for messages: ECONNREFUSED');
    expect(unreached).not.toHaveProperty('cause');
  });
});
