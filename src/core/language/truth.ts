/**
 * Kleene's three values. A comparison with a missing operand is `missing`; `not` keeps it; a rule matches only on
 * `true`. (Stripe's Radar documents both results; where it is silent, `not (missing and false)`, this is Kleene's.)
 */
export type Truth = true | false | 'missing';

export function not(a: Truth): Truth {
  return a === 'missing' ? a : !a;
}

export function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === 'missing' || b === 'missing' ? 'missing' : true;
}

export function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === 'missing' || b === 'missing' ? 'missing' : false;
}
