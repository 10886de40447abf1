import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { revokeApiKey } from '../../../../src/adapters/store/database/api-keys.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import type { Clock } from '../../../../src/core/decision/ports.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import { streamEvent } from '../../../../src/sdk/schema/stream.ts';
import { createEventReader, type ServerSign } from '../../../../src/sdk/server-events.ts';
import { decisionText } from '../../../adapters/store/database/fixtures.ts';
import { realClock } from '../../../support/clock.ts';
import { until } from '../../../support/serve.ts';
import { countersignAt } from '../../cli/remote/terminal.ts';
import { openStage, type Stage } from './stage.ts';

/** What takes a minute takes less than a second, but for how long others are waited for. */
const clock: Clock = {
  nowMs: () => Date.now(),
  after: (ms, run) => realClock.after(ms >= 10_000 ? ms / 100 : ms < 1_000 ? ms / 10 : ms, run),
};

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ clock });
});
afterAll(() => stage.close());
beforeEach(() => stage.database.pool.query('truncate decisions, inbox'));

/** Listens as any client of server-sent events would. */
async function listen(query = '', headers: Record<string, string> = {}, key = stage.admin.key, from = stage) {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const response = await fetch(`${from.url}/v1/stream${query}`, {
    headers: { Authorization: `Bearer ${key}`, ...headers },
    signal: leaving.signal,
  });
  const signs: ServerSign[] = [];
  const state = { isOver: false };
  const read = async () => {
    if (response.status !== 200 || !response.body) return;
    const take = createEventReader(100_000);
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) signs.push(...take(text));
  };
  void read()
    .catch(() => {})
    .finally(() => {
      state.isOver = true;
    });
  const events = () =>
    signs.flatMap((sign) =>
      sign.kind === 'event' ? [{ id: sign.id, ...streamEvent.parse(JSON.parse(sign.data)) }] : [],
    );
  return { response, signs, events, state, leave: () => leaving.abort() };
}

async function decide(id: string, fields: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const given = {
    received_at: Date.now(),
    reasons: ['fraud_risk_score.decline'],
    amount_minor: 1_250,
    currency: 'usd',
  };
  await writeRecords(stage.database.pool, [decisionText(id, { ...given, ...fields })]);
}

