import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reservations, Spending } from '../../src/core/challenge/reservations.ts';

/** Reservations that were opened: two doors to the same ones. */
export interface OpenedReservations {
  readonly doors: readonly [Reservations, Reservations];
  /** Lets so much time pass. */
  wait(ms: number): Promise<void>;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const NOW_MS = Date.now();

let names = 0;

/** A name that nobody else uses. */
export function newName(kind: string): string {
  names += 1;
  return `${kind}_${names}`;
}

/** Takes 10.00 from an allowance of 20.00 and three uses a day. */
export function spendingOf(
  allowanceId: string,
  changes: Partial<Spending['use'] & Spending['allowance'] & Pick<Spending, 'known'>> = {},
): Spending {
  const { ask = newName('iauth'), amountMinor = 1_000, atMs = NOW_MS, known = [], ...limits } = changes;
  return {
    allowance: { totalMinor: 2_000, usesDaily: 3, untilMs: NOW_MS + 100 * HOUR_MS, ...limits, id: allowanceId },
    use: { ask, amountMinor, atMs },
    known,
  };
}

/** What all reservations must do, whether asks come through one door or two. */
export function reservationsContract(name: string, open: () => Promise<OpenedReservations>): void {
  describe(`the contract of reservations in ${name}`, () => {
    let opened: OpenedReservations;

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.close();
    });

    for (const [where, to] of [
      ['through one door', 0],
      ['through two doors', 1],
    ] as const) {
      describe(where, () => {
        const first = () => opened.doors[0];
        const second = () => opened.doors[to];

        test('hold a phone for one question, as often as that asks, and for no other', async () => {
          const [phone, other] = [newName('phone'), newName('phone')];
          expect(await first().hold(phone, 'chl_1', HOUR_MS)).toBe('held');
          expect(await second().hold(phone, 'chl_1', HOUR_MS)).toBe('held');
          expect(await second().hold(phone, 'chl_2', HOUR_MS)).toBe('taken');
          expect(await second().hold(other, 'chl_2', HOUR_MS)).toBe('held');
        });

        test('give a phone back to whoever asks next, if it is its own question that lets it go', async () => {
          const phone = newName('phone');
          await first().hold(phone, 'chl_1', HOUR_MS);
          first().release(phone, 'chl_other');
          expect(await second().hold(phone, 'chl_2', HOUR_MS)).toBe('taken');
          first().release(phone, 'chl_1');
          await expect.poll(() => second().hold(phone, 'chl_2', HOUR_MS)).toBe('held');
          // It is too late to let go of what another one has by now.
          first().release(phone, 'chl_1');
          expect(await second().hold(phone, 'chl_3', HOUR_MS)).toBe('taken');
        });

        test('let a phone go when its time is over', async () => {
          const phone = newName('phone');
          await first().hold(phone, 'chl_1', 50);
          expect(await second().hold(phone, 'chl_2', HOUR_MS)).toBe('taken');
          await opened.wait(60);
          expect(await second().hold(phone, 'chl_2', HOUR_MS)).toBe('held');
        });

        test('hold a phone for exactly one of many that ask at once', async () => {
          const phone = newName('phone');
          const asking = Array.from({ length: 20 }, (_, index) =>
            (index % 2 ? first() : second()).hold(phone, `chl_${index}`, HOUR_MS),
          );
          expect((await Promise.all(asking)).filter((held) => held === 'held')).toHaveLength(1);
        });

        test('spend an allowance up to its total, and not a cent beyond', async () => {
          const id = newName('alw');
          expect(await first().spend(spendingOf(id))).toBe(true);
          expect(await second().spend(spendingOf(id, { amountMinor: 1_001 }))).toBe(false);
          expect(await second().spend(spendingOf(id, { amountMinor: 999 }))).toBe(true);
          expect(await first().spend(spendingOf(id, { amountMinor: 2 }))).toBe(false);
          expect(await first().spend(spendingOf(id, { amountMinor: 1 }))).toBe(true);
        });

        test('spend so many uses within a day of the ask', async () => {
          const id = newName('alw');
          const small = (atMs: number) => spendingOf(id, { amountMinor: 0, atMs, usesDaily: 2 });
          expect(await first().spend(small(NOW_MS))).toBe(true);
          expect(await second().spend(small(NOW_MS + HOUR_MS))).toBe(true);
          expect(await first().spend(small(NOW_MS + 24 * HOUR_MS - 1))).toBe(false);
          expect(await first().spend(small(NOW_MS + 24 * HOUR_MS))).toBe(true);
          // One that is late is judged by its own time, and what came after it is gone all the same.
          expect(await second().spend(small(NOW_MS + 2 * HOUR_MS))).toBe(false);
        });

        test('take an ask that asks again for the same one, even when nothing is left', async () => {
          const id = newName('alw');
          const spending = spendingOf(id, { amountMinor: 2_000 });
          expect(await first().spend(spending)).toBe(true);
          expect(await second().spend(spending)).toBe(true);
          expect(await second().spend(spendingOf(id, { amountMinor: 1 }))).toBe(false);
        });

        test('never have less used than is known elsewhere, and count nothing twice', async () => {
          const id = newName('alw');
          const old = { ask: newName('iauth'), amountMinor: 1_500, atMs: NOW_MS - 30 * HOUR_MS };
          expect(await first().spend(spendingOf(id, { amountMinor: 501, known: [old] }))).toBe(false);
          const spending = spendingOf(id, { amountMinor: 400, known: [old] });
          expect(await first().spend(spending)).toBe(true);
          const known = [old, spending.use];
          expect(await second().spend(spendingOf(id, { amountMinor: 101, known }))).toBe(false);
          expect(await second().spend(spendingOf(id, { amountMinor: 100, known }))).toBe(true);
        });

        test('count uses of the day that are known elsewhere', async () => {
          const id = newName('alw');
          const known = [1, 2, 25].map((hours) => {
            return { ask: newName('iauth'), amountMinor: 0, atMs: NOW_MS - hours * HOUR_MS };
          });
          expect(await first().spend(spendingOf(id, { amountMinor: 0, usesDaily: 3, known }))).toBe(true);
          expect(await second().spend(spendingOf(id, { amountMinor: 0, usesDaily: 3 }))).toBe(false);
        });

        test('keep allowances apart', async () => {
          const [one, other] = [newName('alw'), newName('alw')];
          expect(await first().spend(spendingOf(one, { amountMinor: 2_000 }))).toBe(true);
          expect(await second().spend(spendingOf(other, { amountMinor: 2_000 }))).toBe(true);
        });

        test('never go beyond the total when many ask at once', async () => {
          const id = newName('alw');
          const asking = Array.from({ length: 30 }, (_, index) =>
            (index % 2 ? first() : second()).spend(spendingOf(id, { amountMinor: 300, usesDaily: 100 })),
          );
          expect((await Promise.all(asking)).filter(Boolean)).toHaveLength(6);
        });
      });
    }
  });
}
