import { createRandom } from '../../src/core/domain/random.ts';

/** Purchases side by side, in the order in which they came, which is that of their times. */
export interface Rows {
  readonly count: number;
  readonly cards: Int32Array;
  readonly merchants: Int32Array;
  readonly amounts: Int32Array;
  /** Whole seconds: several of a card may be of the same one. */
  readonly seconds: Int32Array;
}

export const EVENTS_PER_CARD_AND_DAY = 20;
const DAYS = 10;
const DAY_SECONDS = 86_400;
const MERCHANTS = 300;
/** How many are of the same card and second as the one before. */
const TIED_SHARE = 0.02;

/** So many purchases in ten days, some twenty a day of each card; the same for the same seed. */
export function generateRows(count: number, seed: number): Rows {
  const random = createRandom(seed);
  const cardCount = Math.max(1, Math.round(count / (DAYS * EVENTS_PER_CARD_AND_DAY)));
  const rows = {
    count,
    cards: new Int32Array(count),
    merchants: new Int32Array(count),
    amounts: new Int32Array(count),
    seconds: new Int32Array(count),
  };
  for (let row = 0; row < count; row += 1) {
    const isTied = row > 0 && random() < TIED_SHARE;
    rows.cards[row] = isTied ? (rows.cards[row - 1] ?? 0) : Math.floor(cardCount * random());
    rows.seconds[row] = isTied ? (rows.seconds[row - 1] ?? 0) : Math.floor((row * DAYS * DAY_SECONDS) / count);
    rows.merchants[row] = Math.floor(MERCHANTS * random());
    rows.amounts[row] = 100 + Math.floor(20_000 * random() ** 3);
  }
  return rows;
}
