import type { Role } from '../../../core/domain/role.ts';

/** Who calls: a key that is known and not revoked, or a user who is signed in. */
export interface Caller {
  readonly kind: 'key' | 'user';
  readonly id: string;
  readonly name: string | null;
  /** A user's; null: a key has scopes alone. */
  readonly role: Role | null;
  readonly scopes: readonly string[];
  /** The mode and the account that the key is bound to; null: none. */
  readonly livemode: boolean | null;
  readonly account: string | null;
  /** When the session ends at the latest, in ms since 1970; null: keys don't end. */
  readonly expiresAtMs: number | null;
}

/** Who calls where nobody need be known. */
export const ANYBODY: Caller = {
  ...{ kind: 'key', id: 'anybody', name: null, role: null, scopes: [] },
  ...{ livemode: null, account: null, expiresAtMs: null },
};

/** What a key is bound to, in words. */
export function bound({ livemode, account }: Caller): string {
  const mode = livemode === null ? [] : [`${livemode ? 'live' : 'test'} mode`];
  return [...mode, ...(account === null ? [] : [account])].join(' and ');
}
