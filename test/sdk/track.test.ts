import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createRandom } from '../../src/core/domain/random.ts';
import { CountersignError } from '../../src/sdk/error.ts';
import { createTracker, type DroppedEvent, type TrackBatch, type TrackSettings } from '../../src/sdk/track.ts';
import { createTrackQueue } from '../../src/sdk/track-queue.ts';
import { createManualClock, settle } from '../support/clock.ts';

type Answer = 'good' | CountersignError | Promise<unknown>;

const refusal = (status: number | null, more: object = {}) =>
  new CountersignError(`status ${status}`, { status, ...more });
const UNREACHABLE = refusal(null);

/** A 400 that names these lines. */
function malformed(...lines: number[]): CountersignError {
  const errors = lines.map((line) => ({ path: `line ${line}.id`, message: 'is bad' }));
  const problem = { type: '', code: 'invalid_request', title: '', status: 400, detail: 'bad', errors } as const;
  return refusal(400, { problem });
}

/** A tracker whose service gives these answers in turn, and good ones ever after. */
function stage(answers: readonly Answer[] = [], settings: TrackSettings = {}) {
  const clock = createManualClock();
  const requests: TrackBatch[] = [];
  const dropped: DroppedEvent[] = [];
  const timers = { ...clock, hold: clock.after };
  const tracker = createTracker(
    async (batch) => {
      requests.push(batch);
      const answer = answers[requests.length - 1] ?? 'good';
      if (answer instanceof Error) throw answer;
      await answer;
    },
    { timers, random: () => 1, onDrop: (event) => dropped.push(event), ...settings },
  );
  const idsOf = ({ lines }: TrackBatch) => lines.map((line) => JSON.parse(line).id);
  return { clock, requests, dropped, tracker, sentIds: () => requests.map(idsOf) };
}

const track = ({ tracker }: Pick<ReturnType<typeof stage>, 'tracker'>, ...ids: string[]) => {
  for (const id of ids) tracker.track('login', { id });
};

