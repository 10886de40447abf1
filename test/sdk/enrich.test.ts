import { describe, expect, expectTypeOf, it } from 'vitest';
import { type CountersignClient, createClient, type Features } from '../../src/sdk/index.ts';

interface Sent {
  readonly url: URL;
  readonly type: string | null;
  readonly body: string;
}

const ENRICHED = { id: 'e_1', features: { a: 1, b: null }, missing: { b: 'cold' }, approximate: [], problems: [] };

/** A client of a service that gives one answer, and what it was sent. */
function client(answer: () => Response | Promise<Response> = () => Response.json(ENRICHED), options: object = {}) {
  const sent: Sent[] = [];
  const fetch = async (input: unknown, init: RequestInit = {}) => {
    const type = new Headers(init.headers).get('content-type');
    sent.push({ url: new URL(String(input)), type, body: String(init.body) });
    init.signal?.throwIfAborted();
    return answer();
  };
  const url = 'http://service.test';
  return { sent, client: createClient({ url, apiKey: 'csk_x', fetch: fetch as typeof globalThis.fetch, ...options }) };
}

describe('enrich', () => {
  it('gives the features of an event, which gets an id, and its time from the service', async () => {
    const { client: under, sent } = client();
    const features = await under.enrich('purchase', { user_id: 'u' });
    expect(features).toEqual({ a: 1, b: null });
    expect(sent.map(({ url }) => url.pathname + url.search)).toEqual(['/v1/enrich/purchase']);
    const { id, ...rest } = JSON.parse(sent[0]?.body ?? '');
    expect([id, rest]).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), { user_id: 'u' }]);
  });

  it('takes the id and the time that it is given', async () => {
    const { client: under, sent } = client();
    await under.enrich('purchase', { id: 'own', amount: 1 }, { time: 5 });
    await under.enrich('purchase', { id: 'own' }, { id: 'said', time: new Date(0) });
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      { id: 'own', time: 5, amount: 1 },
      { id: 'said', time: '1970-01-01T00:00:00.000Z' },
    ]);
  });

  it('only looks where it is dry, in the world that is asked for', async () => {
    const { client: under, sent } = client(undefined, { livemode: true });
    await under.enrich('purchase', { id: 'a' }, { dry: true, account: 'acct_1' });
    expect(sent[0]?.url.search).toBe('?livemode=true&account=acct_1&dry=true');
  });

  it('rejects with what the service says', async () => {
    const problem = { code: 'unavailable', detail: 'too slow', title: '', type: '', status: 503 };
    const { client: under } = client(() => Response.json(problem, { status: 503, headers: { 'Retry-After': '2' } }));
    await expect(under.enrich('purchase', {})).rejects.toMatchObject({
      ...{ name: 'CountersignError', code: 'unavailable', status: 503, message: 'too slow', retryAfterSeconds: 2 },
    });
  });

  it('gives up on a service that says nothing, when its own time is up', async () => {
    const silent = (_input: unknown, init: RequestInit) =>
      new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    const under = createClient({ url: 'http://x', apiKey: 'csk_x', fetch: silent as typeof fetch, timeoutMs: 60_000 });
    await expect(under.enrich('purchase', {}, { timeoutMs: 1 })).rejects.toMatchObject({
      ...{ code: 'unreachable', message: 'no answer from http://x in time' },
    });
  });

  it('rejects, and does not throw, for what can not be sent', async () => {
    const { client: under, sent } = client();
    await expect(under.enrich('purchase', { big: 1n })).rejects.toThrow();
    expect(sent).toEqual([]);
  });
});

describe('events.send', () => {
  it('sends one as JSON and several as NDJSON, and gives the answer', async () => {
    const answer = { accepted: 2, duplicates: 0, problems: [] };
    const { client: under, sent } = client(() => Response.json(answer, { status: 202 }));
    await under.events.send('login', { id: 'a' });
    expect(await under.events.send('login', [{ id: 'a', text: 'x\ny' }, { id: 'b' }])).toEqual(answer);
    expect(sent.map(({ type, body }) => [type, body])).toEqual([
      ['application/json', '{"id":"a"}'],
      ['application/x-ndjson', '{"id":"a","text":"x\\ny"}\n{"id":"b"}'],
    ]);
  });
});

describe('track of a client', () => {
  it('sends over the API, in the world that is asked for, and counts what became of it', async () => {
    const { client: under, sent } = client(() => Response.json({ accepted: 2, duplicates: 0, problems: [] }));
    expect(under.track('login', { id: 'a', user_id: 'u' }, { livemode: true })).toBe('a');
    under.track('login', { id: 'b' }, { livemode: true });
    expect(await under.flush()).toBe(true);
    expect(sent.map(({ url, type }) => [url.pathname + url.search, type])).toEqual([
      ['/v1/events/login?livemode=true', 'application/x-ndjson'],
    ]);
    expect(sent[0]?.body.split('\n').map((line) => JSON.parse(line).id)).toEqual(['a', 'b']);
    expect(under.trackStatus()).toEqual({ waiting: 0, sent: 2, dropped: 0 });
  });

  it('takes whatever object there is', () => {
    interface Login {
      readonly user: string;
    }
    expectTypeOf<Parameters<CountersignClient['track']>[1]>().toExtend<object>();
    expectTypeOf<Login>().toExtend<Parameters<CountersignClient['track']>[1]>();
    expectTypeOf<Awaited<ReturnType<CountersignClient['enrich']>>>().toEqualTypeOf<Features>();
  });
});
