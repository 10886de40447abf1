import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { backtestCommand } from '../../../../src/apps/cli/backtest.ts';
import { runCli } from '../../../../src/apps/cli/cli.ts';
import { tuneCommand } from '../../../../src/apps/cli/tune.ts';
import type { DecisionRecord } from '../../../../src/core/decision/record.ts';
import type { BacktestRequest, WholeBacktest } from '../../../../src/sdk/index.ts';
import { createRunner, type Runner } from '../../../../src/workflows/history/runs/runner.ts';
import { createStartRun } from '../../../../src/workflows/history/runs/start.ts';
import { realClock } from '../../../support/clock.ts';
import { collectedTerminal } from '../../../support/collected-terminal.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { takeToAsks } from '../../../support/ingest.ts';
import { livedPast } from '../../../support/lived.ts';
import { policyOf } from '../../../support/policy.ts';
import { until } from '../../../support/serve.ts';
import { files, openStage, type Stage, stricter } from './stage.ts';

const SPAN = { from: '2026-06-01T00:00:00Z', to: '2026-06-05T00:00:00Z', maturity_days: 0 } as const;

let stage: Stage;
let decisions: readonly DecisionRecord[];
let runner: Runner;
const errors: unknown[] = [];

beforeAll(async () => {
  stage = await openStage();
  const { pool, embedded } = stage.database;
  const policy = policyOf(Object.fromEntries(files().map(({ name, text }) => [name, text])));
  const past = await livedPast(policy, { seed: 'backtests', days: 2, cardholders: 30, fraudShare: 0.4 });
  decisions = past.decisions;
  for (let at = 0; at < past.texts.length; at += 100) await writeRecords(pool, past.texts.slice(at, at + 100));
  await takeToAsks(pool, { nowMs: Date.UTC(2026, 6, 1) });
  const verdicts = decisions.filter(({ outcome }) => outcome === 'approve').slice(0, 40);
  await stage.client.labels.add({
    labels: verdicts.map(({ authorization }, at) => ({
      ...{ authorization: String(authorization), known_at: '2026-06-03T00:00:00Z' },
      verdict: at % 4 === 0 ? 'fraud' : 'legitimate',
    })),
  });
  runner = createRunner({
    ...{ pool, clock: realClock, onError: (error) => void errors.push(error) },
    start: createStartRun({ url: stage.databaseUrl, embedded }, stage.hashKey),
  });
}, 180_000);
afterAll(async () => {
  await runner.close();
  await stage.close();
});

async function ran(body: BacktestRequest): Promise<WholeBacktest> {
  const { id } = await stage.client.backtests.run({ ...SPAN, ...body });
  await runner.idle();
  runner.look();
  return until(async () => {
    const run = await stage.client.backtests.get(id);
    return ['done', 'failed'].includes(run.state) && run;
  });
}

async function resultOf(body: BacktestRequest) {
  const run = await ran(body);
  if (run.kind !== 'backtest' || !run.result) throw new Error(run.error ?? 'there is no result');
  return { id: run.id, run, ...run.result };
}

const byPolicy = () => decisions.filter(({ answered_by }) => answered_by === 'policy');

