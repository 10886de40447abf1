import { sayCount } from '../../../core/domain/figures.ts';

const UNITS = [
  ['day', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time for people, in the largest unit of which there is one: `1.5 s`, `12 min`, `400 days`, `85 ms`. */
export function sayDuration(ms: number): string {
  const [name, unitMs] = UNITS.find(([, each]) => ms >= each) ?? ['ms', 1];
  const count = Number((ms / unitMs).toFixed(unitMs === 1 ? 0 : 1));
  return `${sayCount(count)} ${name}${name === 'day' && count !== 1 ? 's' : ''}`;
}
