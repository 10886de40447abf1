import { missing } from '../../domain/value.ts';
import { BOOL, DURATION, FLOAT, INT, NULL, type ScowlType, STRING, UNKNOWN } from '../scowl-type.ts';
import type { DurationLiteral, DurationUnit, Literal } from '../syntax.ts';
import type { Term } from '../term.ts';

const UNIT_MS: Readonly<Record<DurationUnit, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

const NANOSECONDS_PER_MS = 1_000_000;

/** What stands where a fault was reported: it goes with everything, so that one fault is reported once. */
export const FAULT: Term = { kind: 'constant', value: missing('no_value'), type: UNKNOWN };

export function literalType(value: Literal['value']): ScowlType {
  if (value === null) return NULL;
  if (typeof value === 'boolean') return BOOL;
  if (typeof value === 'string') return STRING;
  return Number.isInteger(value) ? INT : FLOAT;
}

export function literalTerm({ value }: Literal): Term {
  return { kind: 'constant', value: value ?? missing('no_value'), type: literalType(value) };
}

export function durationTerm(literal: DurationLiteral): Term {
  return { kind: 'constant', value: durationMs(literal) * NANOSECONDS_PER_MS, type: DURATION };
}

export function durationMs({ amount, unit }: DurationLiteral): number {
  return amount * UNIT_MS[unit];
}

/** `90 days`, in the greatest unit that divides it. */
export function durationText(ms: number): string {
  const units = Object.entries(UNIT_MS).toReversed();
  const [unit, unitMs] = units.find(([name, size]) => name !== 'week' && ms % size === 0) ?? ['second', UNIT_MS.second];
  const amount = ms / unitMs;
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
