import type { AttributeDefinition } from '../attributes/definition.ts';
import { ALL, type Choice, complementOf, intersection, isNone, isWithin, NONE, ODD, only } from './choice.ts';
import { ALL_NUMBERS, areWithin, between, bothNumbers, isNoNumber, type Numbers, otherNumbers } from './numbers.ts';

/**
 * What one attribute may be: missing, or a value that is in both sets (metadata is a text and perhaps a number at once;
 * everything else is restricted by one of them).
 */
export interface Region {
  readonly isMissing: boolean;
  readonly choice: Choice;
  readonly numbers: Numbers;
}

/** Missing, and nothing else. */
export const MISSING: Region = { isMissing: true, choice: NONE, numbers: ALL_NUMBERS };
/** Whatever is not missing. */
export const PRESENT: Region = { isMissing: false, choice: ALL, numbers: ALL_NUMBERS };
/** All that a test may turn out to be that is not looked into: `like`, a list, two attributes beside each other. */
export const ANY_TRUTH: Region = { isMissing: false, choice: only('true', 'false', ODD), numbers: ALL_NUMBERS };

/** Whatever is there and in this set. */
export function ofChoice(choice: Choice): Region {
  return { ...PRESENT, choice };
}

/** Whatever is there and a number of this set. */
export function ofNumbers(numbers: Numbers): Region {
  return { ...PRESENT, numbers };
}

/** All that an attribute may be at all. */
export function everythingOf(definition: AttributeDefinition): Region {
  const { type, values, isOpen, range, isAlwaysThere = false } = definition;
  const odd = isAlwaysThere ? [] : [ODD];
  const region = { ...PRESENT, isMissing: !isAlwaysThere };
  if (type === 'boolean') return { ...region, choice: only('true', 'false', ...odd) };
  if (type === 'enum' && values && !isOpen) {
    return { ...region, choice: only(...values.map((value) => `=${value.toLowerCase()}`), ...odd) };
  }
  if (type === 'number') {
    const numbers = range ? between(range.min, range.max) : ALL_NUMBERS;
    return { ...region, numbers: { ...numbers, hasOdd: !isAlwaysThere } };
  }
  return region;
}

/** All that is not in a region that one comparison gave: such a one restricts one of its sets only. */
export function otherThan({ isMissing, choice, numbers }: Region): Region {
  if (areWithin(ALL_NUMBERS, numbers)) return { isMissing: !isMissing, choice: complementOf(choice), numbers };
  return { isMissing: !isMissing, choice, numbers: otherNumbers(numbers) };
}

/** What is in both regions. */
export function both(a: Region, b: Region): Region {
  return {
    isMissing: a.isMissing && b.isMissing,
    choice: intersection(a.choice, b.choice),
    numbers: bothNumbers(a.numbers, b.numbers),
  };
}

export function isEmpty(region: Region): boolean {
  return !region.isMissing && !hasValues(region);
}

/** Whether all of `a` is in `b`. */
export function isInside(a: Region, b: Region): boolean {
  if (a.isMissing && !b.isMissing) return false;
  return !hasValues(a) || (isWithin(a.choice, b.choice) && areWithin(a.numbers, b.numbers));
}

function hasValues({ choice, numbers }: Region): boolean {
  return !isNone(choice) && !isNoNumber(numbers);
}
