import type { DurationLiteral } from '../syntax.ts';

/** `5 days`, `1 week`: the amount always, and an s where it isn't one. */
export function printDuration({ amount, unit }: Pick<DurationLiteral, 'amount' | 'unit'>): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
