import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createSignatureWatch } from '../../../src/apps/server/signature-watch.ts';
import { type TwilioDoor, twilioDoors } from '../../../src/apps/server/twilio.ts';
import { messageResponse } from '../../../src/apps/server/twiml.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { OLD_TOKEN, TOKEN, twilioSettings, twilioSignature } from '../../support/twilio.ts';

const MESSAGES = '/webhooks/twilio/messages';
const STATUS = '/webhooks/twilio/status?challenge=chl_1';
const TEXT = { MessageSid: 'SM1', From: '+12025550123', To: '+12025550190', Body: 'YES', NumMedia: '0' };
const NEWS = { MessageSid: 'SM2', MessageStatus: 'delivered', To: '+12025550123' };

function opened(changes: Partial<TwilioDoor> = {}) {
  const taken: unknown[] = [];
  const counted: string[] = [];
  const log: string[] = [];
  const alarms = createTestAlarms();
  const door: TwilioDoor = {
    settings: twilioSettings(null),
    clock: realClock,
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    signatures(name) {
      const watch = createSignatureWatch(name, alarms, realClock);
      return {
        see(check) {
          watch.see(check);
          if (!check.isSigned) counted.push(`${name} ${check.reason}`);
        },
      };
    },
    async takeReply(message) {
      taken.push(message);
      return { reading: 'yes', effect: 'verified', answer: 'Thank <you> & "try" again' };
    },
    async takeStatus(challenge, news) {
      taken.push([challenge, news]);
      return 'delivered';
    },
    onSigned: (name, type) => void counted.push(`${name} ${type}`),
    ...changes,
  };
  const app = express().use(twilioDoors(door));
  const post = (path: string, params: Readonly<Record<string, string>>, signature?: string) => {
    const posting = request(app).post(path).type('form');
    return (signature === undefined ? posting : posting.set('X-Twilio-Signature', signature)).send(params);
  };
  const signed = (path: string, params: Readonly<Record<string, string>>, token = TOKEN) =>
    post(path, params, twilioSignature(path, params, token));
  return { app, post, signed, taken, counted, log, alarms };
}

