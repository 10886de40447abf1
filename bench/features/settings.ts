import type { HotPlan } from './hot-merchant.ts';
import type { MixPlan } from './mix.ts';
import type { MixSize } from './mix-world.ts';
import type { Effort } from './rounds.ts';

/** How each store is measured: in Redis everything takes longer, and its figures vary less. */
export type StorePlan = Pick<MixPlan, 'slices' | 'effort'> & { readonly hot: HotPlan };

/** How much is measured. */
export interface Settings {
  /** All keys alike, with some twenty events in the longest window. */
  readonly even: MixSize;
  /** Merchants as they are in life. */
  readonly busy: MixSize;
  readonly memory: StorePlan;
  readonly redis: StorePlan;
  readonly duel: { readonly rows: number; readonly effort: Effort };
}

/** Events of a card in a week. */
const ASKS_PER_CARD = 20;
const AT_ONCE = 32;

const USUAL: Settings = {
  even: { cards: 2_000, merchants: 2_000, asksPerCard: ASKS_PER_CARD, skew: 1 },
  busy: { cards: 2_000, merchants: 300, asksPerCard: ASKS_PER_CARD, skew: 2 },
  memory: storePlan({ one: 2_560, many: 2_560, rounds: 7, warmups: 2 }, hotGroups(100), { atOnce: 1, rounds: 11 }),
  redis: storePlan({ one: 512, many: 2_048, rounds: 5, warmups: 1 }, hotGroups(100), { atOnce: AT_ONCE, rounds: 5 }),
  duel: { rows: 1_000_000, effort: { rounds: 1, warmups: 0 } },
};

const QUICK: Settings = {
  even: { cards: 500, merchants: 500, asksPerCard: ASKS_PER_CARD, skew: 1 },
  busy: { cards: 500, merchants: 75, asksPerCard: ASKS_PER_CARD, skew: 2 },
  memory: storePlan({ one: 1_024, many: 1_024, rounds: 3, warmups: 1 }, hotGroups(20), { atOnce: 1, rounds: 3 }),
  redis: storePlan({ one: 256, many: 512, rounds: 2, warmups: 1 }, hotGroups(20), { atOnce: AT_ONCE, rounds: 2 }),
  duel: { rows: 200_000, effort: { rounds: 1, warmups: 0 } },
};

/** The settings of a usual or a quick run. */
export function settingsFor(isQuick: boolean): Settings {
  return isQuick ? QUICK : USUAL;
}

function storePlan(
  mix: { one: number; many: number } & Effort,
  groups: HotPlan['groups'],
  { atOnce, rounds }: { atOnce: number; rounds: number },
): StorePlan {
  return {
    slices: [
      { atOnce: 1, asks: mix.one },
      { atOnce: AT_ONCE, asks: mix.many },
    ],
    effort: { rounds: mix.rounds, warmups: mix.warmups },
    hot: { groups, asksPerCard: ASKS_PER_CARD, atOnce, asksPerSlice: 256, effort: { rounds, warmups: 2 } },
  };
}

/** Merchants with 10, 1,000 and so many thousand events; the small ones are many, so that they stay small. */
function hotGroups(thousands: number): HotPlan['groups'] {
  return [
    { events: 10, merchants: 10 * thousands },
    { events: 1_000, merchants: Math.ceil(thousands / 5) },
    { events: 1_000 * thousands, merchants: 1 },
  ];
}
