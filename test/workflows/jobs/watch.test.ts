import { describe, expect, it, onTestFinished } from 'vitest';
import type { QueueState } from '../../../src/adapters/queue/look.ts';
import { QueueUnavailable } from '../../../src/adapters/queue/opening.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { startJobsWatch } from '../../../src/workflows/jobs/watch.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock } from '../../support/clock.ts';

describe('the watch over jobs', () => {
  function start() {
    const clock = createManualClock();
    const alarms = createTestAlarms();
    const world = {
      waiting: { waiting: 0, record: null as string | null, outbox: 0, job: null as string | null },
      states: [] as QueueState[] | null,
    };
    const pool = { query: async () => ({ rows: [world.waiting], rowCount: 1, command: 'SELECT' }) };
    const watch = startJobsWatch({
      pool: pool as unknown as SqlPool,
      queue: {
        async states() {
          if (world.states === null) throw new QueueUnavailable('away');
          return world.states;
        },
      },
      unworked: ['stripe'],
      clock,
      alarms,
    });
    onTestFinished(() => watch.close());
    return { clock, alarms, world, watch };
  }
  const state = (queue: QueueState['queue'], more: Partial<QueueState> = {}): QueueState => {
    return { queue, waiting: 0, active: 0, delayed: 0, dead: 0, oldestWaitingMs: null, ...more };
  };

  it('raises jobs_dead while there are dead letters, with how many where', async () => {
    const { clock, alarms, world, watch } = start();
    world.states = [state('stripe', { dead: 2 }), state('work')];
    await clock.advance(limits.jobsWatchMs);
    expect(alarms.standing.get('jobs_dead')).toEqual({ stripe: 2 });
    expect(watch.seen()?.queues).toEqual(world.states);
    world.states = [state('stripe'), state('work')];
    await clock.advance(limits.jobsWatchMs);
    expect([...alarms.standing]).toEqual([]);
  });

  it('raises jobs_stuck when a job waits too long, but not for a queue that waits for a setting', async () => {
    const { clock, alarms, world } = start();
    const sinceMs = clock.nowMs();
    world.states = [state('stripe', { waiting: 1, oldestWaitingMs: sinceMs })];
    await clock.advance(limits.jobsStuckMs + limits.jobsWatchMs);
    expect([...alarms.standing]).toEqual([]);
    world.states = [state('work', { waiting: 1, oldestWaitingMs: sinceMs })];
    await clock.advance(limits.jobsWatchMs);
    expect(alarms.standing.get('jobs_stuck')).toMatchObject({ where: 'work' });
    world.states = [state('work')];
    await clock.advance(limits.jobsWatchMs);
    expect([...alarms.standing]).toEqual([]);
  });

  it('raises jobs_stuck when the same record or the same job is first for too long', async () => {
    const { clock, alarms, world } = start();
    const stands = async () => {
      await clock.advance(limits.jobsWatchMs);
      return alarms.standing.get('jobs_stuck')?.where ?? null;
    };
    world.waiting = { waiting: 9, record: '1', outbox: 0, job: null };
    await clock.advance(limits.jobsStuckMs);
    // Much waits, but it goes on.
    world.waiting = { waiting: 9, record: '2', outbox: 1, job: '7' };
    await clock.advance(limits.jobsStuckMs / 2);
    expect(await stands()).toBeNull();
    world.waiting = { waiting: 0, record: null, outbox: 1, job: '7' };
    await clock.advance(limits.jobsStuckMs / 2 + limits.jobsWatchMs);
    expect(await stands()).toBe('outbox');
    world.waiting = { waiting: 0, record: null, outbox: 0, job: null };
    expect(await stands()).toBeNull();
  });

  it('raises jobs_stuck when the queues can not be had for too long', async () => {
    const { clock, alarms, world, watch } = start();
    world.states = null;
    await clock.advance(limits.jobsStuckMs / 2);
    expect([...alarms.standing]).toEqual([]);
    expect(watch.seen()?.queues).toBeNull();
    await clock.advance(limits.jobsStuckMs);
    expect(alarms.standing.get('jobs_stuck')).toMatchObject({ where: 'the queues can not be reached' });
  });
});
