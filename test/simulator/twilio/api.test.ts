import { describe, expect, test } from 'vitest';
import type { RequestFault } from '../../../src/simulator/twilio/faults.ts';
import { openStage, PHONE, request } from './stage.ts';

describe('a text', () => {
  test('is queued, sent and delivered, and can be looked up as what it is', async () => {
    const { twilio, text, texts } = await openStage();
    const { status, body } = await text();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      status: 'queued',
      direction: 'outbound-api',
      to: PHONE,
      from: twilio.number,
      num_segments: '1',
      date_sent: null,
      error_code: null,
      account_sid: twilio.sid,
    });
    await twilio.account.drained();
    const { body: later } = await request(twilio, 'GET', `Messages/${body.sid}.json`);
    expect(later).toMatchObject({ sid: body.sid, status: 'delivered', date_sent: expect.stringMatching(/\+0000$/) });
    expect(texts).toMatchObject([{ sid: body.sid, to: PHONE, body: 'Was it you? Reply YES or NO.' }]);
  });

  test.each([
    ['no number', { To: '' }, 21604],
    ['what is no number', { To: '0770 0900123' }, 21211],
    ['one of the numbers for trying it', { To: '+15005550009' }, 21614],
    ['a region that is not allowed', { To: '+15005550003' }, 21408],
    ['a number that cannot be routed to', { To: '+15005550002' }, 21612],
    ['a number that opted out long ago', { To: '+15005550004' }, 21610],
    ['somebody, from nobody', { From: '' }, 21603],
    ['somebody, from a number of others', { From: '+12025550111' }, 21659],
    ['somebody, by a service that is not there', { From: '', MessagingServiceSid: 'MG0' }, 21703],
    ['somebody, without words', { Body: '' }, 21602],
    ['somebody, with too many words', { Body: 'x'.repeat(1_601) }, 21617],
    ['somebody, telling nobody of it', { StatusCallback: 'ftp://example.com/' }, 21609],
    ['somebody, telling a host with an underscore', { StatusCallback: 'https://my_host.example/' }, 21609],
    ['somebody, for longer than ten hours', { ValidityPeriod: '36001' }, 20001],
  ])('to %s is refused', async (_, form, code) => {
    const { text, texts, twilio } = await openStage();
    const { status, body } = await text(form);
    expect(status).toBe(400);
    expect(body).toEqual({
      code,
      message: expect.any(String),
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status: 400,
    });
    await twilio.account.drained();
    expect(texts).toEqual([]);
    expect(twilio.account.list({})).toEqual([]);
  });

  test('from a number that cannot send is refused otherwise than from one of others', async () => {
    const { text } = await openStage({ numbers: [{ number: '+12025550111', canSend: false }] });
    expect((await text({ From: '+12025550111' })).body).toMatchObject({ code: 21606 });
  });

  test('by a service is sent from a number of its own', async () => {
    const { text, twilio } = await openStage({ services: { MG1: ['+12025550111'] } });
    const { body } = await text({ From: '', MessagingServiceSid: 'MG1' });
    expect(body).toMatchObject({ from: '+12025550111', messaging_service_sid: 'MG1' });
    expect(twilio.account.fetch(String(body.sid))).toMatchObject({ serviceSid: 'MG1' });
  });

  test.each([
    ['a'.repeat(160), '1'],
    ['a'.repeat(161), '2'],
    [`€${'a'.repeat(158)}`, '1'],
    [`€${'a'.repeat(159)}`, '2'],
    ['ж'.repeat(70), '1'],
    ['ж'.repeat(71), '2'],
  ])('is as long as it is: %s', async (body, segments) => {
    const { text } = await openStage();
    expect((await text({ Body: body })).body).toMatchObject({ num_segments: segments });
  });
});

