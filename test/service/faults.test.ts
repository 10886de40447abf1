import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { freePort, openProxy } from '../support/proxy.ts';
import { alarm, noAlarm, type Serving, serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const DEADLINE_MS = 1200;

/** Asks one after the other and gives the decisions' ids; every one must be answered in time and rightly. */
async function askMany(serving: Serving, label: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const score = number % 2 === 0 ? 10 : 90;
    const answer = await serving.ask(freshAsk(`${label}_${number}`, score, Date.now()));
    expect(answer?.status, serving.log.slice(-20).join('\n')).toBe(200);
    expect(answer?.ms).toBeLessThan(DEADLINE_MS + 200);
    const reply = JSON.parse(answer?.text ?? '');
    expect(reply.approved).toBe(score === 10);
    ids.push(reply.metadata.countersign_decision);
  }
  return ids;
}

/** Which of these decisions are in the database. */
async function stored(url: string, ids: readonly string[]): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select count(*)::int as count from decisions where id = any($1)', [ids]);
    return rows[0].count;
  } finally {
    await client.end();
  }
}

const noPostgres = await whyNoPostgres();

describe.skipIf(noPostgres !== null)(noPostgres ? `Postgres: skipped, ${noPostgres}` : 'with Postgres', () => {
  async function database() {
    const { url, drop } = await createPostgresDatabase();
    onTestFinished(drop);
    const port = await freePort();
    const behindProxy = new URL(url);
    behindProxy.port = String(port);
    behindProxy.hostname = '127.0.0.1';
    return { url, behindProxy: behindProxy.href, open: () => openProxy(port, new URL(url)) };
  }

  test.each(['database', 'journal'])(
    'RECORD=%s: unreachable at the start, it answers by the journal and ships when the database comes',
    async (record) => {
      const { url, behindProxy, open } = await database();
      const serving = await serve(temporaryFolder(), { DATABASE_URL: behindProxy, RECORD: record });
      const ids = await askMany(serving, 'early', 20);
      await alarm(serving, 'database_unreachable');
      const proxy = await open();
      onTestFinished(proxy.close);
      await until(async () => (await stored(url, ids)) === ids.length);
      await noAlarm(serving, 'database_unreachable');
      expect(await serving.stop()).toBe(0);
    },
    60_000,
  );

  test.each(['database', 'journal'])(
    'RECORD=%s: a database that goes silent in the midst costs no answer and no record',
    async (record) => {
      const { url, behindProxy, open } = await database();
      const first = await open();
      const serving = await serve(temporaryFolder(), { DATABASE_URL: behindProxy, RECORD: record });
      const ids = await askMany(serving, 'before', 5);
      await until(async () => (await stored(url, ids)) === ids.length);
      first.stall();
      ids.push(...(await askMany(serving, 'silent', 20)));
      await first.close();
      ids.push(...(await askMany(serving, 'gone', 20)));
      const second = await open();
      onTestFinished(second.close);
      ids.push(...(await askMany(serving, 'back', 5)));
      await until(async () => (await stored(url, ids)) === ids.length, 60_000);
      expect(new Set(ids).size).toBe(50);
      expect(await serving.stop()).toBe(0);
    },
    120_000,
  );

  test('two gateways on one database give one answer to one ask', async () => {
    const { url } = await database();
    const gateways = [
      await serve(temporaryFolder(), { DATABASE_URL: url }),
      await serve(temporaryFolder(), { DATABASE_URL: url, POLICIES: 'policies' }),
    ];
    await Promise.all(gateways.map((gateway) => noAlarm(gateway, 'database_unreachable')));
    for (const gateway of gateways) {
      await until(async () => ((await gateway.ready()).database as { state: string }).state === 'open');
    }
    for (let number = 0; number < 50; number += 1) {
      const ask = freshAsk(number, number % 2 === 0 ? 10 : 90, Date.now());
      const [one, other] = await Promise.all(gateways.map((gateway) => gateway.ask(ask)));
      expect(other?.text).toBe(one?.text);
    }
  }, 60_000);
});

