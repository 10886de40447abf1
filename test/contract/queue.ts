import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type JobData,
  JobGivenUp,
  type JobHandler,
  type JobKind,
  type JobQueueName,
} from '../../src/core/domain/job.ts';
import { KINDS, type Place, type PlacedQueue } from '../adapters/queue/place.ts';
import { until } from '../support/serve.ts';

/** A place for queues, as the contract wants it. */
export interface QueueStage {
  readonly place: Place;
  open(kinds: Readonly<Record<string, JobKind>>): Promise<PlacedQueue>;
  /** Lets go of it for a process that needs it alone; the next `open` takes it again. */
  leave(): Promise<void>;
  /** Takes away all that the queues hold, when nobody uses them. */
  clean(): Promise<void>;
  /** Breaks off what is under way there, as a restart does. `placed` are queues that are in use. */
  restart(placed: PlacedQueue): Promise<void>;
  remove(): Promise<void>;
}

const ALL: readonly JobQueueName[] = ['stripe', 'notify', 'work', 'sms'];
const PROCESS = fileURLToPath(new URL('../adapters/queue/worker-process.ts', import.meta.url));
const SLOW_MS = 180_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Has what is due wait, as a worker does before it takes a job. */
async function promote({ queue }: PlacedQueue): Promise<void> {
  const [work] = (await queue.library()).filter(({ name }) => name === 'work');
  for (const job of (await work?.getDelayed()) ?? []) await job.promote();
}

async function oldestOf({ queue }: PlacedQueue): Promise<number | null | undefined> {
  return (await queue.states()).find(({ queue: name }) => name === 'work')?.oldestWaitingMs;
}