describe('a run on what was recorded', () => {
  it('waits, is done by and by, and is kept with the version that it tried', async () => {
    const asked = await stage.client.backtests.run(SPAN);
    expect(asked).toMatchObject({ kind: 'backtest', state: 'queued', by: { id: stage.admin.id }, progress: null });
    expect(asked.policy).toEqual({ of: 'live', version: stage.live.current().version });
    const waiting = await stage.database.pool.query("select name from outbox where name = 'run_backtests'");
    expect(waiting.rows).toHaveLength(1);
    runner.look();
    const run = await until(async () => {
      const found = await stage.client.backtests.get(asked.id);
      return found.state === 'done' && found;
    });
    expect(run).toMatchObject({ error: null, progress: null, ended_at: expect.any(String) });
    const { data } = await stage.client.backtests.list({ state: 'done' });
    expect(data.map(({ id }) => id)).toEqual([asked.id]);
    const acts = (await stage.client.audit.list({ act: 'backtest.run' })).data;
    expect(acts[0]).toMatchObject({ subject: asked.policy.version, detail: { run: asked.id, kind: 'backtest' } });
    expect(errors).toEqual([]);
  });

  it('says what the policy in force says of its own record: the same as was said then', async () => {
    const { outcomes, window, unrecorded, samples } = await resultOf({});
    for (const outcome of ['approve', 'decline'] as const) {
      expect(outcomes[outcome].count).toBe(byPolicy().filter((each) => each.outcome === outcome).length);
    }
    expect(window.rows).toBe(byPolicy().length);
    expect(unrecorded).toEqual({ count: 0, attributes: [] });
    expect(samples.tn.length + samples.fn.length).toBeGreaterThan(0);
  });

  it('holds the files of another policy against it, authorization by authorization', async () => {
    const { against } = await resultOf({ against: stricter(10) });
    const expected = byPolicy().filter(({ outcome, attributes }) => {
      const score = attributes[':fraud_risk_score:'] ?? attributes.fraud_risk_score;
      return outcome === 'approve' && typeof score === 'number' && score > 10;
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(against?.changed).toMatchObject([{ from: 'approve', to: 'decline', count: expected.length }]);
    expect(against?.samples.length).toBeGreaterThan(0);
    expect(against?.other.samples.unlabelled.length).toBeGreaterThan(0);
  });

  it('changes nothing when a policy is held against itself', async () => {
    const version = stage.live.current().version;
    const { against, window } = await resultOf({ policy: version, against: 'live' });
    expect(against).toMatchObject({ same: window.rows, changed: [], samples: [] });
  });

  it('says of which asks it can not tell, and what was not recorded for them', async () => {
    const rules =
      "rules:\n  - { id: abroad, rule: 'Block if :merchant_state: = \\'NV\\' and :cvc_check: = \\'mismatch\\'' }\n";
    const { unrecorded, window } = await resultOf({
      policy: files({ 'rules/more.yaml': rules.replaceAll("\\'", "''") }),
    });
    expect(unrecorded.attributes).toContain('merchant_state');
    expect(unrecorded.count).toBeGreaterThan(0);
    expect(unrecorded.count).toBeLessThanOrEqual(window.rows);
  });
});

describe('thresholds, tried on what was recorded', () => {
  it('are told with what they would do, for a portfolio and a wish of its own', async () => {
    const run = await ran({ kind: 'tune', portfolio: 'everyone', aims: { max_decline_rate: 0.2, cheapest: true } });
    expect(run).toMatchObject({ kind: 'tune', state: 'done', against: null, aims: { max_decline_rate: 0.2 } });
    if (run.kind !== 'tune' || !run.result) throw new Error('there is no result');
    const { aims, truths, cells, window, signals } = run.result;
    expect(aims.map(({ aim }) => aim)).toEqual(['maximize_approval', 'balanced', 'minimize_fraud', 'own']);
    expect(window.rows).toBe(byPolicy().length);
    expect(Object.values(truths).reduce((sum, count) => sum + count, 0)).toBe(window.rows);
    expect(cells.reduce((sum, { fraud, good, unknown }) => sum + fraud + good + unknown, 0)).toBe(window.rows);
    expect(signals.map(({ signal }) => signal)).toContain('fraud_risk_score');
    expect((await stage.client.backtests.authorizations(run.id)).data).toEqual([]);
  });

  it('are not of a portfolio that there is not', async () => {
    for (const policy of ['live', stricter(10)] as const) {
      const refused = stage.client.backtests.run({ kind: 'tune', portfolio: 'travel', policy });
      const message = expect.stringContaining('has no portfolio "travel"; it has everyone');
      const errors = [{ path: 'body.portfolio', message }];
      await expect(refused).rejects.toMatchObject({ code: 'invalid_request', problem: { errors } });
    }
  });
});

describe('a command that judges by the service', () => {
  const countersign = async (...words: string[]) => {
    const { terminal, out, err } = collectedTerminal();
    const remote = { url: stage.url, apiKey: stage.admin.key, dataDir: '/nowhere', clock: realClock };
    const here = { conceal: (text: string) => text, monotonicMs: () => performance.now(), remote };
    const ports = { ...here, interrupted: () => new AbortController().signal };
    const waking = setInterval(() => runner.look(), 200);
    onTestFinished(() => clearInterval(waking));
    const commands = [backtestCommand('policies', ports), tuneCommand('policies', ports)];
    const code = await runCli([...words, '--maturity-days', '0', '--json'], commands, '1.2.3', terminal);
    return { code, said: out() === '' ? null : JSON.parse(out()), err: err() };
  };
  const span = ['--from', SPAN.from, '--to', SPAN.to];

  it('backtest: sends the folder, waits for the run, and prints what a file would have it print', async () => {
    const texts = Object.fromEntries(stricter(10).map(({ name, text }) => [name, text]));
    const folder = writeFiles(temporaryFolder(), texts);
    const { code, said, err } = await countersign(
      'backtest',
      'live',
      '--policies',
      'live',
      '--against',
      folder,
      ...span,
    );
    expect([code, err]).toEqual([0, expect.not.stringContaining('interrupted')]);
    const { id: _id, run: _run, ...same } = await resultOf({ against: stricter(10) });
    expect(said).toEqual(same);
  });

  it('tune: waits for the run with its wishes, and prints what came of it', async () => {
    const wishes = ['--portfolio', 'everyone', '--max-decline-rate', '0.2', '--cost'];
    const { code, said } = await countersign('tune', 'live', '--policies', 'live', ...wishes, ...span);
    const aims = { max_decline_rate: 0.2, cheapest: true } as const;
    const { result } = await ran({ kind: 'tune', portfolio: 'everyone', aims });
    expect([code, said]).toEqual([0, result]);
  });

  it('says no where nothing was asked in the window', async () => {
    const firstMs = Math.min(...decisions.map(({ asked_at }) => asked_at));
    const time = (atMs: number) => new Date(atMs).toISOString();
    const empty = ['--from', time(firstMs + 1), '--to', time(firstMs + 2)];
    for (const command of ['backtest', 'tune']) {
      const { code, said } = await countersign(command, 'live', '--policies', 'live', ...empty);
      expect([command, code, said.window.rows]).toEqual([command, 1, 0]);
    }
  });
});

describe('the authorizations of a run', () => {
  it('are there to look into, by cell and by rule, page by page, each once', async () => {
    const { id, confusion } = await resultOf({ against: stricter(10) });
    const all = await collect(stage.client.backtests.eachAuthorization(id, { limit: 30 }));
    expect(new Set(all.map(({ authorization, asked_at }) => `${authorization} ${asked_at}`)).size).toBe(all.length);
    const missed = await collect(stage.client.backtests.eachAuthorization(id, { cell: 'fn' }));
    expect(missed.length).toBe(Math.min(100, confusion.fn));
    expect(missed.every(({ outcome, cell }) => outcome === 'approve' && cell === 'fn')).toBe(true);
    const changed = await collect(stage.client.backtests.eachAuthorization(id, { changed: true }));
    expect(changed.length).toBeGreaterThan(0);
    for (const { outcome, other } of changed) expect(other?.outcome).not.toBe(outcome);
    const [rule] = changed.flatMap(({ matched }) => matched);
    const matching = await collect(stage.client.backtests.eachAuthorization(id, { rule: String(rule) }));
    expect(matching.length).toBeGreaterThan(0);
    expect(matching.every(({ matched }) => matched.includes(String(rule)))).toBe(true);
  });

  it('go with whom they are of, from the result and from what is kept besides', async () => {
    const { id, samples } = await resultOf({ against: stricter(10) });
    const [sample] = Object.values(samples).flat();
    const decision = decisions.find(({ authorization }) => authorization === sample?.authorization);
    const mine = (card: string | null) => card === decision?.card;
    const before = await collect(stage.client.backtests.eachAuthorization(id));
    expect(before.some(({ card }) => mine(card))).toBe(true);
    const erased = await stage.client.cardholders.erase(String(decision?.cardholder));
    expect(erased.rows.backtest_rows).toBeGreaterThan(0);
    const after = await collect(stage.client.backtests.eachAuthorization(id));
    expect(after.length).toBeGreaterThan(0);
    expect(after.some(({ card }) => mine(card))).toBe(false);
    const again = await stage.client.backtests.get(id);
    expect(JSON.stringify(again)).not.toContain(String(decision?.card));
    expect(again).toMatchObject({ state: 'done', result: { window: { rows: byPolicy().length } } });
  });
});

describe('what can be asked', () => {
  const { run } = { run: (body: BacktestRequest) => stage.client.backtests.run(body) };

  it('is refused with the faults of a policy, and where there is no such version or profile', async () => {
    const faulty = files({ 'rules/more.yaml': "rules: [{ id: a, rule: 'Block if :nothing: = 1' }]\n" });
    const refused = await run({ policy: faulty }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'faulty_policy' });
    await expect(run({ against: 'pol_0000000000000000' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(run({ profile: 'daring' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('has no profile "daring"; it has only'),
    });
  });

  it('fails in words where there is nothing to judge by', async () => {
    const failed = await ran({ from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' });
    expect(failed).toMatchObject({ state: 'failed', result: null });
    expect(failed.error).toMatch(/ends before the history begins.*Choose one within the history/);
  });

  it('wants who may change policies; who may read sees what came of it', async () => {
    const { client } = await stage.keyed(['read']);
    await expect(client.backtests.run({})).rejects.toMatchObject({ code: 'forbidden' });
    const [latest] = (await client.backtests.list({ limit: 1 })).data;
    await expect(client.backtests.cancel(String(latest?.id))).rejects.toMatchObject({ code: 'forbidden' });
    expect((await client.backtests.get(String(latest?.id))).id).toBe(latest?.id);
  });

  it('is of one mode and account: nobody else sees it', async () => {
    const [latest] = (await stage.client.backtests.list({ limit: 1 })).data;
    const { client } = await stage.keyed(['admin'], { livemode: true });
    expect((await client.backtests.list()).data).toEqual([]);
    for (const call of [client.backtests.get, client.backtests.cancel, client.backtests.remove]) {
      await expect(call(String(latest?.id))).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('is asked for once by one key, cancelled while it waits, and thrown away', async () => {
    const options = { idempotencyKey: 'once' };
    const first = await stage.client.backtests.run(SPAN, options);
    expect(await stage.client.backtests.run(SPAN, options)).toEqual(first);
    expect(await stage.client.backtests.cancel(first.id)).toMatchObject({ state: 'cancelled', error: null });
    await expect(stage.client.backtests.cancel(first.id)).rejects.toMatchObject({ code: 'conflict' });
    await stage.client.backtests.remove(first.id);
    await expect(stage.client.backtests.get(first.id)).rejects.toMatchObject({ code: 'not_found' });
    const acts = (await stage.client.audit.list()).data.map(({ act }) => act);
    expect(acts.slice(0, 2)).toEqual(['backtest.remove', 'backtest.cancel']);
  });

  it('may wait, but not without end', async () => {
    await runner.close();
    const waiting = await Promise.all(Array.from({ length: 20 }, () => run(SPAN)));
    await expect(run(SPAN)).rejects.toMatchObject({ code: 'unavailable' });
    for (const { id } of waiting) await stage.client.backtests.remove(id);
  });
});

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
