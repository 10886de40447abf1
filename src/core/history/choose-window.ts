import { limits } from '../domain/limits.ts';
import { matureWindow, type Window } from './window.ts';

/** The window that is judged, and when the history begins and ends; or what to choose instead. */
export type ChosenWindow =
  | {
      readonly kind: 'chosen';
      readonly window: Window;
      /** How many days of it the history covers. */
      readonly days: number;
      readonly firstMs: number;
      readonly newestMs: number;
    }
  | { readonly kind: 'no_rows'; readonly problem: string }
  /** It holds no time, or nothing of the history. */
  | { readonly kind: 'bad_window'; readonly window: Window; readonly problem: string };

/**
 * The window of a history. Where nobody says otherwise it ends when rows are old enough to be judged, and is as long as
 * Stripe's guide has it. It must have something in common with the history.
 */
export function chooseWindow(
  { firstMs, newestMs }: { readonly firstMs: number | null; readonly newestMs: number | null },
  wanted: Partial<Window> = {},
  maturityMs: number = limits.historyMaturityMs,
): ChosenWindow {
  if (firstMs === null || newestMs === null) {
    return { kind: 'no_rows', problem: 'The history holds no row that can be read: there is nothing to judge by.' };
  }
  const toMs = wanted.toMs ?? matureWindow(newestMs, maturityMs).toMs;
  const fromMs = wanted.fromMs ?? toMs - limits.historyWindowMs;
  const window = { fromMs, toMs };
  const coveredMs = Math.min(toMs, newestMs + 1) - Math.max(fromMs, firstMs);
  // What is said of a day is no less than a day's: two reviews within an hour are not 48 a day.
  const days = Math.max(1, coveredMs / DAY_MS);
  if (coveredMs > 0) return { kind: 'chosen', window, days, firstMs, newestMs };
  return {
    kind: 'bad_window',
    window,
    problem: problemOf(window, firstMs, newestMs, wanted.toMs === undefined ? maturityMs : null),
  };
}

const DAY_MS = 86_400_000;
const SO = 'so that disputes had time to come';

function problemOf({ fromMs, toMs }: Window, firstMs: number, newestMs: number, maturityMs: number | null): string {
  const covers = `The history runs from ${say(firstMs)} to ${say(newestMs)}.`;
  const asked = `The window, from ${say(fromMs)} to ${say(toMs)},`;
  const why =
    maturityMs === null ? '' : ` Where none is chosen its end is ${maturityMs / DAY_MS} days before that, ${SO}.`;
  if (fromMs >= toMs) return `${asked} holds no time.${why} Choose an end after its beginning. ${covers}`;
  const where = toMs <= firstMs ? 'ends before the history begins' : 'begins after the history ends';
  return `${asked} ${where}. ${covers}${why} Choose one within the history.`;
}

function say(atMs: number): string {
  return new Date(atMs).toISOString();
}
