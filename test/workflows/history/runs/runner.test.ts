import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addRun, cancelRun, claimRun, findRun } from '../../../../src/adapters/store/database/backtests.ts';
import type { SqlPool } from '../../../../src/adapters/store/database/pool.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import type { RunProgress } from '../../../../src/core/history/run.ts';
import { createRunner } from '../../../../src/workflows/history/runs/runner.ts';
import type { RunEnd, RunUnderWay } from '../../../../src/workflows/history/runs/under-way.ts';
import { createManualClock } from '../../../support/clock.ts';
import { openTestDatabase } from '../../../support/database.ts';
import { until } from '../../../support/serve.ts';
import { runNamed } from './asked.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
}, 180_000);
beforeEach(async () => {
  await database.pool.query('truncate backtests, backtest_rows');
});
afterAll(() => database.drop());

/** The database, on which claims wait, once they are answered, until the test lets them go on. */
function slowClaims() {
  const claims: (() => void)[] = [];
  const pool: SqlPool = {
    ...database.pool,
    async query(text, ...more) {
      const answer = await database.pool.query(text, ...more);
      if (text.includes('skip locked')) await new Promise<void>((resolve) => claims.push(resolve));
      return answer as never;
    },
  };
  /** Lets the next one go on when it is there. */
  async function release(during: () => unknown = () => {}) {
    const claim = await until(async () => claims.shift());
    await during();
    claim?.();
  }
  return { pool, release };
}

const SAID: RunProgress = { stage: 'deciding', rows: 5, share: 0.5 };

/** A runner whose runs end when the test says so. */
function staged(pool: SqlPool = database.pool) {
  const clock = createManualClock();
  const started: (RunUnderWay & { id: string; end(end: RunEnd): void; isStopped: boolean })[] = [];
  const runner = createRunner({
    ...{ pool, clock, onError: () => {} },
    start({ id }) {
      const { promise, resolve } = Promise.withResolvers<RunEnd>();
      const run = {
        ...{ id, ended: promise, end: resolve, isStopped: false },
        progress: () => SAID,
        async stop() {
          run.isStopped = true;
          resolve({ kind: 'lost' });
        },
      };
      started.push(run);
      return run;
    },
  });
  const nth = (place: number) => until(async () => started[place]);
  return { clock, runner, started, nth };
}

const add = (id: string, nowMs: number) => addRun(database.pool, runNamed(id), nowMs);
const stateOf = async (id: string) => (await findRun(database.pool, id))?.state;

describe('whoever does the runs', () => {
  it('does one after the other, and says of one that failed why', async () => {
    const { clock, runner, started, nth } = staged();
    await runner.idle();
    for (const id of ['bt_1', 'bt_2']) await add(id, clock.nowMs());
    runner.look();
    (await nth(0))?.end({ kind: 'failed', error: 'there is nothing' });
    const second = await nth(1);
    expect(started.map(({ id }) => id)).toEqual(['bt_1', 'bt_2']);
    expect(await findRun(database.pool, 'bt_1')).toMatchObject({ state: 'failed', error: 'there is nothing' });
    second?.end({ kind: 'kept' });
    await runner.close();
  });

  it('says every second how far one is, and stops it when it is cancelled', async () => {
    const { clock, runner, nth } = staged();
    await runner.idle();
    await add('bt_1', clock.nowMs());
    runner.look();
    const run = await nth(0);
    await clock.advance(limits.backtestProgressMs);
    await until(async () => (await findRun(database.pool, 'bt_1'))?.progress?.rows === 5);
    await cancelRun(database.pool, 'bt_1', clock.nowMs());
    await until(async () => {
      await clock.advance(limits.backtestProgressMs);
      return run?.isStopped;
    });
    await runner.idle();
    expect(await stateOf('bt_1')).toBe('cancelled');
    await runner.close();
  });

  it('says of one that came no further, and was stopped for that, that it failed', async () => {
    const beaten = { rows: [], rowCount: 1, command: 'UPDATE' };
    const pool: SqlPool = {
      ...database.pool,
      // Beats are answered at once, so that the clock can run through them.
      query: async (text, ...more) => (text.includes('beat_at = $3') ? beaten : database.pool.query(text, ...more)),
    };
    const { clock, runner, nth } = staged(pool);
    await runner.idle();
    await add('bt_1', clock.nowMs());
    runner.look();
    const run = await nth(0);
    await clock.advance(limits.backtestStillMs + limits.backtestProgressMs);
    expect(run?.isStopped).toBe(true);
    await runner.idle();
    const error = 'it was stopped: it came no further for 10 minutes';
    expect(await findRun(database.pool, 'bt_1')).toMatchObject({ state: 'failed', error });
    await runner.close();
  });

  it('leaves what it is at to others when it ends, as if it had not begun', async () => {
    const { clock, runner, nth } = staged();
    await runner.idle();
    await add('bt_1', clock.nowMs());
    runner.look();
    const run = await nth(0);
    await runner.close();
    expect(run?.isStopped).toBe(true);
    expect(await stateOf('bt_1')).toBe('queued');
  });

  it('does not begin one that it was given after it was told to end', async () => {
    const { pool, release } = slowClaims();
    await add('bt_1', 0);
    const { runner, started } = staged(pool);
    let closing: Promise<void> | null = null;
    await release(() => {
      closing = runner.close();
    });
    await closing;
    expect(started).toEqual([]);
    expect(await stateOf('bt_1')).toBe('queued');
    expect(await claimRun(database.pool, { nowMs: 0, lateMs: 0 })).toMatchObject({ tries: 1 });
  });

  it('looks again at once for one that was asked for while it looked', async () => {
    const { pool, release } = slowClaims();
    const { runner, nth } = staged(pool);
    await release(async () => {
      await add('bt_1', 0);
      runner.look();
    });
    await release();
    expect(await nth(0)).toMatchObject({ id: 'bt_1' });
    await runner.close();
  });

  it('takes up what another one left in its midst, by and by, and gives it up the third time', async () => {
    const { clock, runner, started } = staged();
    const later = (look: () => Promise<boolean>) =>
      until(async () => {
        await clock.advance(limits.backtestLookMs);
        return look();
      });
    await runner.idle();
    await add('bt_1', clock.nowMs());
    await claimRun(database.pool, { nowMs: clock.nowMs(), lateMs: 0 });
    runner.look();
    await runner.idle();
    expect(await stateOf('bt_1')).toBe('running');
    for (const error of ['the database went away', 'again']) {
      const before = started.length;
      await later(async () => started.length > before);
      started.at(-1)?.end({ kind: 'broken', error });
      await runner.idle();
      expect(await stateOf('bt_1')).toBe('running');
    }
    await later(async () => (await stateOf('bt_1')) === 'failed');
    expect((await findRun(database.pool, 'bt_1'))?.error).toBe(
      'it broke off 3 times, or the process that did it ended in its midst; the last error was: again',
    );
    await runner.close();
  });
});