describe('an event that is tracked', () => {
  it('is sent with its id and its time, together with those that came soon after', async () => {
    const under = stage();
    const nowMs = under.clock.nowMs();
    expect(under.tracker.track('login', { user_id: 'u' }, { id: 'e_1' })).toBe('e_1');
    await under.clock.advance(999);
    const id = under.tracker.track('login', { user_id: 'v', at: new Date(0) });
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(under.requests).toEqual([]);
    await under.clock.advance(1);
    expect(under.requests.map(({ type, lines }) => [type, lines.map((line) => JSON.parse(line))])).toEqual([
      [
        'login',
        [
          { id: 'e_1', time: new Date(nowMs).toISOString(), user_id: 'u' },
          { id, time: new Date(nowMs + 999).toISOString(), user_id: 'v', at: '1970-01-01T00:00:00.000Z' },
        ],
      ],
    ]);
    expect(under.tracker.status()).toEqual({ waiting: 0, sent: 2, dropped: 0 });
  });

  test.each<[object, object, object]>([
    [{ id: 'own' }, {}, { id: 'own' }],
    [{ id: 7 }, {}, { id: '7' }],
    [{ id: 'own' }, { id: 'said' }, { id: 'said' }],
    [{ id: 'a', time: 5 }, {}, { time: 5 }],
    [{ id: 'a', time: 5 }, { time: 6.5 }, { time: 6.5 }],
    [{ id: 'a' }, { time: new Date(1_000) }, { time: '1970-01-01T00:00:01.000Z' }],
    [{ id: 'a', time: new Date(1_000) }, {}, { time: '1970-01-01T00:00:01.000Z' }],
  ])('%j with %j says %j', async (data, options, said) => {
    const under = stage();
    under.tracker.track('login', data, options);
    await under.tracker.flush();
    expect(JSON.parse(under.requests[0]?.lines[0] ?? '')).toMatchObject(said);
  });

  it('is what it was when it was tracked, whatever becomes of its data', async () => {
    const under = stage();
    const data = { id: 'a', list: [1] };
    under.tracker.track('login', data);
    data.list.push(2);
    await under.tracker.flush();
    expect(under.requests[0]?.lines[0]).toContain('"list":[1]');
  });

  it('goes at once where there are enough for a request', async () => {
    const under = stage([], { batchEvents: 3 });
    track(under, 'a', 'b', 'c', 'd');
    await settle();
    expect(under.sentIds()).toEqual([['a', 'b', 'c']]);
    await under.clock.advance(1_000);
    expect(under.sentIds()).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('goes in a request of its own where others are too long beside it', async () => {
    const under = stage([], { batchBytes: 120 });
    for (const id of ['a', 'b', 'c']) under.tracker.track('login', { id, text: 'x'.repeat(40) });
    under.tracker.track('login', { id: 'd', text: 'x'.repeat(400) });
    await under.tracker.flush();
    expect(under.sentIds()).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('is not overtaken by a shorter one that would still have had room', () => {
    const queue = createTrackQueue(10);
    const lines = ['a'.repeat(40), 'b'.repeat(100), 'c'.repeat(40)];
    for (const line of lines) queue.push({ type: 'login', id: '', line, livemode: undefined, account: undefined });
    const taken = lines.map(() => queue.take({ events: 10, bytes: 139 }).map(({ line }) => line[0]));
    expect(taken).toEqual([['a'], ['b'], ['c']]);
  });

  it('goes with those of its type and world alone, all that waited in one go', async () => {
    const under = stage();
    track(under, 'a');
    under.tracker.track('purchase', { id: 'b' });
    track(under, 'c');
    under.tracker.track('login', { id: 'd' }, { livemode: true });
    under.tracker.track('login', { id: 'e' }, { account: 'acct_1' });
    await under.clock.advance(1_000);
    expect(under.requests.map(({ type, livemode, account }) => [type, livemode, account])).toEqual([
      ['login', undefined, undefined],
      ['purchase', undefined, undefined],
      ['login', true, undefined],
      ['login', undefined, 'acct_1'],
    ]);
    expect(under.sentIds()).toEqual([['a', 'c'], ['b'], ['d'], ['e']]);
  });

  it('waits its turn where it came while others were sent', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const under = stage([promise]);
    track(under, 'a');
    await under.clock.advance(1_000);
    track(under, 'b');
    expect(under.tracker.status().waiting).toBe(2);
    resolve();
    await settle();
    expect(under.sentIds()).toEqual([['a']]);
    await under.clock.advance(1_000);
    expect(under.sentIds()).toEqual([['a'], ['b']]);
  });
});

describe('a service that can not take events', () => {
  test.each([
    ['can not be reached', UNREACHABLE],
    ['has a fault', refusal(500)],
    ['has no database', refusal(503)],
    ['is asked too much', refusal(429)],
    ['is behind another program', refusal(200)],
  ])('is tried again, later and later, where it %s', async (_name, failure) => {
    const under = stage(Array(8).fill(failure));
    track(under, 'a');
    await under.clock.advance(1_000);
    const triesAfter = async (ms: number) => {
      await under.clock.advance(ms);
      return under.requests.length;
    };
    expect([await triesAfter(499), await triesAfter(1)]).toEqual([1, 2]);
    expect([await triesAfter(999), await triesAfter(1)]).toEqual([2, 3]);
    expect([await triesAfter(1_999), await triesAfter(1)]).toEqual([3, 4]);
    await under.clock.advance(10 * 60_000);
    expect(under.sentIds().at(-1)).toEqual(['a']);
    expect(under.tracker.status()).toEqual({ waiting: 0, sent: 1, dropped: 0 });
  });

  it('is never left alone for longer than half a minute', async () => {
    const under = stage(Array(50).fill(UNREACHABLE));
    track(under, 'a');
    await under.clock.advance(20 * 60_000);
    const before = under.requests.length;
    await under.clock.advance(30_000);
    expect(under.requests.length).toBe(before + 1);
  });

  it('is left alone for as long as it says', async () => {
    const under = stage([refusal(429, { retryAfterSeconds: 7 })]);
    track(under, 'a');
    await under.clock.advance(1_000 + 6_999);
    expect(under.requests).toHaveLength(1);
    await under.clock.advance(1);
    expect(under.requests).toHaveLength(2);
  });

  it('is not asked more often because more happens meanwhile', async () => {
    const under = stage([UNREACHABLE], { batchEvents: 2 });
    track(under, 'a', 'b');
    await settle();
    track(under, 'c', 'd', 'e');
    await settle();
    expect(under.requests).toHaveLength(1);
    await under.clock.advance(500);
    expect(under.sentIds()).toEqual([['a', 'b'], ['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('is come back to at different times by different programs', async () => {
    const under = stage([UNREACHABLE], { random: () => 0 });
    track(under, 'a');
    await under.clock.advance(1_250);
    expect(under.requests).toHaveLength(2);
  });

  it('costs the oldest events when too many wait, each of which is told', async () => {
    const under = stage([UNREACHABLE, UNREACHABLE], { maxQueued: 3 });
    track(under, 'a', 'b', 'c');
    await under.clock.advance(1_000);
    track(under, 'd');
    expect(under.dropped).toEqual([{ type: 'login', id: 'a', why: 'full', detail: 'more than 3 events waited' }]);
    track(under, 'e');
    await under.clock.advance(60_000);
    expect(under.sentIds().at(-1)).toEqual(['c', 'd', 'e']);
    expect(under.tracker.status()).toEqual({ waiting: 0, sent: 3, dropped: 2 });
  });

  it('gets fewer events at a time where they were too large, down to the one that is', async () => {
    const large = refusal(413);
    const under = stage([large, large, large]);
    track(under, 'a', 'b', 'c', 'd');
    await under.tracker.flush();
    expect(under.sentIds()).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['a'], ['b'], ['c'], ['d']]);
    expect(under.dropped).toMatchObject([{ id: 'a', why: 'refused' }]);
  });
});

describe('events that the service refuses', () => {
  it('are given up alone where it names them, and the rest is sent', async () => {
    const under = stage([malformed(2, 4)]);
    track(under, 'a', 'b', 'c', 'd');
    await under.tracker.flush();
    expect(under.sentIds()).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'c'],
    ]);
    expect(under.dropped.map(({ id, why, detail }) => [id, why, detail])).toEqual([
      ['b', 'refused', 'id is bad'],
      ['d', 'refused', 'id is bad'],
    ]);
  });

  test.each([400, 409, 422])('are given up all together where it says %s and no more', async (status) => {
    const under = stage([refusal(status)]);
    track(under, 'a', 'b');
    await under.tracker.flush();
    expect(under.dropped.map(({ id, detail }) => [id, detail])).toEqual([
      ['a', `status ${status}`],
      ['b', `status ${status}`],
    ]);
    expect(under.tracker.status()).toEqual({ waiting: 0, sent: 0, dropped: 2 });
  });
});

describe('whoever tracks', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const throwing = {
    get id() {
      throw new Error('no id');
    },
  };

  test.each<[string, unknown, unknown?]>([
    ['what holds itself', cycle],
    ['a number without end', { id: 'a', big: 1n }],
    ['what throws when it is read', throwing],
    ['what is longer than an event may be', { id: 'a', text: 'x'.repeat(20_000) }],
    ['a time that is none', { id: 'a' }, { time: new Date(Number.NaN) }],
  ])('is never thrown at: %s is dropped', async (_name, data, options) => {
    const under = stage();
    under.tracker.track('login', data as object, options as object);
    await under.clock.advance(5_000);
    expect(under.dropped).toMatchObject([{ type: 'login', why: 'unwritable' }]);
    expect(under.requests).toEqual([]);
  });

  test.each([null, undefined, 7, 'text'])('may even track %j', async (data) => {
    const under = stage();
    under.tracker.track('login', data as unknown as object);
    expect(await under.tracker.flush()).toBe(true);
    expect(under.tracker.status()).toEqual({ waiting: 0, sent: 1, dropped: 0 });
  });

  it('is not broken by what it is told with', async () => {
    const onDrop = () => {
      throw new Error('a fault of theirs');
    };
    const under = stage([refusal(400)], { onDrop });
    track(under, 'a');
    expect(await under.tracker.flush()).toBe(true);
    expect(under.tracker.status().dropped).toBe(1);
  });
});

