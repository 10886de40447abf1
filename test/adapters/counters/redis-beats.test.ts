import { describe, expect, test } from 'vitest';
import { createBeats } from '../../../src/adapters/counters/redis/beats.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { createManualClock } from '../../support/clock.ts';

const START_MS = 1_790_000_000_000;

/** Redis as far as beats go: what it holds of them. */
function stage() {
  const clock = createManualClock(START_MS);
  const beats = createBeats(clock);
  let stands: string | null = null;
  return {
    clock,
    beats,
    /** A write, or a mere beat; gives what was heard to be lost. */
    beat(isWrite = true, token: string | null = 'token', shard = 0) {
      const time = beats.next();
      const lost = beats.heard(shard, { time, isWrite }, { token, before: stands });
      stands = String(time);
      return lost;
    },
    copy: () => stands,
    putBack(copy: string | null) {
      stands = copy;
    },
  };
}

describe('beats', () => {
  test('grow also where the clock stands still or is set back', () => {
    const { beats } = stage();
    const times = [beats.next(), beats.next(), beats.next()];
    expect(times).toEqual([0, 1, 2].map((more) => START_MS * 1_000 + more));
  });

  test('say nothing while Redis has what was written', () => {
    const { beat } = stage();
    expect([beat(), beat(), beat(false)]).toEqual([null, null, null]);
  });

  test('say since when writes are lost, once', async () => {
    const { beat, copy, putBack, clock } = stage();
    beat();
    await clock.advance(5_000);
    beat();
    const replica = copy();
    await clock.advance(5_000);
    beat();
    putBack(replica);
    expect(beat()).toBe(START_MS + 5_000);
    expect(beat()).toBeNull();
  });

  test('notice the loss of the very last write, though it was made in the same millisecond', () => {
    const { beat, copy, putBack } = stage();
    beat();
    const replica = copy();
    beat();
    putBack(replica);
    expect(beat(false)).toBe(START_MS);
  });

  test('say that all is lost since the first of them where none is left', async () => {
    const { beat, putBack, clock } = stage();
    await clock.advance(1_000);
    beat();
    putBack(null);
    expect(beat()).toBe(START_MS + 999);
  });

  test('say nothing of what was lost together with all that was filled', () => {
    const { beat, putBack } = stage();
    beat();
    putBack(null);
    expect([beat(true, null), beat(true, 'another token')]).toEqual([null, null]);
  });

  test('go on for a while after the last write, in the shards that were written to', async () => {
    const { beat, beats, clock } = stage();
    beat(true, 'token', 3);
    expect(beats.due()).toEqual([3]);
    await clock.advance(limits.countersBeatAgainMs - 1);
    beat(false, 'token', 3);
    expect(beats.due()).toEqual([3]);
    await clock.advance(2);
    expect(beats.due()).toEqual([]);
  });
});
