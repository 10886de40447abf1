import { describe, expect, test } from 'vitest';
import { createMemoryTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { TimelineStore } from '../../../src/core/features/timeline/store.ts';
import { DAY, engineOf, eventOf, HOUR, MINUTE, valuesOf } from './evaluated.ts';

const TWO_STAGES = `event e
  tries := Count(by ip last 1 hour)
  most := Max(tries by user last 1 day)
  safe := Coalesce(most, 0) + 1`;

const DATA = { ip: 'a', user: 'ann' };

describe('dry', () => {
  test('gives what counting would give, and counts nothing', async () => {
    const { count, evaluate, store } = engineOf(TWO_STAGES);
    await count('e', 0, DATA);
    const event = eventOf('e', 1, DATA);
    const dry = await evaluate(event, 'dry');
    expect(valuesOf(dry)).toEqual({ tries: 2, most: 2, safe: 3 });
    expect(dry.written).toEqual([]);
    expect(dry.isDuplicate).toBeNull();
    expect(
      store.asked
        .slice(2)
        .flat()
        .map(({ entry }) => entry),
    ).toEqual([null, null]);
    expect(valuesOf(await evaluate(event, 'dry'))).toEqual(valuesOf(dry));
    expect(valuesOf(await evaluate(event))).toEqual(valuesOf(dry));
    // Once counted it is not counted again on top of itself.
    expect(valuesOf(await evaluate(event, 'dry'))).toEqual(valuesOf(dry));
  });

  test('asks nothing of timelines that are only written', async () => {
    const { evaluate, store } = engineOf(`event login
      event purchase
      logins := Count<login>(by user last 1 day)`);
    await evaluate(eventOf('login', 0, { user: 'ann' }), 'dry');
    expect(store.asked).toEqual([]);
  });
});

describe('filling', () => {
  test('writes what counting wrote, and reads only what is needed to write', async () => {
    const live = engineOf(TWO_STAGES);
    const filled = engineOf(TWO_STAGES);
    for (let index = 0; index < 3; index += 1) {
      const event = eventOf('e', index, DATA);
      await live.evaluate(event);
      await filled.evaluate(event, 'fill');
    }
    const entriesOf = ({ store }: typeof live) => store.asked.flat().map(({ key, entry }) => [key, entry]);
    expect(entriesOf(filled)).toEqual(entriesOf(live));
    expect(filled.store.asked.map((requests) => requests.map(({ isRead }) => isRead)).slice(0, 2)).toEqual([
      [true],
      [false],
    ]);
    expect(filled.store.asked.flat().every(({ isFilling }) => isFilling)).toBe(true);
    const next = eventOf('e', MINUTE, DATA);
    expect(valuesOf(await filled.evaluate(next))).toEqual(valuesOf(await live.evaluate(next)));
  });

  test('puts right what was written while a timeline was cold', async () => {
    const timelines = createMemoryTimelines();
    const cold = engineOf(TWO_STAGES, timelines);
    const event = eventOf('e', 0, DATA);
    const result = await cold.evaluate(event);
    expect(valuesOf(result)).toEqual({ tries: { missing: 'cold' }, most: { missing: 'cold' }, safe: 1 });
    expect(['tries', 'most', 'safe'].map(result.qualityOf)).toEqual(['cold', 'cold', 'approximate']);

    const filling = engineOf(TWO_STAGES, timelines.filling());
    await filling.evaluate(event, 'fill');
    for (const { id } of cold.plan.timelines) timelines.markFilled(id);
    expect(valuesOf(await cold.count('e', 2 * HOUR, DATA))).toEqual({ tries: 1, most: 1, safe: 2 });
  });
});

describe('a store that fails', () => {
  function failingAt(call: number, store: TimelineStore): TimelineStore {
    let calls = 0;
    return {
      apply(requests) {
        calls += 1;
        return calls === call ? Promise.reject(new Error('no answer')) : store.apply(requests);
      },
    };
  }

  test('makes what it was asked for missing, and says so; what needs it is not written', async () => {
    const { evaluate, store } = engineOf(TWO_STAGES, failingAt(1, createMemoryTimelines().filling()));
    const result = await evaluate(eventOf('e', 0, DATA));
    expect(valuesOf(result)).toEqual({ tries: { missing: 'late' }, most: { missing: 'late' }, safe: 1 });
    expect(result.storeError).toEqual(new Error('no answer'));
    expect(store.asked.length).toBe(1);
    expect(['tries', 'most', 'safe'].map(result.qualityOf)).toEqual(['missing', 'missing', 'approximate']);
  });

  test('at a later stage leaves what came before', async () => {
    const { evaluate } = engineOf(TWO_STAGES, failingAt(2, createMemoryTimelines().filling()));
    const result = await evaluate(eventOf('e', 0, DATA));
    expect(valuesOf(result)).toMatchObject({ tries: 1, most: { missing: 'late' } });
  });

  test('keeps what should have been written, so that settling writes it', async () => {
    const { evaluate, engine, count } = engineOf(TWO_STAGES, failingAt(1, createMemoryTimelines().filling()));
    const result = await evaluate(eventOf('e', 0, DATA));
    await engine.settle(result.written, 'none');
    expect((await count('e', 1, DATA)).values.get('tries')).toBe(2);
  });

  test('rejects to settle', async () => {
    const { evaluate, engine } = engineOf(TWO_STAGES, failingAt(3, createMemoryTimelines().filling()));
    const { written } = await evaluate(eventOf('e', 0, DATA));
    await expect(engine.settle(written, 'approved')).rejects.toThrow('no answer');
    await expect(engine.settle([], 'approved')).resolves.toBeUndefined();
  });
});

test('beyond what is kept one by one a value is approximate, and so is all that is made of it', async () => {
  const { count } = engineOf(`event e
    many := Count(by ip last 1 day)
    few := Count(by ip last 1 minute)
    share := few / many
    both := {many, few}
    plain := 2 * 2`);
  const all = limits.exactEventsPerKey + 2 * limits.foldEntries;
  for (let index = 0; index < all; index += 1) await count('e', index * 10_000, { ip: 'a' });
  const result = await count('e', all * 10_000, { ip: 'a' });
  expect(result.values.get('many')).toBe(all + 1);
  expect(['many', 'few', 'share', 'both', 'plain', 'no such'].map(result.qualityOf)).toEqual([
    'approximate',
    'exact',
    'approximate',
    'approximate',
    'exact',
    'missing',
  ]);
});

describe('what becomes of an ask', () => {
  const TEXT = `event authorization
    attempts := Count(by card last 1 day)
    approved := Count(by card where is_approved last 1 day)
    spent := Sum(amount by card where is_approved last 1 day)
    declined := Count(by card where is_declined last 1 day exclusive)`;
  const ask = { card: 'ic_1', amount: 10, currency: 'usd' };

  test('counts as approved while it is pending, and then as it was settled', async () => {
    const { count, engine } = engineOf(TEXT);
    const first = await count('authorization', 0, ask);
    expect(valuesOf(first)).toEqual({ attempts: 1, approved: 1, spent: 10, declined: 0 });
    const second = await count('authorization', 1, ask);
    expect(valuesOf(second)).toMatchObject({ approved: 2, spent: 20 });
    await engine.settle(first.written, 'declined');
    await engine.settle(second.written, 'approved');
    const third = await count('authorization', HOUR, ask);
    expect(valuesOf(third)).toEqual({ attempts: 3, approved: 2, spent: 20, declined: 1 });
  });

  test('is only an attempt when nothing was heard of it for too long', async () => {
    const { count } = engineOf(TEXT);
    await count('authorization', 0, ask);
    const within = await count('authorization', limits.pendingMs - 1, { ...ask, amount: 1 });
    expect(valuesOf(within)).toMatchObject({ attempts: 2, approved: 2, spent: 11 });
    const later = await count('authorization', limits.pendingMs, { ...ask, amount: 1 });
    expect(valuesOf(later)).toMatchObject({ attempts: 3, approved: 2, spent: 2 });
  });

  test('is what Stripe reported, whatever we say after that', async () => {
    const { count, engine, store } = engineOf(TEXT);
    const first = await count('authorization', 0, ask);
    await engine.settle(first.written, 'declined', true);
    await engine.settle(first.written, 'approved');
    expect(store.asked.at(-1)?.every(({ isRead }) => !isRead)).toBe(true);
    expect(valuesOf(await count('authorization', HOUR, ask))).toMatchObject({ approved: 1, declined: 1 });
  });

  test('does not matter after the window', async () => {
    const { count } = engineOf(TEXT);
    await count('authorization', 0, ask);
    expect(valuesOf(await count('authorization', DAY, ask))).toMatchObject({ attempts: 1, approved: 1 });
  });
});
