/**
 * A set of what a text or a truth may be: the members, or all but the members. Texts are members as `=text`, truths as
 * `true` and `false`, and whatever is of another type than its attribute as `ODD`.
 */
export interface Choice {
  readonly isExcept: boolean;
  readonly members: ReadonlySet<string>;
}

/** The member that stands for a value of another type: no comparison with it is true or false. */
export const ODD = 'odd';

export const ALL: Choice = { isExcept: true, members: new Set() };
export const NONE: Choice = { isExcept: false, members: new Set() };

/** The set of just these. */
export function only(...members: readonly string[]): Choice {
  return { isExcept: false, members: new Set(members) };
}

/** All that is not in the set. */
export function complementOf({ isExcept, members }: Choice): Choice {
  return { isExcept: !isExcept, members };
}

/** What is in both sets. */
export function intersection(a: Choice, b: Choice): Choice {
  if (a.isExcept && b.isExcept) return { isExcept: true, members: a.members.union(b.members) };
  if (a.isExcept) return { isExcept: false, members: b.members.difference(a.members) };
  return {
    isExcept: false,
    members: b.isExcept ? a.members.difference(b.members) : a.members.intersection(b.members),
  };
}

/** Whether nothing is in the set. What leaves only some out is never empty: there are always further texts. */
export function isNone({ isExcept, members }: Choice): boolean {
  return !isExcept && members.size === 0;
}

/** Whether all of `a` is in `b`. */
export function isWithin(a: Choice, b: Choice): boolean {
  return isNone(intersection(a, complementOf(b)));
}
