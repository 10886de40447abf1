import { describe, expect, expectTypeOf, it } from 'vitest';
import { ROUTES } from '../../src/apps/server/v1/routes.ts';
import { type CountersignClient, CountersignError, createClient } from '../../src/sdk/index.ts';

interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A client of a service that gives these answers in turn, the last one again and again, and what it was sent. */
function client(answers: readonly (() => Response)[] = [() => Response.json({})], options: object = {}) {
  const sent: Sent[] = [];
  const fetch = async (input: unknown, init: RequestInit = {}) => {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    sent.push({ method: init.method ?? '', url: new URL(String(input)), headers: new Headers(init.headers), body });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    if (!answer) throw new TypeError('fetch failed');
    return answer();
  };
  const url = 'http://service.test/';
  return { sent, client: createClient({ url, apiKey: 'csk_x', fetch: fetch as typeof globalThis.fetch, ...options }) };
}

/** The method of a client that a route's id names. */
function methodOf(from: CountersignClient, id: string): (...words: unknown[]) => Promise<unknown> {
  const found = id.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], from);
  if (typeof found !== 'function') throw new Error(`the SDK has no ${id}`);
  return found as (...words: unknown[]) => Promise<unknown>;
}

describe('the client', () => {
  it.each(ROUTES.map((route) => [route.id, route] as const))('has %s', async (id, route) => {
    const { client: under, sent } = client();
    const parts = [...route.path.matchAll(/:\w+/g)].map(([name]) => `${name} /%`);
    await methodOf(under, id)(...parts, ...(route.body ? [{ a: 1 }] : []));
    const [{ method, url, headers, body } = { method: '', url: new URL('x:'), headers: new Headers(), body: null }] =
      sent;
    expect(method).toBe(route.method.toUpperCase());
    expect(url.pathname).toBe(`/v1${route.path.replace(/:\w+/g, (name) => encodeURIComponent(`${name} /%`))}`);
    expect(headers.get('authorization')).toBe('Bearer csk_x');
    expect(body).toEqual(route.body ? { a: 1 } : undefined);
    expect(headers.has('idempotency-key')).toBe(route.isAct);
  });

  it('says in whose world it reads where that matters, and nowhere else', async () => {
    const { client: under, sent } = client(undefined, { livemode: true, account: 'acct_1' });
    await under.policy.current();
    await under.decisions.list({ card: 'ic_1 &x' });
    await under.decisions.list({}, { livemode: false });
    expect(sent.map(({ url }) => url.search)).toEqual([
      '',
      '?livemode=true&account=acct_1&card=ic_1+%26x',
      '?livemode=false&account=acct_1',
    ]);
  });

  it('reads page after page as rows are wanted, and no further', async () => {
    const page = (data: unknown[], next: string | null) => () => Response.json({ data, next });
    const { client: under, sent } = client([page([1, 2], 'b'), page([], 'c'), page([3], 'd'), page([4], null)]);
    const rows: unknown[] = [];
    for await (const row of under.decisions.each({ limit: 2 })) {
      rows.push(row);
      if (rows.length === 3) break;
    }
    expect(rows).toEqual([1, 2, 3]);
    expect(sent.map(({ url }) => url.searchParams.get('cursor'))).toEqual([null, 'b', 'c']);
  });

  it('gives each act an Idempotency-Key of its own, or the one that it is given', async () => {
    const { client: under, sent } = client();
    await under.policy.rollback();
    await under.policy.rollback();
    await under.policy.rollback({}, { idempotencyKey: 'mine' });
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('mine');
  });

  it('rejects with the problem that the API says', async () => {
    const problem = { type: '/docs#problem-conflict', code: 'conflict', title: 't', status: 409, detail: 'too late' };
    const { client: under } = client([() => Response.json(problem, { status: 409, headers: { 'Retry-After': '2' } })]);
    const error = await under.policy.rollback().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CountersignError);
    expect(error).toMatchObject({ code: 'conflict', status: 409, message: 'too late', problem, retryAfterSeconds: 2 });
  });

  it.each([
    ['no answer comes', [], null],
    ['another program answers', [() => new Response('<html>', { status: 502 })], 502],
    ['another program answers well', [() => new Response('hello')], 200],
  ])('rejects as unreachable where %s', async (_name, answers, status) => {
    const error = await client(answers)
      .client.policy.current()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'CountersignError', code: 'unreachable', status });
    expect(String(error)).toContain('http://service.test');
    expect(JSON.stringify(error) + String(error)).not.toContain('csk_x');
  });

  it('gives up on a service that says nothing', async () => {
    const silent = (_input: unknown, init: RequestInit) =>
      new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    const under = createClient({ url: 'http://x', apiKey: 'csk_x', fetch: silent as typeof fetch, timeoutMs: 1 });
    await expect(under.policy.current()).rejects.toMatchObject({ message: 'no answer from http://x in time' });
  });

  it('is typed by the schemas of the server', () => {
    expectTypeOf<Awaited<ReturnType<CountersignClient['policy']['current']>>['from']>().toEqualTypeOf<
      'folder' | 'kept' | 'applied'
    >();
    expectTypeOf<Parameters<CountersignClient['lists']['addEntry']>[1]>().toExtend<{ value: string }>();
  });
});
