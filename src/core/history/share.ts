import wilson from 'wilson-score-interval';
import type { Share } from './result.ts';

/** So many of so many, with the Wilson interval (95 %); null where there are none. */
export function shareOf(some: number, all: number): Share {
  if (all === 0) return { value: null, low: null, high: null };
  const { left, right } = wilson(some, all);
  return { value: some / all, low: Math.max(0, left), high: Math.min(1, right) };
}
