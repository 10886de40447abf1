import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/sdk/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type Series, seriesOf, seriesValue } from '../support/metrics.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { freePort, openProxy } from '../support/proxy.ts';
import { openReceiver } from '../support/receiver.ts';
import { noAlarm, type Serving, serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const ALARM_SECRET = 'a secret of both sides';
const DEADLINE_MS = 1_200;

async function scrape({ port }: Serving): Promise<{ series: Series[]; ms: number }> {
  const startMs = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const series = seriesOf(await response.text());
  return { series, ms: performance.now() - startMs };
}

function clientOf({ port }: Serving, dataDir: string) {
  const apiKey = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim();
  return createClient({ url: `http://127.0.0.1:${port}`, apiKey });
}

/** Makes `no_signature_holds` stand: signed requests come, and no secret of ours fits them. */
async function sendForged({ port }: Serving): Promise<void> {
  for (let time = 0; time < 6; time += 1) {
    const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${Date.now()},v1=00` };
    await fetch(`http://127.0.0.1:${port}/webhooks/stripe/events`, { method: 'POST', headers, body: '{}' });
  }
}

test('what the service answers and refuses is counted', async () => {
  const serving = await serve(temporaryFolder());
  for (let number = 0; number < 10; number += 1) {
    await serving.ask(freshAsk(number, number % 2 === 0 ? 10 : 90, Date.now()));
  }
  await serving.ask(freshAsk(9, 90, Date.now()));
  await sendForged(serving);
  const { series } = await scrape(serving);
  const sum = (name: string, labels: Series['labels'] = {}) =>
    series
      .filter((found) => found.name === name && Object.keys(labels).every((key) => found.labels[key] === labels[key]))
      .reduce((total, { value }) => total + value, 0);
  expect(sum('countersign_decisions_total', { outcome: 'approve', answered_by: 'policy', livemode: 'false' })).toBe(5);
  expect(sum('countersign_decisions_total')).toBe(10);
  expect(sum('countersign_duplicates_answered_total')).toBe(1);
  for (const stage of ['features', 'decide', 'record']) {
    expect(sum('countersign_answer_stage_seconds_count', { stage }), stage).toBe(10);
  }
  expect(sum('countersign_answer_stage_seconds_sum', { stage: 'record' })).toBeGreaterThan(0);
  expect(sum('countersign_answer_margin_seconds_count')).toBe(11);
  expect(sum('countersign_webhooks_received_total', { type: 'issuing_authorization.request' })).toBe(11);
  expect(sum('countersign_signature_failures_total', { door: 'events', reason: 'wrong_signature' })).toBe(6);
  expect(sum('countersign_alarm', { alarm: 'no_signature_holds' })).toBe(1);
  expect(sum('countersign_policy_info')).toBe(1);
  expect(sum('countersign_journal_writable')).toBe(1);
}, 60_000);

const noPostgres = await whyNoPostgres();

describe.skipIf(noPostgres !== null)(noPostgres ? `Postgres: skipped, ${noPostgres}` : 'with Postgres', () => {
  test('an alarm that stands when its process is killed is ended by the next one of the data folder', async () => {
    const { url, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    const dataDir = temporaryFolder();
    const first = await serve(dataDir, { DATABASE_URL: url });
    await sendForged(first);
    const standing = await until(async () => {
      const { data } = await clientOf(first, dataDir).alarms.list({ state: 'standing' });
      return data.find(({ alarm: name }) => name === 'no_signature_holds') ?? false;
    }, 60_000);
    await first.kill();
    const second = await serve(dataDir, { DATABASE_URL: url });
    const ended = await until(async () => {
      const { data } = await clientOf(second, dataDir).alarms.list({ state: 'past' });
      return data.find(({ id }) => id === standing.id) ?? false;
    }, 60_000);
    expect(ended).toMatchObject({ end_reason: 'process_gone', process: standing.process });
    expect((await clientOf(second, dataDir).alarms.list({ state: 'standing' })).data).toEqual([]);
    expect(await second.stop()).toBe(0);
  }, 150_000);

  test('the alarm of a database that is away goes out at once, signed, and is written down afterwards', async () => {
    const { url, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    const port = await freePort();
    const behindProxy = new URL(url);
    behindProxy.host = `127.0.0.1:${port}`;
    const receiver = await openReceiver();
    const dataDir = temporaryFolder();
    const serving = await serve(dataDir, {
      DATABASE_URL: behindProxy.href,
      ALARM_WEBHOOK_URL: receiver.url,
      ALARM_WEBHOOK_SECRET: ALARM_SECRET,
    });
    await until(async () => receiver.got.length > 0);
    const { text, headers } = receiver.got[0] ?? { text: '', headers: {} as Record<string, string> };
    const message = Stripe.webhooks.constructEvent(text, String(headers['countersign-signature']), ALARM_SECRET);
    expect(message).toMatchObject({ type: 'alarm.raised', alarm: { alarm: 'database_unreachable', ended_at: null } });
    const proxy = await openProxy(port, new URL(url));
    onTestFinished(proxy.close);
    await noAlarm(serving, 'database_unreachable');
    const written = await until(async () => {
      const { data } = await clientOf(serving, dataDir).alarms.list({ state: 'past' });
      return data.find(({ alarm: name }) => name === 'database_unreachable') ?? false;
    });
    expect(`${written.id}.raised`).toBe(message.id);
    expect(written.end_reason).toBe('ended');
    await serving.stop();
  }, 60_000);

  test('a scrape while the database hangs answers, with what was last known, and costs no answer its time', async () => {
    const { url, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    const port = await freePort();
    const proxy = await openProxy(port, new URL(url));
    onTestFinished(proxy.close);
    const behindProxy = new URL(url);
    behindProxy.host = `127.0.0.1:${port}`;
    const serving = await serve(temporaryFolder(), { DATABASE_URL: behindProxy.href });
    await noAlarm(serving, 'database_unreachable');
    await until(async () => seriesValue((await scrape(serving)).series, 'countersign_inbox_waiting_records') === 0);
    proxy.stall();
    const errors = async () => {
      const { series, ms } = await scrape(serving);
      expect(ms).toBeLessThan(1_500);
      expect(seriesValue(series, 'countersign_inbox_waiting_records')).toBe(0);
      return seriesValue(series, 'countersign_scrape_source_errors_total', { source: 'database' }) ?? 0;
    };
    const before = await errors();
    const answer = await until(async () => {
      const scraped = errors();
      const answered = await serving.ask(freshAsk('hung', 10, Date.now()));
      return (await scraped) > before ? answered : false;
    });
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(DEADLINE_MS + 200);
    await serving.kill();
  }, 90_000);
});

test.each([
  [{ ALARM_WEBHOOK_URL: 'https://example.com/' }, 'ALARM_WEBHOOK_URL and ALARM_WEBHOOK_SECRET go together'],
  [{ ALARM_WEBHOOK_SECRET: 'long enough for this' }, 'ALARM_WEBHOOK_URL and ALARM_WEBHOOK_SECRET go together'],
  [
    { ALARM_WEBHOOK_URL: 'ftp://example.com/', ALARM_WEBHOOK_SECRET: 'long enough for this' },
    'ALARM_WEBHOOK_URL is an https URL',
  ],
])('serve refuses to start with %j', async (environment, said) => {
  await expect(serve(temporaryFolder(), environment)).rejects.toThrow(said);
});
