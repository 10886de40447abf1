/** What the address of one decision says: which parts are open, and what is compared. */
export interface DecisionSearch {
  /** The feature whose events are shown. */
  readonly feature?: string;
  /** What the names of rules must hold. */
  readonly find?: string;
  readonly rules?: 'matched' | 'open';
  /** Who is asked again. */
  readonly profile?: string;
  readonly version?: string;
  readonly case?: true;
}

/** What stands in an address; what is none, or not as it must be, is left out. */
export function readDecisionSearch(search: Record<string, unknown>): DecisionSearch {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name].slice(0, 100) : '');
  const [feature, find, profile, version] = ['feature', 'find', 'profile', 'version'].map(text);
  const rules = (['matched', 'open'] as const).find((one) => one === search.rules);
  return {
    ...(feature && { feature }),
    ...(find && { find }),
    ...(rules && { rules }),
    ...(profile && { profile }),
    ...(version && /^pol_[0-9a-f]{16}$/.test(version) && { version }),
    ...(search.case === true && { case: true }),
  };
}
