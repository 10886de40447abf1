import { sayCount } from '../../../core/domain/figures.ts';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** How far a moment is from now, in the largest unit of which there are two: `in 3 hours`, `90 minutes ago`. */
export function saySpan(atMs: number, nowMs: number): string {
  const distanceMs = Math.abs(atMs - nowMs);
  const [name, unitMs] = UNITS.find(([, ms]) => distanceMs >= 2 * ms) ?? UNITS[3];
  const count = Math.floor(distanceMs / unitMs);
  if (count === 0) return 'now';
  const span = `${sayCount(count)} ${name}${count === 1 ? '' : 's'}`;
  return atMs > nowMs ? `in ${span}` : `${span} ago`;
}
