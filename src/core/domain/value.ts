/**
 * Why a value is not there. Missing is a value of its own (a rule matches only on true), and support must be able to
 * say which of these it was:
 * - `not_sent`: Stripe's object had no such field, or null
 * - `not_assessed`: Stripe says that it did not assess this signal
 * - `unknown`: Stripe says `unknown`
 * - `unrecognised`: a value that this version doesn't know, or one of the wrong type
 * - `no_rate`: no currency rate for the day
 * - `no_key`: a feature's key is null
 * - `late`: it did not come by its share of the deadline
 * - `cold`: the counters are being rebuilt
 * - `mixed_currency`: a sum over more than one currency
 * - `not_recorded`: no rule read it when the decision was made
 * - `not_counted`: a feature of an ask that is decided without a past
 * - `no_event`: there is no event in the feature's window
 * - `no_value`: nothing that it could be computed from
 */
export type MissingCause =
  | 'not_sent'
  | 'not_assessed'
  | 'unknown'
  | 'unrecognised'
  | 'no_rate'
  | 'no_key'
  | 'late'
  | 'cold'
  | 'mixed_currency'
  | 'not_recorded'
  | 'not_counted'
  | 'no_event'
  | 'no_value';

export interface Missing {
  readonly missing: MissingCause;
}

/** What an attribute can be at the moment of a decision. Numbers are finite; money is in major units. */
export type Value = string | number | boolean | Missing;

// One frozen object a cause: attributes are read on every ask, and most of the missing ones for the same reason.
const missings = new Map<MissingCause, Missing>();

/** The missing value with this cause; always the same object for the same cause. */
export function missing(cause: MissingCause): Missing {
  let value = missings.get(cause);
  if (!value) {
    value = Object.freeze({ missing: cause });
    missings.set(cause, value);
  }
  return value;
}

/** Whether a value is missing, for whatever cause. */
export function isMissing(value: Value): value is Missing {
  return typeof value === 'object';
}

/** Adds every cause for which one of these values is missing. */
export function missingCauses(values: Readonly<Record<string, Value>>, into: Set<MissingCause>): void {
  for (const name in values) {
    const value = values[name];
    if (value !== undefined && isMissing(value)) into.add(value.missing);
  }
}
