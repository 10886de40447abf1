import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import type { EventDoor } from '../../../../src/core/features/event-door.ts';
import { FIRST_TRACKED, trackedEventsAfter } from '../../../support/tracked-events.ts';
import { openStage, type Stage } from './stage.ts';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.database.pool.query('truncate tracked_events, event_types restart identity'));

const send = (body: unknown, type = 'login', headers = {}) => stage.send('POST', `/v1/events/${type}`, body, headers);
const lines = (...events: unknown[]) =>
  send(events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))).join('\n'), 'login', NDJSON);
const enrich = (body: unknown, query = '', type = 'login') => stage.send('POST', `/v1/enrich/${type}${query}`, body);

async function stored() {
  const { records } = await trackedEventsAfter(stage.database.pool, FIRST_TRACKED, { limit: 5_000 });
  return records;
}

/** A user of its own for each test: the counters are not emptied in between. */
let users = 0;
const aUser = () => `u_${users++}`;

describe('an event that is told', () => {
  it('is durable once it is acknowledged, with what it said', async () => {
    const said = { id: 'e_1', time: '2026-05-01T12:00:00.500+02:00', user_id: 'u', client: { ip: '203.0.113.9' } };
    const { status, json } = await send(said);
    expect([status, json]).toEqual([202, { accepted: 1, duplicates: 0, problems: [] }]);
    expect(await stored()).toMatchObject([
      {
        ...{ kind: 'tracked', id: 'e_1', type: 'login', livemode: false, account: null },
        time: Date.parse('2026-05-01T10:00:00.500Z'),
        inputs: { user_id: 'u', 'client.ip': '203.0.113.9' },
      },
    ]);
  });

  test.each<[unknown, number | null]>([
    ['2026-05-01T12:00:00Z', Date.UTC(2026, 4, 1, 12)],
    [1_777_636_800, 1_777_636_800_000],
    [1_777_636_800.25, 1_777_636_800_250],
    [0, 0],
    [undefined, null],
  ])('may say when it happened as %j', async (time, expected) => {
    const beforeMs = Date.now();
    await send({ id: 'e_1', time });
    const [record] = await stored();
    if (expected === null) expect(record?.time).toBeGreaterThanOrEqual(beforeMs);
    else expect(record?.time).toBe(expected);
  });

  it('counts once, however often it comes', async () => {
    const event = { id: 'e_1', user_id: aUser() };
    await send(event);
    expect((await send(event)).json).toEqual({ accepted: 0, duplicates: 1, problems: [] });
    expect(await stored()).toHaveLength(1);
  });

  it('has no secret, no card number and nobody’s address kept, and says what was left out', async () => {
    const { status, json, text } = await send({
      ...{ id: 'e_1', user_id: 'u', password: 'hunter2', note: 'mine is 4242 4242 4242 4242' },
      ...{ email: 'someone@shop.example', card: { cvc: '314' } },
    });
    expect(status).toBe(202);
    expect(json.problems).toEqual([
      { line: 1, id: 'e_1', field: 'password', problem: 'is not taken: by its name it is a secret' },
      { line: 1, id: 'e_1', field: 'note', problem: 'is not taken: it looks like a card number' },
      { line: 1, id: 'e_1', field: 'card.cvc', problem: 'is not taken: by its name it is a secret' },
    ]);
    const { rows } = await stage.database.pool.query('select * from tracked_events');
    const kept = text + JSON.stringify(rows) + stage.log.join('');
    expect(kept).not.toMatch(/hunter2|4242|314|shop\.example/);
    expect((await stored())[0]?.inputs).toEqual({ user_id: 'u', email: expect.stringMatching(/^hmac_/) });
  });

  it('is known by its id without the id being kept, where that is somebody’s address', async () => {
    await send({ id: 'someone@shop.example' });
    expect((await send({ id: 'someone@shop.example' })).status).toBe(202);
    expect((await stored()).map(({ id }) => id)).toEqual([expect.stringMatching(/^hmac_/)]);
  });

  it('has a value of another kind than before made null, and says so', async () => {
    await send({ id: 'e_1', tries: 1 });
    expect((await send({ id: 'e_2', tries: '2' })).json.problems).toEqual([]);
    const { json } = await send({ id: 'e_3', tries: 'many' });
    expect(json.problems).toEqual([{ line: 1, id: 'e_3', field: 'tries', problem: 'is text, was a number before' }]);
    expect((await stored()).map(({ inputs }) => inputs.tries)).toEqual([1, 2, null]);
  });

  it('belongs to the world that the key is bound to, or that is asked for', async () => {
    const { client } = await stage.keyed(['events'], { livemode: true, account: 'acct_1' });
    await client.events.send('login', { id: 'e_1' });
    await stage.client.events.send('login', { id: 'e_1' }, { livemode: true });
    expect((await stored()).map(({ livemode, account }) => [livemode, account])).toEqual([
      [true, 'acct_1'],
      [true, null],
    ]);
  });

  test.each([
    ['no id', { user_id: 'u' }, 'body.id'],
    ['an empty id', { id: '' }, 'body.id'],
    ['a long id', { id: 'x'.repeat(101) }, 'body.id'],
    ['an id that is a number', { id: 7 }, 'body.id'],
    ['an id of control characters', { id: 'a\u0000b' }, 'body.id'],
    ['no time', { id: 'e', time: 'soon' }, 'body.time'],
    ['a time without its zone', { id: 'e', time: '2026-05-01T12:00:00' }, 'body.time'],
    ['a time in milliseconds', { id: 'e', time: 1_777_636_800_000 }, 'body.time'],
    ['a time before all times', { id: 'e', time: -1 }, 'body.time'],
    ['a time to come', { id: 'e', time: Math.round(Date.now() / 1_000) + 400 }, 'body.time'],
    ['more bytes than an event has', { id: 'e', text: 'x'.repeat(limits.maxTrackedEventBytes) }, 'body'],
    ['a list', [{ id: 'e' }], 'body'],
  ])('is refused with %s', async (_name, body, place) => {
    const { status, json } = await send(body);
    expect([status, json.code, json.errors.map(({ path }: { path: string }) => path)]).toEqual([
      ...[400, 'invalid_request'],
      [place],
    ]);
    if (place === 'body.time' && !json.detail.includes('future'))
      expect(json.detail).toContain('is ISO 8601 with its zone');
    expect(await stored()).toEqual([]);
  });

  test.each(['Login', 'log-in', '1st', 'a.b', 'x'.repeat(101), '%C3%BC'])('can not be of type %s', async (type) => {
    const { status, json } = await send({ id: 'e' }, type);
    expect([status, json.errors[0].path]).toEqual([400, 'path.type']);
  });

  it('can not be an authorization, and is told why', async () => {
    const { status, json } = await send({ id: 'e' }, 'authorization');
    expect([status, json.detail]).toEqual([400, expect.stringContaining('only its webhook brings these')]);
  });

  it('whose fields have the names of what every object has changes nothing of that', async () => {
    const event = '{"id":"e_1","__proto__":{"isAdmin":true},"constructor":{"prototype":1}}';
    expect((await send(event.replace('e_1', 'e_2'))).status).toBe(202);
    const { json } = await lines(event);
    expect(json.problems.map(({ field }: { field: string }) => field)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    expect((await stored())[0]?.inputs).toEqual({ 'constructor.prototype': 1 });
  });
});

describe('events as NDJSON', () => {
  it('are taken in the order of their lines, blank ones being none', async () => {
    const { status, json } = await lines({ id: 'c' }, '', { id: 'a' }, '\r', { id: 'b' }, '');
    expect([status, json]).toEqual([202, { accepted: 3, duplicates: 0, problems: [] }]);
    expect((await stored()).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });

  it('are a thousand at most', async () => {
    const events = Array.from({ length: limits.maxTrackedEvents }, (_, index) => ({ id: `e_${index}` }));
    expect((await lines(...events)).json.accepted).toBe(1_000);
    expect((await lines(...events.slice(0, 300))).status).toBe(202);
    const { status, json } = await lines(...events, { id: 'one too many' });
    expect([status, json.code, json.detail]).toEqual([413, 'too_large', expect.stringContaining('1001 events')]);
    expect(await stored()).toHaveLength(1_000);
  });

  it('that are sent twice at once are one and a duplicate, and the first one stands', async () => {
    const { json } = await lines({ id: 'a', n: 1 }, { id: 'b' }, { id: 'a', n: 2 });
    expect(json).toMatchObject({ accepted: 2, duplicates: 1 });
    expect((await stored()).map(({ id, inputs }) => [id, inputs.n])).toEqual([
      ['a', 1],
      ['b', undefined],
    ]);
  });

  it('are all refused when one is malformed, each bad line by its number', async () => {
    const { status, json } = await lines({ id: 'good' }, '{"id":', '', '7', { id: '' }, { id: 'e', time: 'soon' }, 'x');
    expect(status).toBe(400);
    expect(json.errors.map(({ path }: { path: string }) => path)).toEqual([
      ...['line 2', 'line 4', 'line 5.id', 'line 6.time', 'line 7'],
    ]);
    expect(await stored()).toEqual([]);
  });

  it('say of a problem in which line it is', async () => {
    const { json } = await lines({ id: 'a' }, '', { id: 'b', pin: '1234' });
    expect(json.problems).toEqual([
      { line: 3, id: 'b', field: 'pin', problem: 'is not taken: by its name it is a secret' },
    ]);
  });

  it('tell of a thousand problems and no more', async () => {
    const bad = { pin: 'a', cvc: 'b', password: 'c' };
    const { json } = await lines(...Array.from({ length: 400 }, (_, index) => ({ id: `e_${index}`, ...bad })));
    expect([json.accepted, json.problems.length]).toEqual([400, limits.maxTrackedProblems]);
  });

  test.each([
    ['nothing', '\n \n', NDJSON, 400],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), NDJSON, 415],
    ['another charset', '{"id":"e"}', { 'Content-Type': 'application/x-ndjson; charset=latin1' }, 415],
    ['what is packed', '{"id":"e"}', { ...NDJSON, 'Content-Encoding': 'gzip' }, 415],
    ['another type of content', '{"id":"e"}', { 'Content-Type': 'text/csv' }, 415],
    ['two megabytes', 'x'.repeat(2_000_000), NDJSON, 413],
  ])('can not be %s', async (_name, body, headers, expected) => {
    const response = await fetch(`${stage.url}/v1/events/login`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${stage.admin.key}`, ...headers },
      body,
    });
    expect(response.status).toBe(expected);
    expect((await response.json()) as object).toMatchObject({ status: expected });
    expect(await stored()).toEqual([]);
  });
});

describe('an event that is enriched', () => {
  it('gets its features, counts, and is recorded', async () => {
    const user_id = aUser();
    await send({ id: 'e_1', user_id });
    const { status, json } = await enrich({ id: 'e_2', user_id });
    expect([status, json]).toEqual([
      200,
      { id: 'e_2', features: { logins_by_user: 2 }, missing: {}, approximate: [], problems: [] },
    ]);
    expect(await stored()).toHaveLength(2);
  });

  it('is only looked at where it is dry: neither counted, nor recorded, nor learned from', async () => {
    const user_id = aUser();
    for (const id of ['e_1', 'e_2']) {
      expect((await enrich({ id, user_id }, '?dry=true')).json.features).toEqual({ logins_by_user: 1 });
    }
    const { rows } = await stage.database.pool.query('select * from event_types');
    expect([await stored(), rows]).toEqual([[], []]);
    expect((await enrich({ id: 'e_1', user_id }, '?dry=false')).json.features).toEqual({ logins_by_user: 1 });
    expect(await stored()).toHaveLength(1);
  });

  it('says why a feature is null, and what was wrong with a field', async () => {
    const { json } = await enrich({ id: 'e_1', user_id: null, pin: '1' });
    expect(json).toMatchObject({ features: { logins_by_user: null }, missing: { logins_by_user: 'no_key' } });
    expect(json.problems).toEqual([{ field: 'pin', problem: 'is not taken: by its name it is a secret' }]);
  });

  it('may be of a type that no feature knows', async () => {
    expect((await enrich({ id: 'e_1' }, '', 'refund')).json.features).toEqual({});
  });

  it('is refused as an event is, and comes alone', async () => {
    expect((await enrich({})).json.errors[0].path).toBe('body.id');
    expect((await enrich({ id: 'e' }, '?dry=maybe')).json.errors[0].path).toBe('query.dry');
    expect((await enrich({ id: 'e' }, '', 'authorization')).status).toBe(400);
    expect((await enrich({ id: 'e', text: 'x'.repeat(limits.maxTrackedEventBytes) })).status).toBe(413);
    const many = await stage.send('POST', '/v1/enrich/login', '{"id":"a"}\n{"id":"b"}', NDJSON);
    expect(many.status).toBe(415);
    expect(await stored()).toEqual([]);
  });

  it('names the features that are nearly right', async () => {
    const door: EventDoor = {
      take: async () => ({
        isDuplicate: null,
        features: { a: 1, b: [2], c: { d: null } },
        missing: {},
        qualities: { a: 'approximate', b: 'exact', c: 'approximate' },
        problems: [{ field: 'x', problem: 'is odd' }],
      }),
    };
    const other = await openStage({ door });
    try {
      const answer = await other.client.events.enrich('login', { id: 'e' });
      expect(answer).toEqual({
        ...{ id: 'e', features: { a: 1, b: [2], c: { d: null } }, missing: {}, approximate: ['a', 'c'] },
        problems: [{ field: 'x', problem: 'is odd' }],
      });
    } finally {
      await other.close();
    }
  });
});

describe('keys for events', () => {
  it('may ask far more often than others, and are counted apart', async () => {
    const { key } = await stage.keyed(['events', 'read']);
    const as = { Authorization: `Bearer ${key}` };
    const { headers } = await stage.send('POST', '/v1/events/login', { id: 'e_1' }, as);
    expect(headers.get('ratelimit')).toContain(`r=${limits.eventRequestsPerMinute - 1}`);
    expect((await stage.send('GET', '/v1/rules', undefined, as)).headers.get('ratelimit')).toMatch(/r=599/);
  });

  it('take no Idempotency-Key: an event is known by its own', async () => {
    await send({ id: 'e_1' }, 'login', { 'Idempotency-Key': 'k' });
    const { status, headers } = await send({ id: 'e_2' }, 'login', { 'Idempotency-Key': 'k' });
    expect([status, headers.has('idempotency-replayed')]).toEqual([202, false]);
    expect(await stored()).toHaveLength(2);
  });
});

it('an event that can not be recorded is not acknowledged, and may be sent again', async () => {
  let isDown = true;
  const door: EventDoor = {
    async take() {
      if (isDown) throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
      return { isDuplicate: false, features: {}, missing: {}, qualities: {}, problems: [] };
    },
  };
  const other = await openStage({ door });
  try {
    const refused = await other.send('POST', '/v1/events/login', { id: 'e_1' });
    expect([refused.status, refused.json.code]).toEqual([503, 'unavailable']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    isDown = false;
    expect((await other.send('POST', '/v1/events/login', { id: 'e_1' })).status).toBe(202);
  } finally {
    await other.close();
  }
});
