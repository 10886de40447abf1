import { describe, expect, test } from 'vitest';
import { createKeySpace } from '../../../src/adapters/counters/redis/keys.ts';
import { type Prepared, prepare } from '../../../src/adapters/counters/redis/prepared.ts';
import { createUnwritten } from '../../../src/adapters/counters/redis/unwritten.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { entryOf, handOn, NOON, timelineOf } from '../../contract/timelines/stage.ts';
import { createManualClock } from '../../support/clock.ts';
import { testHash } from '../../support/redis.ts';

const space = createKeySpace('cs', testHash, false);
const { request } = handOn({ apply: async () => [] }, timelineOf([]));
const writing = (index: number): Prepared => prepare(space, request(entryOf(`e${index}`, NOON)));

/** A queue before a Redis that takes nothing until it is told to. */
function stage() {
  const clock = createManualClock();
  const written: string[] = [];
  const givenUp: number[] = [];
  let isUp = false;
  let tries = 0;
  const unwritten = createUnwritten({
    clock,
    async write(requests) {
      tries += 1;
      if (!isUp) throw new Error('no');
      for (const { line, request: sent } of requests) written.push(`${line.slice(2, 11)}${sent.isRead ? ' read' : ''}`);
    },
    onGivenUp: (sinceMs) => void givenUp.push(sinceMs),
  });
  return {
    ...{ clock, written, givenUp, unwritten },
    tries: () => tries,
    comeUp() {
      isUp = true;
    },
  };
}

describe('writes that Redis did not take', () => {
  test('are tried again until it does, in the order in which they came, and are not read', async () => {
    const { clock, written, unwritten, comeUp, tries } = stage();
    unwritten.add([writing(1), writing(2)]);
    await clock.advance(3 * limits.unwrittenRetryMs);
    expect(tries()).toBe(3);
    unwritten.add([writing(3)]);
    expect(unwritten.size).toBe(3);
    comeUp();
    await clock.advance(limits.unwrittenRetryMs);
    expect(unwritten.size).toBe(0);
    expect(written).toEqual([1, 2, 3].map((index) => writing(index).line.slice(2, 11)));
    await clock.advance(10 * limits.unwrittenRetryMs);
    expect(tries()).toBe(4);
  });

  test('are written some at a time', async () => {
    const { unwritten, comeUp, tries } = stage();
    unwritten.add(Array.from({ length: limits.unwrittenAtOnce + 1 }, (_, index) => writing(index)));
    comeUp();
    await unwritten.retry();
    expect([unwritten.size, tries()]).toEqual([0, 2]);
  });

  test('are given up when they are too many, with the time since when', async () => {
    const { clock, unwritten, givenUp } = stage();
    const sinceMs = clock.nowMs();
    unwritten.add([writing(0)]);
    await clock.advance(1_000);
    const many = Array.from({ length: limits.maxUnwrittenCounts }, () => writing(1));
    unwritten.add(many);
    expect([unwritten.size, givenUp]).toEqual([0, [sinceMs]]);
  });

  test('are nothing where something was only to be read', async () => {
    const { clock, unwritten, tries } = stage();
    unwritten.add([prepare(space, request(null))]);
    await clock.advance(limits.unwrittenRetryMs);
    expect([unwritten.size, tries()]).toEqual([0, 0]);
  });

  test('are not tried any more once the queue is closed', async () => {
    const { clock, unwritten, tries } = stage();
    unwritten.add([writing(1)]);
    unwritten.close();
    await clock.advance(10 * limits.unwrittenRetryMs);
    expect(tries()).toBe(0);
  });
});