/** What queues must do wherever they are kept. */
export function queueContract(name: string, open: () => Promise<QueueStage>): void {
  describe(`the queue contract on ${name}`, () => {
    let stage: QueueStage;
    const opened: PlacedQueue[] = [];
    beforeAll(async () => {
      stage = await open();
      // An embedded database is made here, which a busy machine takes its time for.
      await (await openQueue()).queue.states();
    }, SLOW_MS);
    afterEach(async () => {
      for (const placed of opened.splice(0)) await placed.close();
      await stage.clean();
    }, SLOW_MS);
    afterAll(async () => {
      await stage?.remove();
    });

    async function openQueue(kinds: Readonly<Record<string, JobKind>> = KINDS): Promise<PlacedQueue> {
      const placed = await stage.open(kinds);
      opened.push(placed);
      // What is measured below is not how long it takes to open them.
      await placed.queue.states();
      return placed;
    }

    const job = (key: string, more: { name?: string; data?: JobData; notBeforeMs?: number } = {}) => {
      return { name: 'plain', key, data: { id: key }, ...more };
    };
    const working = ({ queue }: PlacedQueue, handler: JobHandler, queues = ALL) =>
      queue.work({ queues, handlers: { plain: handler, limited: handler, other: handler, tick: handler } });
    const stateOf = async ({ queue }: PlacedQueue, key: string) => (await queue.find(key))?.state ?? null;
    const ended = (placed: PlacedQueue, key: string, state: 'done' | 'dead' = 'done') =>
      until(async () => (await stateOf(placed, key)) === state);

    it('does a job, and tells what became of it by its id and by its key', async () => {
      const placed = await openQueue();
      const seen: JobData[] = [];
      await placed.queue.add([job('card:ic_1', { data: { card: 'ic_1', livemode: false, tries: 0 } }), job('17')]);
      const waiting = await placed.queue.find('card:ic_1');
      expect(waiting).toMatchObject({ key: 'card:ic_1', state: 'waiting', name: 'plain', queue: 'work', error: null });
      working(placed, async (data) => void seen.push(data));
      await ended(placed, 'card:ic_1');
      await ended(placed, '17');
      expect(seen).toEqual([{ card: 'ic_1', livemode: false, tries: 0 }, { id: '17' }]);
      expect(await placed.queue.find(waiting?.id ?? '')).toMatchObject({ state: 'done', tries: 1, attempts: 3 });
      expect(await placed.queue.find('nothing')).toBeNull();
    });

    it('tries again what failed, after longer each time, and not all at once', async () => {
      const placed = await openQueue();
      const keys = ['a', 'b', 'c', 'd', 'e'];
      const times = new Map<string, number[]>(keys.map((key) => [key, []]));
      await placed.queue.add(keys.map((key) => job(key)));
      working(placed, async ({ id }) => {
        const tries = times.get(String(id)) ?? [];
        tries.push(Date.now());
        if (tries.length < 3) throw new Error(`no, for the ${tries.length}. time`);
      });
      const [work] = (await placed.queue.library()).filter((queue) => queue.name === 'work');
      const delays = await until(async () => {
        const delayed = (await work?.getDelayed()) ?? [];
        return delayed.length === keys.length && delayed.map(({ delay }) => delay);
      });
      for (const key of keys) await ended(placed, key);
      expect(new Set(delays).size).toBeGreaterThan(1);
      for (const [first = 0, second = 0, third = 0] of times.values()) {
        // 200 ms, then 400 ms, of which half is chance.
        expect(second - first).toBeGreaterThanOrEqual(99);
        expect(third - second).toBeGreaterThanOrEqual(199);
      }
      expect(await placed.queue.find('a')).toMatchObject({ tries: 3 });
    });

    it('does a job not before its time', async () => {
      const placed = await openQueue();
      const dueMs = Date.now() + 700;
      let doneMs = 0;
      working(placed, async () => {
        doneMs = Date.now();
      });
      await placed.queue.add([job('later', { notBeforeMs: dueMs })]);
      expect(await stateOf(placed, 'later')).toBe('delayed');
      await ended(placed, 'later');
      expect(doneMs).toBeGreaterThanOrEqual(dueMs - 1);
      expect(doneMs).toBeLessThan(dueMs + 5_000);
    });

    it('does a job of one key once: added twice together, while it waits, and when it is done', async () => {
      const placed = await openQueue();
      const seen: unknown[] = [];
      await placed.queue.add([job('once'), job('once'), job('twin')]);
      await placed.queue.add([job('once', { data: { id: 'other' } })]);
      working(placed, async ({ id }) => void seen.push(id));
      await ended(placed, 'once');
      await placed.queue.add([job('once'), job('last')]);
      await ended(placed, 'last');
      expect(seen.sort()).toEqual(['last', 'once', 'twin']);
    });

    it('keeps to the rate of Stripe, and lets nothing else wait for that', async () => {
      const placed = await openQueue();
      const starts: number[] = [];
      let otherMs = 0;
      const keys = Array.from({ length: 11 }, (_, index) => `call ${index}`);
      await placed.queue.add(keys.map((key) => job(key, { name: 'limited' })));
      const beganMs = Date.now();
      working(placed, async ({ id }) => {
        if (id === 'other') otherMs = Date.now();
        else starts.push(Date.now());
      });
      await placed.queue.add([job('other', { name: 'other' })]);
      for (const key of keys) await ended(placed, key);
      // Five a second, which the first one may begin late in: the eleventh is in the third second.
      expect((starts.at(-1) ?? 0) - beganMs).toBeGreaterThanOrEqual(2_000);
      expect(otherMs).toBeLessThan(starts.at(-1) ?? 0);
    });

    it(
      'goes on with a job whose worker was killed',
      async () => {
        await stage.leave();
        const child = spawn(process.execPath, [PROCESS, JSON.stringify(stage.place)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        onTestFinished(() => void child.kill('SIGKILL'));
        await once(child.stdout, 'data');
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
        const placed = await openQueue();
        expect(await stateOf(placed, 'interrupted')).toBe('active');
        const seen: unknown[] = [];
        working(placed, async ({ id }) => void seen.push(id));
        await placed.queue.add([job('next')]);
        await ended(placed, 'next');
        await ended(placed, 'interrupted');
        expect(seen).toEqual(['next', 'interrupted']);
      },
      SLOW_MS,
    );

    it('makes a dead letter of what always fails, without holding others up', async () => {
      const placed = await openQueue();
      let tries = 0;
      working(placed, async ({ id }) => {
        if (id !== 'bad') return;
        tries += 1;
        throw new TypeError('it is odd');
      });
      await placed.queue.add([job('bad'), job('good')]);
      await ended(placed, 'good');
      await ended(placed, 'bad', 'dead');
      expect(tries).toBe(3);
      expect(await placed.queue.dead({ offset: 0, limit: 10 })).toMatchObject([
        { key: 'bad', state: 'dead', tries: 3, error: 'TypeError: it is odd', data: { id: 'bad' } },
      ]);
      // It is known: the same job is not begun anew by being added again.
      await placed.queue.add([job('bad')]);
      expect(await stateOf(placed, 'bad')).toBe('dead');
    });

    it('makes a dead letter at once of what was given up, and tries it again when it is told to', async () => {
      const placed = await openQueue();
      let isMended = false;
      const tries = new Map<unknown, number>();
      working(placed, async ({ id }) => {
        tries.set(id, (tries.get(id) ?? 0) + 1);
        if (!isMended) throw new JobGivenUp('the card is of another account');
      });
      await placed.queue.add([job('one'), job('two', { name: 'other' }), job('three')]);
      for (const key of ['one', 'two', 'three']) await ended(placed, key, 'dead');
      expect([...tries.values()]).toEqual([1, 1, 1]);
      const dead = await placed.queue.dead({ offset: 0, limit: 2 });
      const rest = await placed.queue.dead({ offset: 2, limit: 2 });
      expect([...dead, ...rest].map(({ key }) => key).sort()).toEqual(['one', 'three', 'two']);
      expect(dead[0]?.error).toBe('the card is of another account');

      isMended = true;
      expect(await placed.queue.retry('one')).toMatchObject({ kind: 'retried', job: { key: 'one' } });
      await ended(placed, 'one');
      expect(await placed.queue.retry('one')).toEqual({ kind: 'not_dead' });
      expect(await placed.queue.retry('nothing')).toEqual({ kind: 'unknown' });
      expect(await placed.queue.retryAll()).toBe(2);
      await ended(placed, 'two');
      await ended(placed, 'three');
      expect(await placed.queue.dead({ offset: 0, limit: 10 })).toEqual([]);
    });

    it('tries a dead letter that was told to again as often as a new job', async () => {
      const placed = await openQueue();
      let tries = 0;
      working(placed, async () => {
        tries += 1;
        throw new Error('no');
      });
      await placed.queue.add([job('bad')]);
      await ended(placed, 'bad', 'dead');
      await placed.queue.retry('bad');
      await until(async () => tries === 6 && (await stateOf(placed, 'bad')) === 'dead');
      expect(tries).toBe(6);
    });

    it('ends what it is at before it closes, begins nothing more, and leaves the rest to others', async () => {
      const placed = await openQueue();
      const begun: unknown[] = [];
      const ending: unknown[] = [];
      const keys = Array.from({ length: 8 }, (_, index) => `slow ${index}`);
      await placed.queue.add(keys.map((key) => job(key)));
      const first = working(placed, async ({ id }) => {
        begun.push(id);
        await pause(400);
        ending.push(id);
      });
      await until(async () => begun.length > 0);
      await first.close(10_000);
      const atOnce = begun.length;
      expect(ending).toHaveLength(atOnce);
      expect(atOnce).toBeLessThan(keys.length);
      await pause(300);
      expect(begun).toHaveLength(atOnce);
      working(placed, async ({ id }) => void begun.push(id));
      for (const key of keys) await ended(placed, key);
      expect(begun.sort()).toEqual(keys);
    });

    it('leaves a job that it has no handler for to whoever has one', async () => {
      const placed = await openQueue();
      await placed.queue.add([job('from the future', { name: 'not_ours' })]);
      const without = working(placed, async () => {});
      await until(async () => (await stateOf(placed, 'from the future')) === 'delayed');
      await without.close();
      const seen: unknown[] = [];
      placed.queue.work({ queues: ALL, handlers: { not_ours: async ({ id }) => void seen.push(id) } });
      await ended(placed, 'from the future');
      expect(seen).toEqual(['from the future']);
    });

    it('has jobs come by themselves, is not put off by a start, and ends what no kind says any more', async () => {
      const ticking = { ...KINDS, tick: { queue: 'work', attempts: 1, everyMs: 400 } } as const;
      const placed = await openQueue(ticking);
      let ticks = 0;
      working(placed, async () => {
        ticks += 1;
      });
      await placed.queue.schedule(ALL);
      const [work] = (await placed.queue.library()).filter((queue) => queue.name === 'work');
      await until(async () => ticks >= 2);
      await placed.queue.schedule(ALL);
      await until(async () => ticks >= 4);
      expect(await work?.getJobSchedulers()).toMatchObject([{ key: 'tick', every: 400 }]);
      await placed.close();
      opened.length = 0;

      const without = await openQueue();
      await without.queue.schedule(ALL);
      const [left] = (await without.queue.library()).filter((queue) => queue.name === 'work');
      expect(await left?.getJobSchedulers()).toEqual([]);
      expect((await without.queue.states()).map(({ delayed }) => delayed)).toEqual(ALL.map(() => 0));
    });

    it('has no jobs come by themselves in a queue that nobody works', async () => {
      const placed = await openQueue({ tick: { queue: 'stripe', attempts: 1, everyMs: 400 } });
      await placed.queue.schedule(['work', 'notify']);
      expect((await placed.queue.states())[0]).toMatchObject({ queue: 'stripe', waiting: 0, delayed: 0 });
    });

    it(
      'goes on when its place is restarted in the midst of jobs',
      async () => {
        const placed = await openQueue();
        const begun = Promise.withResolvers<void>();
        const restarted = Promise.withResolvers<void>();
        const done = new Set<unknown>();
        working(placed, async ({ id }) => {
          begun.resolve();
          await restarted.promise;
          done.add(id);
        });
        const keys = Array.from({ length: 8 }, (_, index) => `job ${index}`);
        await placed.queue.add(keys.map((key) => job(key)));
        await begun.promise;
        await stage.restart(placed);
        restarted.resolve();
        for (const key of keys) await until(async () => (await stateOf(placed, key)) === 'done', SLOW_MS);
        expect([...done].sort()).toEqual(keys);
        await until(async () => placed.queue.add([job('after')]).then(() => true));
        await ended(placed, 'after');
      },
      SLOW_MS,
    );

    it('tells how the queues stand, and since when the oldest job waits', async () => {
      const placed = await openQueue();
      const beforeMs = Date.now();
      await placed.queue.add([job('first')]);
      const betweenMs = Date.now();
      await pause(20);
      await placed.queue.add([job('second'), job('later', { notBeforeMs: beforeMs + 60_000 })]);
      const [stripe, notify, work] = await placed.queue.states();
      expect(stripe).toEqual({ queue: 'stripe', waiting: 0, active: 0, delayed: 0, dead: 0, oldestWaitingMs: null });
      expect(notify?.queue).toBe('notify');
      expect(work).toMatchObject({ queue: 'work', waiting: 2, active: 0, delayed: 1, dead: 0 });
      expect(work?.oldestWaitingMs).toBeGreaterThanOrEqual(beforeMs);
      expect(work?.oldestWaitingMs).toBeLessThanOrEqual(betweenMs);
    });

    it('counts the wait of a job that was put off from when it became due', async () => {
      const placed = await openQueue();
      const beforeMs = Date.now();
      const dueMs = beforeMs + 500;
      await placed.queue.add([job('later', { notBeforeMs: dueMs })]);
      const tookMs = Date.now() - beforeMs;
      await until(async () => Date.now() > dueMs + tookMs);
      await promote(placed);
      expect(await oldestOf(placed)).toBeGreaterThanOrEqual(dueMs);
      expect(await oldestOf(placed)).toBeLessThanOrEqual(dueMs + tookMs);
    });

    it('counts the wait of a job that failed from when it was to be tried again, or was told to be', async () => {
      const placed = await openQueue({ ...KINDS, plain: { queue: 'work', attempts: 2 } });
      let failedMs = 0;
      const fail = async () => {
        failedMs = Date.now();
        throw new Error('no');
      };
      await placed.queue.add([job('bad')]);
      const first = working(placed, fail);
      await until(async () => failedMs > 0);
      await first.close();
      // 200 ms, of which half is chance.
      await until(async () => Date.now() > failedMs + 1_000);
      await promote(placed);
      expect(await oldestOf(placed)).toBeGreaterThanOrEqual(failedMs + 100);
      expect(await oldestOf(placed)).toBeLessThanOrEqual(failedMs + 1_000);

      const second = working(placed, fail);
      await ended(placed, 'bad', 'dead');
      await second.close();
      const toldMs = Date.now();
      await placed.queue.retry('bad');
      expect(await oldestOf(placed)).toBeGreaterThanOrEqual(toldMs);
    });
  });
}
