import { expect, it } from 'vitest';
import type { SqlPool } from '../../../../src/adapters/store/database/pool.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import type { RunProgress } from '../../../../src/core/history/run.ts';
import { startBeats } from '../../../../src/workflows/history/runs/beats.ts';
import { createManualClock } from '../../../support/clock.ts';

const SAID: RunProgress = { stage: 'deciding', rows: 5, share: 0.5 };
const { backtestProgressMs: beatMs, backtestStillMs: stillMs } = limits;

/** A run that says what the test has it say, under a database where it is ours or is not. */
function staged() {
  const clock = createManualClock();
  const run = { said: SAID as RunProgress | null, isStopped: false, isOurs: true, beats: 0, sleptMs: 0 };
  const pool: SqlPool = {
    options: {},
    async query() {
      run.beats += 1;
      return { rows: [], rowCount: run.isOurs ? 1 : 0, command: 'UPDATE' };
    },
    connect: () => Promise.reject(new Error('nobody asks for a connection')),
    end: async () => {},
  };
  const started = {
    progress: () => run.said,
    async stop() {
      run.isStopped = true;
    },
  };
  const beats = startBeats({ id: 'bt_1', tries: 1 }, started, {
    pool,
    clock: { ...clock, nowMs: () => clock.nowMs() + run.sleptMs },
  });
  return { clock, run, beats };
}

it('beats every second until it is told to end', async () => {
  const { clock, run, beats } = staged();
  await clock.advance(3 * beatMs);
  expect(run.beats).toBe(3);
  expect(beats.end()).toBeNull();
  await clock.advance(3 * beatMs);
  expect([run.beats, run.isStopped]).toEqual([3, false]);
});

it('stops a run that is ours no more, which is no fault of it', async () => {
  const { clock, run, beats } = staged();
  run.isOurs = false;
  await clock.advance(beatMs);
  expect([run.isStopped, beats.end()]).toEqual([true, null]);
});

it('stops a run that says nothing new for too long, be it nothing at all', async () => {
  for (const said of [SAID, null]) {
    const { clock, run, beats } = staged();
    run.said = said;
    await clock.advance(beatMs);
    await clock.advance(stillMs - 2 * beatMs);
    expect(run.isStopped).toBe(false);
    await clock.advance(2 * beatMs);
    expect(run.isStopped).toBe(true);
    expect(beats.end()).toMatchObject({ kind: 'failed', error: expect.stringContaining('no further for 10 minutes') });
  }
});

it('goes on with a run that says something now and then', async () => {
  const { clock, run, beats } = staged();
  for (let rows = 0; rows < 4; rows += 1) {
    await clock.advance(stillMs - 2 * beatMs);
    run.said = { ...SAID, rows };
  }
  expect([run.isStopped, beats.end()]).toEqual([false, null]);
});

it('does not take it for standing still that the whole machine slept', async () => {
  const { clock, run, beats } = staged();
  await clock.advance(beatMs);
  run.sleptMs = stillMs;
  await clock.advance(stillMs - 2 * beatMs);
  expect([run.isStopped, beats.end()]).toEqual([false, null]);
});
