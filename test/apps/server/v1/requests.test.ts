import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { files, openStage, type Stage, stricter } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const named = (key: string) => ({ 'Idempotency-Key': key });
const ENTRIES = '/v1/lists/blocked/entries';

describe('a request that is not as it must be', () => {
  test.each([
    ['POST', '/v1/policy/check', {}, 'body.files'],
    ['POST', '/v1/policy/check', { files: [{ name: '../x', text: '' }] }, 'body.files[0].name'],
    ['POST', '/v1/policy/check', { files: [{ name: 'a.yaml', text: '', mode: 1 }] }, 'body.files[0].mode'],
    ['POST', '/v1/policy/apply', { files: files(), author: 'me' }, 'body.author'],
    ['POST', ENTRIES, { value: '' }, 'body.value'],
    ['POST', ENTRIES, { value: 'x', known_until: 'soon' }, 'body.known_until'],
    ['POST', ENTRIES, { value: 'x', known_until: '2020-01-01T00:00:00Z' }, 'body.known_until'],
    ['POST', ENTRIES, { value: 7 }, 'body.value'],
    ['POST', ENTRIES, [], 'body'],
    ['PUT', '/v1/policy/shadow', {}, 'body'],
    ['POST', '/v1/keys', { name: 'x', scopes: ['root'] }, 'body.scopes[0]'],
    ['POST', '/v1/decide', { authorization: {}, event: {} }, 'body'],
    ['POST', '/v1/decide', { event: { type: 'x' } }, 'body.event'],
    ['GET', '/v1/decisions?limit=0', undefined, 'query.limit'],
    ['GET', '/v1/decisions?limit=1000', undefined, 'query.limit'],
    ['GET', '/v1/decisions?limti=5', undefined, 'query.limti'],
    ['GET', '/v1/decisions?outcome=maybe', undefined, 'query.outcome'],
    ['GET', '/v1/decisions?cursor=!!', undefined, 'query.cursor'],
    ['GET', '/v1/decisions?cursor=MTI', undefined, 'query.cursor'],
    ['GET', '/v1/policy/versions?cursor=e30', undefined, 'query.cursor'],
    ['GET', '/v1/decisions?livemode=yes', undefined, 'query.livemode'],
    ['GET', '/v1/decisions?text=a&text=b', undefined, 'query.text'],
    ['GET', "/v1/rules?version=pol_';drop table decisions", undefined, 'query.version'],
  ])('%s %s %j names its place: %4$s', async (method, path, body, place) => {
    const { status, json, headers } = await stage.send(method, path, body);
    expect([status, json.code]).toEqual([400, 'invalid_request']);
    expect(json.errors.map((fault: { path: string }) => fault.path)).toContain(place);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });

  test.each([
    ['no JSON', '{"files":', { 'Content-Type': 'application/json' }, 400],
    ['a text', '"files"', { 'Content-Type': 'application/json' }, 400],
    ['a form', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['another encoding', '{}', { 'Content-Type': 'application/json; charset=latin1' }, 415],
    ['what says to be packed', '{}', { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }, 415],
    ['ten megabytes', JSON.stringify({ files: 'x'.repeat(10_000_000) }), {}, 413],
  ])('refuses %s', async (_name, body, headers, expected) => {
    const { status, json } = await stage.send('POST', '/v1/policy/check', body, headers);
    expect([status, json.status]).toEqual([expected, expected]);
  });

  it('takes a policy of almost a megabyte and no more', async () => {
    const sized = (bytes: number) => ({ files: files({ 'readme.txt': 'x'.repeat(bytes) }) });
    expect((await stage.send('POST', '/v1/policy/check', sized(1_000_000))).status).toBe(200);
    expect((await stage.send('POST', '/v1/policy/check', sized(1_050_000))).status).toBe(413);
  });

  it('a key __proto__ is one that is not known, and changes nothing', async () => {
    const { status } = await stage.send('POST', ENTRIES, '{"value":"x","__proto__":{"admin":true}}');
    expect(status).toBe(400);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('says what a path takes, and that there is nothing at others', async () => {
    const wrong = await stage.send('DELETE', '/v1/policy');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
    expect(await stage.send('GET', '/v1/nothing')).toMatchObject({ status: 404, json: { code: 'not_found' } });
    expect((await stage.send('GET', '/v1/decisions/%E0%A4%A')).status).toBe(400);
  });
});

describe('a request with an Idempotency-Key', () => {
  it('is done once, however often it comes and even at the same time', async () => {
    const send = () => stage.send('POST', ENTRIES, { value: 'once' }, named('one'));
    const [first, ...others] = await Promise.all([send(), send(), send()]);
    const again = await send();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const statuses = [first, ...others].map((each) => each?.status);
    expect(statuses).toContain(201);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(again.json.value).toBe('once');
    const { json } = await stage.send('GET', `${ENTRIES}?value=once`);
    expect(json.data).toHaveLength(1);
    expect(json.data[0].id).toBe(again.json.id);
  });

  it('gets the same refusal again', async () => {
    const send = () =>
      stage.send('POST', '/v1/policy/apply', { files: files({ 'profiles/only.yaml': '' }) }, named('no'));
    const first = await send();
    const second = await send();
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is refused for another request, and is nobody else’s', async () => {
    await stage.send('POST', ENTRIES, { value: 'mine' }, named('mine'));
    const other = await stage.send('POST', ENTRIES, { value: 'other' }, named('mine'));
    expect(other).toMatchObject({ status: 422, json: { code: 'key_reused' } });
    const { key } = await stage.keyed(['policy']);
    const theirs = await stage.send(
      'POST',
      ENTRIES,
      { value: 'theirs' },
      { ...named('mine'), Authorization: `Bearer ${key}` },
    );
    expect(theirs.status).toBe(201);
  });

  it('never tells a key twice, and none is kept', async () => {
    const send = () => stage.send('POST', '/v1/keys', { name: 'x', scopes: ['read'] }, named('key'));
    const first = await send();
    const second = await send();
    expect(first.json.key).toMatch(/^csk_/);
    expect(second.json).toEqual({ ...first.json, key: null });
    const { rows } = await stage.database.pool.query('select * from idempotency_keys');
    expect(JSON.stringify(rows)).not.toContain(first.json.key);
  });
});

describe('pages', () => {
  it('neither skip nor repeat a row while rows are added', async () => {
    for (const value of ['p1', 'p2', 'p3', 'p4', 'p5']) await stage.client.lists.addEntry('blocked', { value });
    const seen: string[] = [];
    for await (const { value } of stage.client.lists.eachEntry('blocked', { limit: 2 })) {
      seen.push(value);
      await stage.client.lists.addEntry('blocked', { value: `late ${seen.length}` });
    }
    expect(seen.filter((value) => /^p\d/.test(value))).toEqual(['p5', 'p4', 'p3', 'p2', 'p1']);
    expect(seen.some((value) => value.startsWith('late'))).toBe(false);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('of versions come newest first', async () => {
    for (const limit of [70, 71, 72]) await stage.client.policy.apply({ files: stricter(limit) });
    const versions: string[] = [];
    for await (const { created_at } of stage.client.policy.eachVersion({ limit: 1 })) versions.push(created_at);
    expect(versions).toHaveLength(4);
    expect(versions).toEqual(versions.toSorted().reverse());
  });
});

describe('while the database can not be reached', () => {
  it('everything is 503 with Retry-After, and nothing of why', async () => {
    const other = await openStage();
    await other.database.close();
    const { status, headers, json } = await other.send('GET', '/v1/policy');
    expect([status, json.code]).toEqual([503, 'unavailable']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    await other.close();
  });
});
