import { limits } from '../domain/limits.ts';

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
