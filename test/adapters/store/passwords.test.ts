import { describe, expect, it } from 'vitest';
import { createPasswords, PasswordsBusy } from '../../../src/adapters/store/passwords.ts';
import { limits } from '../../../src/core/domain/limits.ts';

const passwords = createPasswords();

describe('passwords', () => {
  it('are known again by what is kept of them, in whatever form they are typed, and no others are', async () => {
    const kept = await passwords.hash('pässword of ﬁve words');
    expect(kept).toMatch(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await passwords.matches('pa\u0308ssword of five words', kept)).toBe(true);
    expect(await passwords.matches('pässword of ﬁve word', kept)).toBe(false);
    expect(await passwords.hash('pässword of ﬁve words')).not.toBe(kept);
  }, 30_000);

  it.each([
    ['nothing', null],
    ['something else', 'plain'],
  ])(
    'match %s never, and as slowly',
    async (_what, kept) => {
      const timed = async (run: () => Promise<unknown>) => {
        const beganMs = performance.now();
        await run();
        return performance.now() - beganMs;
      };
      const hashMs = await timed(() => passwords.hash('a password to measure'));
      let isRight = true;
      const matchMs = await timed(async () => {
        isRight = await passwords.matches('a password to measure', kept);
      });
      expect(isRight).toBe(false);
      expect(matchMs).toBeGreaterThan(hashMs / 5);
    },
    30_000,
  );

  it('leave the event loop free, are hashed one after another, and too many are refused', async () => {
    const cheap = createPasswords();
    const results = Array.from({ length: limits.maxPasswordsWaiting + 1 }, () => cheap.matches('x', null));
    const last = results.pop();
    const order: number[] = [];
    results.forEach((result, place) => void result.then(() => order.push(place)));
    await expect(last).rejects.toBeInstanceOf(PasswordsBusy);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await results[0];
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    await Promise.all(results);
    expect(order).toEqual(results.map((_result, place) => place));
  }, 60_000);
});
