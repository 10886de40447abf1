import { describe, expect, test, vi } from 'vitest';
import { disorderly } from '../../../src/simulator/twilio/faults.ts';
import { mostlyDelivered } from '../../../src/simulator/twilio/reception.ts';
import { twilioSignature } from '../../../src/simulator/twilio/signature.ts';
import { createManualClock } from '../../support/clock.ts';
import { openStage, PHONE } from './stage.ts';

test('the signature is the one that Twilio shows in its documentation', () => {
  // https://www.twilio.com/docs/usage/security, with the token 12345.
  const params = {
    To: '+18005551212',
    Digits: '1234',
    CallSid: 'CA1234567890ABCDE',
    From: '+14158675309',
    Caller: '+14158675309',
  };
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  expect(twilioSignature('12345', url, params)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});

describe('a status', () => {
  test('is told each time it changes, signed, under a token of its own', async () => {
    const { twilio, text, received, home } = await openStage();
    const { body } = await text();
    await twilio.account.drained();
    expect(received.map(({ params }) => params.MessageStatus).sort()).toEqual(['delivered', 'queued', 'sent']);
    for (const { params, headers, path } of received) {
      expect(params).toMatchObject({ MessageSid: body.sid, AccountSid: twilio.sid, To: PHONE, From: twilio.number });
      expect(path).toBe('/status?challenge=chl_1');
      const signed = twilioSignature(twilio.tokens[0] ?? '', `${home}${path}`, params);
      expect(headers['x-twilio-signature']).toBe(signed);
    }
    expect(new Set(received.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(3);
  });

  test.each([
    ['failed', 30008, ['failed', 'queued']],
    ['undelivered', 30003, ['queued', 'sent', 'undelivered']],
  ] as const)('of a text that is %s carries why', async (kind, code, statuses) => {
    const stage = await openStage({ receptions: () => ({ kind, code }) });
    const { body } = await stage.text();
    await stage.twilio.account.drained();
    expect(stage.statuses().sort()).toEqual(statuses);
    expect(stage.received.at(-1)?.params).toMatchObject({ MessageStatus: kind, ErrorCode: String(code) });
    expect(stage.twilio.account.fetch(String(body.sid))).toMatchObject({ status: kind, errorCode: code });
    expect(stage.texts).toEqual([]);
  });

  test('is never told of a text that arrives unsaid', async () => {
    const stage = await openStage({ receptions: () => ({ kind: 'unconfirmed' }) });
    await stage.text();
    await stage.twilio.account.drained();
    expect(stage.statuses().sort()).toEqual(['queued', 'sent']);
    expect(stage.texts).toHaveLength(1);
  });

  test('that goes to a public name is signed by that name, wherever it is delivered', async () => {
    const proxied = { home: '' };
    const stage = await openStage({ route: (url) => url.replace('https://cards.example', proxied.home) });
    proxied.home = stage.home;
    await stage.text({ StatusCallback: 'https://cards.example/status?challenge=chl_1' });
    await stage.twilio.account.drained();
    const [first] = stage.received;
    const token = stage.twilio.tokens[0] ?? '';
    const url = 'https://cards.example/status?challenge=chl_1';
    expect(first?.headers['x-twilio-signature']).toBe(twilioSignature(token, url, first?.params ?? {}));
  });
});

describe('a webhook', () => {
  test.each([
    ['a broken connection', { isBroken: true }],
    ['a 503', { status: 503 }],
  ])('that met %s is sent again, as the same one', async (_, fault) => {
    const stage = await openStage();
    stage.answers.next = () => (stage.received.length === 1 ? fault : {});
    stage.say('YES');
    await stage.twilio.account.drained();
    const { received } = stage;
    expect(received).toHaveLength(2);
    const tokens = received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(received[1]?.params).toEqual(received[0]?.params);
  });

  test('that is refused is not sent again, and one that nobody takes is given up', async () => {
    const stage = await openStage({ webhookRetries: 2 });
    stage.answers.next = () => ({ status: 403 });
    stage.say('YES');
    await stage.twilio.account.drained();
    expect(stage.received).toHaveLength(1);
    stage.answers.next = () => ({ status: 500 });
    stage.say('YES');
    await stage.twilio.account.drained();
    expect(stage.received).toHaveLength(1 + 3);
  });

  test('is lost, doubled or late in its share, the same ones for the same seed', async () => {
    async function heard(seed: string): Promise<(string | undefined)[]> {
      const stage = await openStage({ seed });
      stage.twilio.faults.webhook = disorderly({ lost: 0.3, doubled: 0.3, late: 0.3, lateMs: 2 });
      for (let turn = 0; turn < 30; turn += 1) stage.say(`YES ${turn}`);
      await stage.twilio.account.drained();
      return stage.replies().map(({ Body }) => Body);
    }
    const one = await heard('disorder');
    const different = new Set(one).size;
    expect(different).toBeLessThan(30);
    expect(one.length).toBeGreaterThan(different);
    expect(one).not.toEqual([...one].sort((a = '', b = '') => Number(a.slice(4)) - Number(b.slice(4))));
    expect((await heard('disorder')).sort()).toEqual([...one].sort());
    expect((await heard('another')).sort()).not.toEqual([...one].sort());
  });

  test('that was taken twice sends back what it answers once', async () => {
    const stage = await openStage();
    stage.twilio.faults.webhook = () => [0, 1];
    stage.answers.next = () => ({ body: '<Response><Message>Thanks &amp; bye</Message></Response>' });
    stage.say('YES');
    await stage.twilio.account.drained();
    expect(stage.received).toHaveLength(2);
    expect(stage.texts.map(({ body }) => body)).toEqual(['Thanks & bye']);
  });
});

describe('a reply', () => {
  test('comes in as it was written, signed, from whoever wrote it', async () => {
    const stage = await openStage();
    stage.say('Yes, that was me 👍 + more=&');
    await stage.twilio.account.drained();
    const { params = {}, headers = {} } = stage.received[0] ?? {};
    expect(params).toMatchObject({
      Body: 'Yes, that was me 👍 + more=&',
      From: PHONE,
      To: stage.twilio.number,
      FromCity: '',
      FromCountry: 'GB',
      NumMedia: '0',
      SmsStatus: 'received',
    });
    expect(params).not.toHaveProperty('OptOutType');
    const token = stage.twilio.tokens[0] ?? '';
    expect(headers['x-twilio-signature']).toBe(twilioSignature(token, `${stage.home}/replies`, params));
    expect(stage.twilio.account.list({ from: PHONE })).toMatchObject([{ direction: 'inbound', status: 'received' }]);
  });

  test('of STOP ends all texts to that phone until START', async () => {
    const stage = await openStage();
    const { twilio, text, say, texts } = stage;
    say(' stop ');
    expect((await text()).body).toMatchObject({ code: 21610, status: 400 });
    expect((await text({ To: '+12025550123' })).status).toBe(201);
    say('Stop it');
    expect(twilio.account.isOptedOut(PHONE, twilio.number)).toBe(true);
    say('start');
    expect((await text()).status).toBe(201);
    await twilio.account.drained();
    // Twilio answers both by itself, and the program hears of all the same.
    expect(texts.filter(({ to }) => to === PHONE).map(({ body }) => body.split(' ').slice(0, 3).join(' '))).toEqual(
      expect.arrayContaining(['You are unsubscribed', 'You are subscribed', 'Was it you?']),
    );
    expect(stage.replies().map(({ Body }) => Body)).toEqual(expect.arrayContaining([' stop ', 'Stop it', 'start']));
  });

  test.each([
    ['opts_in', 201],
    ['is_a_reply', 400],
  ] as const)('of YES after a STOP %s', async (yes, status) => {
    const { text, say } = await openStage({ switches: { yes } });
    say('STOP');
    say('YES');
    expect((await text()).status).toBe(status);
  });

  test('says what Twilio made of it where the account has Advanced Opt-Out, a YES as well', async () => {
    const stage = await openStage({ switches: { optOut: 'advanced' } });
    for (const body of ['STOP', 'YES', 'HELP', 'NO']) stage.say(body);
    await stage.twilio.account.drained();
    const types = Object.fromEntries(stage.replies().map(({ Body, OptOutType }) => [Body, OptOutType]));
    expect(types).toEqual({ STOP: 'STOP', YES: 'START', HELP: 'HELP', NO: undefined });
  });

  test('of YES to somebody who gets texts anyhow is not answered by Twilio', async () => {
    const stage = await openStage();
    stage.say('YES');
    await stage.twilio.account.drained();
    expect(stage.texts).toEqual([]);
  });

  test('of STOP to one number of a service is to all of it', async () => {
    const stage = await openStage({ services: { MG1: ['+12025550111', '+12025550112'] } });
    stage.twilio.account.receive({ from: PHONE, to: '+12025550112', body: 'STOP' });
    expect((await stage.text({ From: '', MessagingServiceSid: 'MG1' })).body).toMatchObject({ code: 21610 });
  });
});

test('as in life nearly all texts arrive, and the same do for the same seed', async () => {
  async function statuses(seed: string): Promise<string[]> {
    const stage = await openStage({ seed, receptions: mostlyDelivered });
    for (let turn = 0; turn < 150; turn += 1) await stage.text({ StatusCallback: '' });
    await stage.twilio.account.drained();
    return stage.twilio.account.list({}).map(({ status }) => status);
  }
  const one = await statuses('life');
  const delivered = one.filter((status) => status === 'delivered').length;
  expect(delivered).toBeGreaterThan(130);
  expect(delivered).toBeLessThan(150);
  expect(await statuses('life')).toEqual(one);
  expect(await statuses('another life')).not.toEqual(one);
});

test('a Twilio that is closed says nothing more', async () => {
  const clock = createManualClock(Date.now());
  const stage = await openStage({ clock });
  await stage.text();
  await clock.advance(0);
  await vi.waitFor(() => expect(stage.statuses()).toEqual(['queued']));
  await stage.twilio.close();
  await clock.advance(60_000);
  expect(stage.texts).toEqual([]);
  expect(stage.twilio.account.list({})).toMatchObject([{ status: 'queued' }]);
});
