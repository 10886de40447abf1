import { readMoves, WORDS, type Word, writeMoves } from './bounds.ts';

/** What the address of the page holds; what is not there is as it is at first. */
export interface ThresholdsSearch {
  /** Whose thresholds; those of the first portfolio without it. */
  readonly portfolio?: string;
  /** The run that everything is told from. */
  readonly run?: string;
  /** What was moved, e.g. `fraud_risk_score.decline:60`. */
  readonly at?: string;
  /** Over which threshold of the fraud score the curves are drawn; that of declining without it. */
  readonly curve?: Word;
  /** The currency of the curves of money; the one with most of it without it. */
  readonly currency?: string;
}

/** Of whatever stands in an address only what means something here. */
export function readThresholdsSearch(search: Record<string, unknown>): ThresholdsSearch {
  const { portfolio, run, at, currency } = search;
  const curve = WORDS.find((word) => word === search.curve);
  const moves = typeof at === 'string' ? writeMoves(readMoves(at)) : '';
  return {
    ...(typeof portfolio === 'string' && portfolio !== '' && { portfolio }),
    ...(typeof run === 'string' && /^bt_[\w-]+$/.test(run) && { run }),
    ...(moves !== '' && { at: moves }),
    ...(curve && { curve }),
    ...(typeof currency === 'string' && /^[a-z]{3}$/i.test(currency) && { currency }),
  };
}
