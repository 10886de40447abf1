import type { Truth } from './truth.ts';

/** Where the counts of a sum stand, and its sums in US dollars; by currency two a currency follow, fraud and good. */
export const FRAUD = 0;
export const GOOD = 1;
export const UNKNOWN = 2;
export const USD_FRAUD = 3;
export const USD_GOOD = 4;
const FIRST_CURRENCY = 5;

/** Counts and sums of rows, as plain numbers since there are millions. What was never added may be undefined. */
export type RowSums = number[];

/** What a row adds to a sum. */
export interface SummedRow {
  readonly side: typeof FRAUD | typeof GOOD | typeof UNKNOWN;
  /** As `Currencies` numbers it; minor units. */
  readonly currency: number;
  readonly amountMinor: number;
  /** In US dollars; 0 where there is no rate. */
  readonly usd: number;
}

/** The side of a truth: what can't be scored is of none. */
export function sideOf(truth: Truth): SummedRow['side'] {
  return truth === 'fraud' ? FRAUD : truth === 'good' ? GOOD : UNKNOWN;
}

/** Numbers the currencies as they come. */
export interface Currencies {
  indexOf(currency: string): number;
  readonly names: readonly string[];
}

/** No currency has come yet. */
export function createCurrencies(): Currencies {
  const names: string[] = [];
  return {
    indexOf(currency) {
      const index = names.indexOf(currency);
      return index === -1 ? names.push(currency) - 1 : index;
    },
    names,
  };
}

/** Nothing. */
export function noSums(): RowSums {
  return [0, 0, 0, 0, 0];
}

/** Adds a row. */
export function addRow(sums: RowSums, { side, currency, amountMinor, usd }: SummedRow): void {
  sums[side] = at(sums, side) + 1;
  if (side === UNKNOWN) return;
  sums[USD_FRAUD + side] = at(sums, USD_FRAUD + side) + usd;
  const place = FIRST_CURRENCY + 2 * currency + side;
  sums[place] = at(sums, place) + amountMinor;
}

/** Adds another sum. */
export function addSums(sums: RowSums, other: RowSums): void {
  for (let place = 0; place < other.length; place += 1) {
    const added = other[place];
    if (added !== undefined) sums[place] = at(sums, place) + added;
  }
}

/** One number of a sum. */
export function at(sums: RowSums, place: number): number {
  return sums[place] ?? 0;
}

/** How many rows there are, whatever is known of them. */
export function rowsOf(sums: RowSums): number {
  return at(sums, FRAUD) + at(sums, GOOD) + at(sums, UNKNOWN);
}

/** Where the sums of a currency stand, by its number: fraud, and good. */
export function placeOf(currency: number): readonly [fraud: number, good: number] {
  const place = FIRST_CURRENCY + 2 * currency;
  return [place + FRAUD, place + GOOD];
}

/** Fraud and good by currency, minor units, sorted by it: of the currencies in which something is known. */
export function moneyOf(
  sums: RowSums,
  { names }: Currencies,
): { readonly currency: string; readonly fraud: number; readonly good: number }[] {
  return names
    .flatMap((currency, index) => {
      const [fraud, good] = placeOf(index).map((place) => sums[place]);
      return fraud === undefined && good === undefined ? [] : [{ currency, fraud: fraud ?? 0, good: good ?? 0 }];
    })
    .sort((one, other) => (one.currency < other.currency ? -1 : 1));
}
