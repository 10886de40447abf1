import { limits } from '../domain/limits.ts';

const DAY_MS = 86_400_000;

/** From when to when, half open: `fromMs` counts, `toMs` does not. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The window that Stripe's guide judges signals by: the 90 days that end 60 days before the newest row, so that
 * disputes had time to come; or so long before it as rows need to be mature.
 */
export function matureWindow(newestMs: number, maturityMs: number = limits.historyMaturityMs): Window {
  const toMs = newestMs - maturityMs;
  return { fromMs: toMs - limits.historyWindowMs, toMs };
}

/** Whether a time is in it. */
export function isWithin({ fromMs, toMs }: Window, atMs: number): boolean {
  return fromMs <= atMs && atMs < toMs;
}

/** The parts of it that each end where so many days, hours or the like begin; together they are all of it. */
export function partsOf({ fromMs, toMs }: Window, unitMs: number, units = 1): Window[] {
  const parts: Window[] = [];
  for (let startMs = fromMs; startMs < toMs; ) {
    const endMs = Math.min(toMs, (Math.floor(startMs / unitMs) + units) * unitMs);
    parts.push({ fromMs: startMs, toMs: endMs });
    startMs = endMs;
  }
  return parts;
}

/** Its parts of as many days (UTC) as one statement reads. */
export function readingParts(window: Window): Window[] {
  return partsOf(window, DAY_MS, limits.performanceReadDays);
}
