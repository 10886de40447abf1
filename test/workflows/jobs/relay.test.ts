import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { QueueUnavailable } from '../../../src/adapters/queue/opening.ts';
import type { JobQueue } from '../../../src/adapters/queue/queue.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { enqueue } from '../../../src/adapters/store/database/outbox.ts';
import { countWaiting } from '../../../src/adapters/store/database/waiting.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { startRelay } from '../../../src/workflows/jobs/relay.ts';
import { openAt, type PlacedQueue } from '../../adapters/queue/place.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { until } from '../../support/serve.ts';

const KINDS = { retrieve_authorization: { queue: 'work', attempts: 2 } } as const;

describe('the relay', () => {
  const { dir, remove } = createTemporaryDir();
  let database: Database;
  let placed: PlacedQueue;
  beforeAll(async () => {
    database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
    await database.ready();
    placed = await openAt({ kind: 'pglite', dir }, KINDS, database);
    await placed.queue.states();
  }, 180_000);
  afterAll(async () => {
    await placed?.close();
    await database?.close();
    remove();
  });
  beforeEach(async () => {
    await database.pool.query('truncate outbox');
  });

  const jobs = (...keys: string[]) =>
    keys.map((key) => ({ name: 'retrieve_authorization' as const, key, data: { id: key } }));
  const relayTo = (queue: Pick<JobQueue, 'add'>, errors: unknown[] = []) => {
    const onError = (error: unknown) => void errors.push(error);
    const relay = startRelay({ pool: database.pool, isShared: false, queue, clock: realClock, onError });
    onTestFinished(() => relay.close());
    return relay;
  };
  const outbox = async () => (await countWaiting(database.pool)).outbox.waiting;

  it('brings every job to the queue, however many, without being told', async () => {
    const keys = Array.from({ length: limits.relayBatch + 20 }, (_, index) => `many ${index}`);
    await enqueue(database.pool, jobs(...keys));
    relayTo(placed.queue);
    await until(async () => (await outbox()) === 0);
    await enqueue(database.pool, jobs('late'));
    await until(async () => (await outbox()) === 0);
    for (const key of ['many 0', keys.at(-1) ?? '', 'late']) {
      expect(await placed.queue.find(key)).toMatchObject({ key, data: { id: key }, state: 'waiting' });
    }
  });

  it('keeps jobs while the queue is away, and brings them once it is back', async () => {
    let isAway = true;
    let tries = 0;
    const errors: unknown[] = [];
    const add: JobQueue['add'] = async (added) => {
      tries += 1;
      if (isAway) throw new QueueUnavailable('away');
      await placed.queue.add(added);
    };
    await enqueue(database.pool, jobs('waits'));
    const relay = relayTo({ add }, errors);
    await until(async () => tries >= 2);
    expect(await outbox()).toBe(1);
    isAway = false;
    await relay.drain();
    await until(async () => (await outbox()) === 0);
    expect(await placed.queue.find('waits')).not.toBeNull();
    expect(errors).toEqual([]);
  });

  it('hands over what is there when it is told, though it was under way and had looked before', async () => {
    const looked = Promise.withResolvers<void>();
    const goesOn = Promise.withResolvers<void>();
    const added: string[] = [];
    const add: JobQueue['add'] = async (some) => {
      added.push(...some.map(({ key }) => key));
      looked.resolve();
      await goesOn.promise;
    };
    await enqueue(database.pool, jobs('before'));
    const clock = createManualClock(Date.now());
    const relay = startRelay({ pool: database.pool, isShared: false, queue: { add }, clock, onError: () => {} });
    onTestFinished(() => relay.close());
    await looked.promise;
    await enqueue(database.pool, jobs('meanwhile'));
    const told = relay.drain();
    goesOn.resolve();
    await told;
    expect(added).toEqual(['before', 'meanwhile']);
  });

  it('makes one job of what it hands over again, as after a crash in between', async () => {
    await enqueue(database.pool, jobs('twice'));
    let isFirst = true;
    const errors: unknown[] = [];
    const add: JobQueue['add'] = async (added) => {
      await placed.queue.add(added);
      if (isFirst) {
        isFirst = false;
        throw new Error('the process was killed here');
      }
    };
    relayTo({ add }, errors);
    await until(async () => (await outbox()) === 0);
    expect(errors).toHaveLength(1);
    const seen: unknown[] = [];
    placed.queue.work({ queues: ['work'], handlers: { retrieve_authorization: async ({ id }) => void seen.push(id) } });
    await until(async () => (await placed.queue.find('twice'))?.state === 'done');
    expect(seen.filter((id) => id === 'twice')).toEqual(['twice']);
  });

  it('survives the database being away', async () => {
    const errors: unknown[] = [];
    const relay = relayTo(placed.queue, errors);
    await relay.drain();
    await database.embedded?.kill();
    await until(async () => {
      await enqueue(database.pool, jobs('after'));
      return true;
    });
    await until(async () => (await placed.queue.find('after')) !== null);
    expect(errors).toEqual([]);
  });
});