/** Why no small disk can be mounted here, or null. */
function whyNoSmallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk wants root on Linux';
  const folder = temporaryProbe();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder]);
    return null;
  } catch {
    return 'mounting is not permitted';
  }
}

function temporaryProbe(): string {
  return execFileSync('mktemp', ['-d']).toString().trim();
}

const noSmallDisk = whyNoSmallDisk();

describe('a full disk', () => {
  test.skipIf(noSmallDisk !== null)(
    `costs no answer, is an alarm, and what was answered is written once there is room${noSmallDisk ? ` (skipped: ${noSmallDisk})` : ''}`,
    async () => {
      const dataDir = temporaryFolder();
      mkdirSync(join(dataDir, 'journal'));
      const disk = join(dataDir, 'journal');
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
      onTestFinished(() => void execFileSync('umount', ['-l', disk]));
      // A database that can't be reached: the journal is all there is.
      const nowhere = { DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/none`, RECORD: 'journal' };
      const serving = await serve(dataDir, nowhere);
      const answers = new Map<string, string>();
      for (
        let number = 0;
        !(await serving.ready()).alarms.some(({ alarm: name }) => name === 'recorded_late');
        number += 1
      ) {
        const answer = await serving.ask(freshAsk(number, 10, Date.now()));
        expect(answer?.status).toBe(200);
        expect(answer?.ms).toBeLessThan(DEADLINE_MS + 200);
        answers.set(String(number), answer?.text ?? '');
      }
      expect((await alarm(serving, 'journal_unwritable')).detail.code).toBe('ENOSPC');
      execFileSync('mount', ['-o', 'remount,size=8m', disk]);
      await noAlarm(serving, 'recorded_late');
      await noAlarm(serving, 'journal_unwritable');
      await serving.kill();
      const after = await serve(dataDir, nowhere);
      for (const [number, text] of answers)
        expect((await after.ask(freshAsk(number, 99, Date.now())))?.text).toBe(text);
    },
    120_000,
  );

  test.skipIf(noSmallDisk !== null)(
    `does not keep the service from starting and answering${noSmallDisk ? ` (skipped: ${noSmallDisk})` : ''}`,
    async () => {
      const dataDir = temporaryFolder();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dataDir]);
      onTestFinished(() => void execFileSync('umount', ['-l', dataDir]));
      const nowhere = { DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/none`, RECORD: 'journal' };
      const before = await serve(dataDir, nowhere);
      await askMany(before, 'before', 2);
      await before.kill();
      try {
        writeFileSync(join(dataDir, 'filler'), Buffer.alloc(1 << 20));
      } catch {
        // As full as it gets.
      }
      const after = await serve(dataDir, nowhere);
      await askMany(after, 'after', 3);
      await alarm(after, 'journal_unwritable');
    },
    60_000,
  );

  test('by a limit on the size of files costs no answer', async () => {
    const nowhere = { DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/none`, RECORD: 'journal' };
    // 16 blocks of 1 KiB: a segment holds a dozen decisions, then its descriptor fails for good.
    const serving = await serve(temporaryFolder(), nowhere, ['bash', '-c', 'ulimit -f 16; exec "$@"', 'limited']);
    const answers = new Map<string, string>();
    for (let number = 0; number < 60; number += 1) {
      const answer = await serving.ask(freshAsk(number, 10, Date.now()));
      answers.set(String(number), answer?.text ?? '');
      expect([answer?.status, JSON.parse(answer?.text ?? '').approved]).toEqual([200, true]);
    }
    for (const [number, text] of answers)
      expect((await serving.ask(freshAsk(number, 99, Date.now())))?.text).toBe(text);
    expect(serving.log.join('\n')).toContain('"alarm":"journal_unwritable"');
  }, 60_000);
});