describe("Twilio's doors", () => {
  test('take a text, and answer it', async () => {
    const { signed, taken, counted, log } = opened();
    const response = await signed(MESSAGES, TEXT);
    expect([response.status, response.type]).toEqual([200, 'text/xml']);
    expect(response.text).toContain('<Message>Thank &lt;you&gt; &amp; &quot;try&quot; again</Message>');
    expect(taken).toEqual([{ id: 'SM1', from: '+12025550123', body: 'YES', optOutType: null }]);
    expect(counted).toEqual(['twilio_messages reply.yes']);
    expect(log.join('')).not.toMatch(/12025550123|YES/);
  });

  test('answer nothing where there is nothing to say, or nothing was said', async () => {
    const silent = opened({ takeReply: async () => ({ reading: 'stop', effect: 'opted_out', answer: null }) });
    expect((await silent.signed(MESSAGES, TEXT)).text).toMatch(/<Response\/>$/);
    const strange = opened();
    expect((await strange.signed(MESSAGES, { Hello: 'there' })).text).toMatch(/<Response\/>$/);
    expect([strange.taken, strange.counted]).toEqual([[], ['twilio_messages reply.unreadable']]);
  });

  test('take news of a text about a question, and forget what is about none', async () => {
    const { signed, taken, counted } = opened();
    expect((await signed(STATUS, NEWS)).status).toBe(200);
    expect((await signed('/webhooks/twilio/status', NEWS)).status).toBe(200);
    expect((await signed(STATUS, { MessageSid: 'SM2' })).status).toBe(200);
    expect(taken).toEqual([['chl_1', { id: 'SM2', status: 'delivered', errorCode: null }]]);
    const [delivered, unknown] = ['twilio_status status.delivered', 'twilio_status status.unknown'];
    expect(counted).toEqual([delivered, unknown, unknown]);
  });

  test('believe each of the tokens while one is being rolled', async () => {
    const { signed, taken } = opened();
    expect((await signed(MESSAGES, TEXT, TOKEN)).status).toBe(200);
    expect((await signed(MESSAGES, TEXT, OLD_TOKEN)).status).toBe(200);
    expect(taken).toHaveLength(2);
  });

  test('go by the public URL, whatever a proxy made of the host', async () => {
    const { app, taken } = opened();
    const behind = request(app).post(STATUS).set('Host', 'gateway-1:4242').set('X-Forwarded-Host', 'evil.example');
    const signature = twilioSignature(STATUS, NEWS);
    expect((await behind.set('X-Twilio-Signature', signature).type('form').send(NEWS)).status).toBe(200);
    expect(taken).toHaveLength(1);
  });

  test.each<[string, string, Readonly<Record<string, string>>, string | undefined]>([
    ['without a signature', MESSAGES, TEXT, undefined],
    ['with an empty one', MESSAGES, TEXT, ''],
    ['signed by a stranger', MESSAGES, TEXT, twilioSignature(MESSAGES, TEXT, 'a_stranger')],
    ['signed for the other door', MESSAGES, TEXT, twilioSignature(STATUS, TEXT)],
    ['with another text than was signed', MESSAGES, { ...TEXT, Body: 'NO' }, twilioSignature(MESSAGES, TEXT)],
    ['with another sender than was signed', MESSAGES, { ...TEXT, From: '+1' }, twilioSignature(MESSAGES, TEXT)],
    ['about another question than was signed', STATUS.replace('1', '2'), NEWS, twilioSignature(STATUS, NEWS)],
    ['news without a signature', STATUS, NEWS, undefined],
  ])('refuse what comes %s, and change nothing', async (_case, path, params, signature) => {
    const { post, taken, counted } = opened();
    const response = await post(path, params, signature);
    expect([response.status, response.body]).toEqual([403, { error: 'forbidden' }]);
    expect(taken).toEqual([]);
    expect(counted).toEqual([expect.stringMatching(/^twilio_(messages|status) (no|wrong)_signature$/)]);
  });

  test('refuse what is no form, too large, of too many parts, or compressed', async () => {
    const { app, signed, taken } = opened();
    const json = request(app).post(MESSAGES).set('X-Twilio-Signature', twilioSignature(MESSAGES, TEXT)).send(TEXT);
    expect((await json).status).toBe(403);
    expect((await signed(MESSAGES, { ...TEXT, Body: 'x'.repeat(limits.maxTwilioBytes) })).status).toBe(413);
    const many = Object.fromEntries(Array.from({ length: limits.maxTwilioParams + 1 }, (_, part) => [`p${part}`, '1']));
    expect((await signed(MESSAGES, many)).status).toBe(413);
    const zipped = request(app).post(MESSAGES).type('form').set('Content-Encoding', 'gzip').send('x');
    expect((await zipped).status).toBe(415);
    expect(taken).toEqual([]);
  });

  test('have sent again what could not be made durable, or not in time', async () => {
    const away = () => Promise.reject(new Error('the database is away'));
    const failing = opened({ takeReply: away, takeStatus: away });
    expect((await failing.signed(MESSAGES, TEXT)).status).toBe(503);
    expect((await failing.signed(STATUS, NEWS)).status).toBe(503);
    const hasty = { ...realClock, after: (_ms: number, run: () => void) => realClock.after(1, run) };
    const hanging = opened({ clock: hasty, takeReply: () => new Promise(() => {}) });
    expect((await hanging.signed(MESSAGES, TEXT)).status).toBe(503);
    expect([...failing.counted, ...hanging.counted]).toEqual([]);
  });

  test('raise an alarm where nothing that is signed holds: a wrong token, or a wrong PUBLIC_URL', async () => {
    const { signed, alarms } = opened();
    for (let times = 0; times < limits.signatureAlarmMinRequests; times += 1)
      await signed(MESSAGES, TEXT, 'a_stranger');
    expect(alarms.raised).toContain('no_signature_holds');
    await signed(MESSAGES, TEXT);
    expect(alarms.standing.has('no_signature_holds')).toBe(false);
  });
});

test('TwiML holds any text, and no character that XML has no place for', () => {
  expect(messageResponse("a\u0000b\u0007c\nd]]>'é🎉")).toContain('<Message>abc\nd]]&gt;&apos;é🎉</Message>');
});