describe('a flush', () => {
  it('sends all that waits at once, and says that it is gone', async () => {
    const under = stage([], { batchEvents: 2 });
    track(under, 'a', 'b', 'c', 'd', 'e');
    expect(await under.tracker.flush()).toBe(true);
    expect(under.sentIds()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('of nothing is over at once', async () => {
    expect(await stage().tracker.flush()).toBe(true);
  });

  it('waits for what is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const under = stage([promise]);
    track(under, 'a');
    await under.clock.advance(1_000);
    let isOver = false;
    const flushed = under.tracker.flush().then((isGone) => {
      isOver = true;
      return isGone;
    });
    await settle();
    expect(isOver).toBe(false);
    resolve();
    expect(await flushed).toBe(true);
  });

  it('does not wait out a pause, and gives up when its time is over', async () => {
    const under = stage(Array(50).fill(UNREACHABLE));
    track(under, 'a');
    await under.clock.advance(100_000);
    const before = under.requests.length;
    const flushed = under.tracker.flush(2_000);
    await settle();
    expect(under.requests.length).toBe(before + 1);
    await under.clock.advance(2_000);
    expect(await flushed).toBe(false);
    expect(under.tracker.status().waiting).toBe(1);
  });

  it('by two at once serves both', async () => {
    const under = stage();
    track(under, 'a');
    expect(await Promise.all([under.tracker.flush(), under.tracker.flush()])).toEqual([true, true]);
    expect(under.requests).toHaveLength(1);
  });
});

it('whatever fails, every event is sent, in order within its type, or dropped and told: none is lost silently', async () => {
  const failure = fc.constantFrom('good', 'later', 'refused', 'named', 'large') as fc.Arbitrary<string>;
  const answerOf = (kind: string): Answer => {
    if (kind === 'later') return UNREACHABLE;
    if (kind === 'refused') return refusal(422);
    if (kind === 'named') return malformed(1);
    return kind === 'large' ? refusal(413) : 'good';
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(failure, { maxLength: 12 }),
      fc.array(fc.tuple(fc.constantFrom('login', 'purchase'), fc.nat(1_500)), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (kinds, events, batchEvents) => {
        const answers = kinds.map(answerOf);
        const under = stage(answers, { batchEvents, maxQueued: 8, random: createRandom(7) });
        for (const [index, [type, ms]] of events.entries()) {
          under.tracker.track(type, { id: `${index}` });
          await under.clock.advance(ms);
        }
        await under.clock.advance(60 * 60_000);
        const good = under.requests.filter((_, turn) => (answers[turn] ?? 'good') === 'good');
        const sent = good.flatMap(({ type, lines }) =>
          lines.map((line) => ({ type, id: Number(JSON.parse(line).id) })),
        );
        const all = [...sent.map(({ id }) => id), ...under.dropped.map(({ id }) => Number(id))];
        expect(all.toSorted((a, b) => a - b)).toEqual(events.map((_, index) => index));
        for (const wanted of ['login', 'purchase']) {
          const ids = sent.filter(({ type }) => type === wanted).map(({ id }) => id);
          expect(ids).toEqual(ids.toSorted((a, b) => a - b));
        }
        expect(under.tracker.status()).toMatchObject({ waiting: 0, sent: sent.length, dropped: under.dropped.length });
      },
    ),
    { seed: 7, numRuns: 200 },
  );
});
