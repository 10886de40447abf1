/** Whose world something belongs to: test and live, and two connected accounts, never share a key. */
export interface Scope {
  readonly livemode: boolean;
  /** The connected account (`acct_…`) that the event came from; null for the platform's own. */
  readonly account: string | null;
}

/** The scope as a prefix for keys, e.g. `live:acct_1` or `test:`; distinct scopes give distinct prefixes. */
export function scopeKey(scope: Scope): string {
  return `${scope.livemode ? 'live' : 'test'}:${scope.account ?? ''}`;
}
