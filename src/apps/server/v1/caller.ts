/** Who calls: a key that is known and not revoked. */
export interface Caller {
  readonly id: string;
  readonly scopes: readonly string[];
  /** The mode and the account that the key is bound to; null: none. */
  readonly livemode: boolean | null;
  readonly account: string | null;
}

/** Who calls where no key is wanted. */
export const ANYBODY: Caller = { id: 'anybody', scopes: [], livemode: null, account: null };

/** What a key is bound to, in words. */
export function bound({ livemode, account }: Caller): string {
  const mode = livemode === null ? [] : [`${livemode ? 'live' : 'test'} mode`];
  return [...mode, ...(account === null ? [] : [account])].join(' and ');
}
