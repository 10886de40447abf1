import { OUTCOMES, SPANS, type Span } from '../decisions/search.ts';

/** The spans of time that the funnel may look back over: those of the decisions that it leads to. */
export const WINDOWS = {
  '1h': '1 hour',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
} as const satisfies Readonly<Record<Span, string>>;
export type Window = Span;

export type ShownOutcome = (typeof OUTCOMES)[number];

/** What the address of the page holds; what is not there is as it is at first. */
export interface NowSearch {
  /** Decisions of this outcome alone. */
  readonly outcome?: ShownOutcome;
  /** How far back the funnel looks; a day without it. */
  readonly window?: Window;
  /** The charts as a table. */
  readonly table?: true;
}

/** Of whatever stands in an address only what means something here. */
export function readNowSearch({ outcome, window, table }: Record<string, unknown>): NowSearch {
  const shown = OUTCOMES.find((name) => name === outcome);
  return {
    ...(shown && { outcome: shown }),
    ...(typeof window === 'string' && Object.hasOwn(WINDOWS, window) && { window: window as Window }),
    ...(table === true && { table }),
  };
}

/** The beginning of a window that ends now, in whole minutes: the same question within one. */
export function windowStart(window: Window, nowMs: number): string {
  return new Date(Math.floor((nowMs - SPANS[window]) / 60_000) * 60_000).toISOString();
}