describe('whoever asks', () => {
  test('must know the account and a token of it, of which there may be two', async () => {
    const { twilio, text } = await openStage();
    const [old = ''] = twilio.tokens;
    expect(await request(twilio, 'GET', 'Messages.json', {}, { password: 'wrong' })).toMatchObject({
      status: 401,
      body: { code: 20003 },
    });
    twilio.tokens = ['new', old];
    for (const password of ['new', old]) {
      expect((await request(twilio, 'GET', 'Messages.json', {}, { password })).status).toBe(200);
    }
    twilio.tokens = ['new'];
    expect((await request(twilio, 'GET', 'Messages.json', {}, { password: old })).status).toBe(401);
    expect((await text()).status).toBe(201);
  });

  test('finds nothing that is not there', async () => {
    const { twilio } = await openStage();
    for (const path of ['Messages/SM0.json', 'Calls.json']) {
      expect(await request(twilio, 'GET', path)).toMatchObject({ status: 404, body: { code: 20404 } });
    }
    const elsewhere = await request(twilio, 'GET', 'Messages.json', {}, { account: 'AC0' });
    expect(elsewhere).toMatchObject({ status: 404 });
  });
});

describe('a list', () => {
  const sidsOf = ({ body }: Awaited<ReturnType<typeof request>>) =>
    (body.messages as { sid: string }[]).map(({ sid }) => sid);

  test('is of one number, of a time, the newest first, page by page', async () => {
    const { twilio, text } = await openStage();
    const own: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) own.unshift(String((await text()).body.sid));
    await text({ To: '+12025550123' });
    await twilio.account.drained();
    expect(sidsOf(await request(twilio, 'GET', 'Messages.json', { To: PHONE }))).toEqual(own);
    const first = await request(twilio, 'GET', 'Messages.json', { To: PHONE, PageSize: '2' });
    expect(sidsOf(first)).toEqual(own.slice(0, 2));
    const next = String(first.body.next_page_uri).split('/').slice(4).join('/');
    const second = await request(twilio, 'GET', next);
    expect(sidsOf(second)).toEqual(own.slice(2));
    expect(second.body.next_page_uri).toBeNull();
    const today = new Date().toISOString();
    const listed = async (form: Record<string, string>) =>
      sidsOf(await request(twilio, 'GET', 'Messages.json', form)).length;
    expect(await listed({ 'DateSent>': new Date(Date.now() - 60_000).toISOString() })).toBe(4);
    expect(await listed({ 'DateSent>': new Date(Date.now() + 60_000).toISOString() })).toBe(0);
    expect(await listed({ 'DateSent<': new Date(Date.now() - 60_000).toISOString() })).toBe(0);
    expect(await listed({ DateSent: today.slice(0, 10) })).toBe(4);
    expect(await listed({ DateSent: '2020-01-01' })).toBe(0);
    expect((await request(twilio, 'GET', 'Messages.json', { 'DateSent>': 'soon' })).status).toBe(400);
  });

  test.each([
    ['left_out', 0],
    ['listed', 1],
  ] as const)('by time has what is not sent yet %s', async (unsent, many) => {
    const { twilio, text } = await openStage({ switches: { unsent }, sentMs: 600_000 });
    await text();
    const since = { 'DateSent>': new Date(Date.now() - 60_000).toISOString() };
    expect(sidsOf(await request(twilio, 'GET', 'Messages.json', since))).toHaveLength(many);
    expect(sidsOf(await request(twilio, 'GET', 'Messages.json', { To: PHONE }))).toHaveLength(1);
  });
});

describe('a fault', () => {
  test.each<[RequestFault, number, number]>([
    ['too_many_requests', 429, 0],
    ['error_before', 500, 0],
    ['error_after', 500, 1],
  ])('%s answers %i and sends %i', async (fault, status, sent) => {
    const { twilio, text, texts } = await openStage();
    twilio.faults.request = ({ method }) => (method === 'POST' ? fault : null);
    expect((await text()).status).toBe(status);
    await twilio.account.drained();
    expect(texts).toHaveLength(sent);
    expect((await request(twilio, 'GET', 'Messages.json')).status).toBe(200);
  });

  test.each<[RequestFault, number]>([
    ['broken_before', 0],
    ['broken_after', 1],
    ['hang_before', 0],
    ['hang_after', 1],
  ])('%s answers nothing and sends %i', async (fault, sent) => {
    const { twilio, texts } = await openStage();
    twilio.faults.request = () => fault;
    const form = { To: PHONE, From: twilio.number, Body: 'Was it you?' };
    await expect(request(twilio, 'POST', 'Messages.json', form, { withinMs: 200 })).rejects.toThrow();
    await twilio.account.drained();
    expect(texts).toHaveLength(sent);
  });
});
