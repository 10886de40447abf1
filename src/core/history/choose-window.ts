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
  | { readonly kind: 'no_rows' | 'bad_window'; readonly problem: string };

/**
 * The window of a history. Where nobody says otherwise it ends when rows are old enough to be judged, and is as long as
 * Stripe's guide has it. It must have something in common with the history.
 */
export function chooseWindow(
  { firstMs, newestMs }: { readonly firstMs: number | null; readonly newestMs: number | null },
  wanted: Partial<Window> = {},
): ChosenWindow {
  if (firstMs === null || newestMs === null) {
    return { kind: 'no_rows', problem: 'The history holds no row that can be read: there is nothing to judge by.' };
  }
  const toMs = wanted.toMs ?? matureWindow(newestMs).toMs;
  const fromMs = wanted.fromMs ?? toMs - limits.historyWindowMs;
  const window = { fromMs, toMs };
  const coveredMs = Math.min(toMs, newestMs + 1) - Math.max(fromMs, firstMs);
  if (coveredMs > 0) return { kind: 'chosen', window, days: coveredMs / DAY_MS, firstMs, newestMs };
  return { kind: 'bad_window', problem: problemOf(window, firstMs, newestMs, wanted.toMs === undefined) };
}

const DAY_MS = 86_400_000;

function problemOf({ fromMs, toMs }: Window, firstMs: number, newestMs: number, isMature: boolean): string {
  const covers = `The history runs from ${say(firstMs)} to ${say(newestMs)}.`;
  const asked = `from ${say(fromMs)} to ${say(toMs)}`;
  const days = limits.historyMaturityMs / DAY_MS;
  const mature = `Where no end is chosen it ends ${days} days before the newest row, so that disputes had time to come.`;
  if (fromMs >= toMs) {
    return `The window, ${asked}, holds no time. ${isMature ? `${mature} ` : ''}Choose an end after its beginning. ${covers}`;
  }
  const where = toMs <= firstMs ? 'ends before the history begins' : 'begins after the history ends';
  const instead = isMature ? `${mature} Choose an end, or a longer history.` : 'Choose one within the history.';
  return `The window, ${asked}, ${where}. ${covers} ${instead}`;
}

function say(atMs: number): string {
  return new Date(atMs).toISOString();
}
