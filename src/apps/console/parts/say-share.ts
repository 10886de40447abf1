import type { Share } from '../../../core/history/result.ts';

/** A share of one in percent for people: `38.2 %`, `0.04 %`; a dash where it is a share of nothing. */
export function sayShare(value: number | null): string {
  if (value === null) return '–';
  const percent = 100 * value;
  const digits = percent !== 0 && Math.abs(percent) < 0.1 ? 2 : 1;
  return `${percent.toFixed(digits)} %`;
}

/** Where a share lies with 95 %: `36.1 to 40.3`; nothing where there is none. */
export function sayInterval({ low, high }: Share): string {
  if (low === null || high === null) return '';
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
}