describe('GET /v1/stream', () => {
  it('tells of decisions as they fall, as server-sent events', async () => {
    const { response, events, signs } = await listen();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toContain('no-store');
    await until(async () => signs.some(({ kind }) => kind === 'beat'));
    await decide('dec_1', { outcome: 'decline', merchant_name: 'Coffee', merchant_country: 'DE', decided_after_ms: 4 });
    const [event] = await until(async () => events().length > 0 && events());
    expect(event).toMatchObject({
      id: 'dec_1',
      type: 'decision',
      outcome: 'decline',
      merchant_name: 'Coffee',
      merchant_country: 'DE',
      amount_minor: 1_250,
      currency: 'usd',
      reasons: ['fraud_risk_score.decline'],
      answered_by: 'policy',
      decided_after_ms: 4,
    });
    expect(signs[0]).toEqual({ kind: 'retry', retryMs: limits.streamRetryMs });
  });

  it('gives the latest first where they are wished for, and goes on where a listener was', async () => {
    await decide('dec_1');
    await decide('dec_2');
    const first = await listen('?recent=1');
    await until(async () => first.events().length === 1);
    expect(first.events()[0]).toMatchObject({ id: 'dec_2' });
    const cursor = first.signs.find((sign) => sign.kind === 'event')?.id ?? '';
    first.leave();
    await decide('dec_3');
    const second = await listen('?recent=1', { 'Last-Event-ID': cursor });
    await until(async () => second.events().some(({ id }) => id === 'dec_3'));
    const garbage = await listen('?recent=1', { 'Last-Event-ID': "1' or true" });
    await until(async () => garbage.events().length === 1);
  });

  it('tells a key of its own mode and account alone, and wants the scope read', async () => {
    const bound = await stage.keyed(['read'], { livemode: false, account: 'acct_1' });
    const { events } = await listen('', {}, bound.key);
    await decide('dec_mine', { account: 'acct_1' });
    await decide('dec_other');
    await until(async () => events().length > 0);
    expect(events().map(({ id }) => id)).toEqual(['dec_mine']);
    expect((await listen('?livemode=true', {}, bound.key)).response.status).toBe(403);
    const events_only = await stage.keyed(['events']);
    expect((await listen('', {}, events_only.key)).response.status).toBe(403);
    expect((await listen('', {}, 'csk_nobody_has_this_key_at_all')).response.status).toBe(401);
    const wrong = await stage.send('GET', '/v1/stream?recent=many&x=1');
    expect(wrong).toMatchObject({ status: 400, json: { code: 'invalid_request' } });
    expect(wrong.json.errors.map(({ path }: { path: string }) => path)).toEqual(['query.recent', 'query.x']);
    expect(await stage.send('POST', '/v1/stream', {})).toMatchObject({
      status: 405,
      json: { code: 'method_not_allowed' },
    });
  });

  it('ends when the key that opened it is revoked, and says why', async () => {
    const { id, key } = await stage.keyed(['read']);
    const { events, state } = await listen('', {}, key);
    await until(async () => !state.isOver);
    await revokeApiKey(stage.database.pool, id);
    await until(async () => state.isOver);
    expect(events().at(-1)).toMatchObject({ type: 'end', reason: 'unauthorized' });
  });

  it('takes so many listeners, and tells the next one that it takes no more', async () => {
    const many = await Promise.all(Array.from({ length: limits.maxStreamListeners }, () => listen()));
    expect(many.every(({ response }) => response.status === 200)).toBe(true);
    const refused = await stage.send('GET', '/v1/stream');
    expect(refused).toMatchObject({ status: 503, json: { code: 'unavailable' } });
    expect(refused.json.detail).toContain(`${limits.maxStreamListeners} listen`);
    expect(refused.headers.get('retry-after')).toBe(String(limits.apiRetrySeconds));
    for (const { leave } of many) leave();
    await until(async () => (await listen()).response.status === 200);
  });

  it('cuts off a listener who does not read, before much waits for it', async () => {
    const { hostname, port } = new URL(stage.url);
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.write(`GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${stage.admin.key}\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    const reasons = Array.from({ length: 2_000 }, (_, number) => `a_rule_with_a_long_name_${number}`);
    const all = 400 * JSON.stringify(reasons).length;
    for (let number = 0; number < 400; number += 1) await decide(`dec_${number}`, { reasons });
    let bytes = 0;
    socket.on('data', (some) => {
      bytes += some.length;
    });
    socket.resume();
    await closed;
    expect(bytes).toBeLessThan(all);
  });

  it('is let go at once by a process that stops, which takes no more', async () => {
    const stopping = await openStage();
    onTestFinished(() => stopping.close());
    const { events, state } = await listen('', {}, stopping.admin.key, stopping);
    // The stream stands and rests then: one that is only beginning looks whether it may by itself.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startMs = performance.now();
    stopping.stop();
    await until(async () => state.isOver);
    expect(events().at(-1)).toMatchObject({ type: 'end', reason: 'stopping' });
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect((await listen('', {}, stopping.admin.key, stopping)).response.status).toBe(503);
  }, 60_000);
});

describe('countersign watch', () => {
  const countersign = (...words: string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key }, words);

  it('shows a line for each decision, and ends after so many', async () => {
    await decide('dec_1', { outcome: 'decline', merchant_name: 'Cof\u001bfee', merchant_country: 'DE' });
    await decide('dec_2', { outcome: 'approve' });
    const { code, out } = await countersign('watch', '--count', '1', '--outcome', 'decline');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d\d:\d\d:\d\d {2}decline +12\.50 USD .*DE .* dec_1 {2}fraud_risk_score\.decline\n$/);
    expect(out).not.toContain('\u001b');
    const { json } = await countersign('watch', '--count', '1', '--recent', '1', '--json');
    expect(json).toMatchObject({ type: 'decision', id: 'dec_2' });
  });

  it('says what is typed wrong, and a key that the service does not know', async () => {
    expect((await countersign('watch', '--outcome', 'declined')).code).toBe(2);
    const unknown = await countersignAt({ url: stage.url, apiKey: 'csk_nobody_has_this_key_at_all' }, ['watch']);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('does not know the key')]);
  });
});
