import { listApiKeys } from '../../../../adapters/store/database/api-keys.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import { findUser, type User } from '../../../../adapters/store/database/users.ts';
import type { Scope } from '../../../../core/domain/scope.ts';
import { mayDo } from '../../../../sdk/schema/key-scopes.ts';
import { ROLE_SCOPES } from '../../../../sdk/schema/roles.ts';
import { invalid } from '../request.ts';

/** Throws a Problem unless this is the id of a user, or of a key, that may review in this world. */
export async function checkAssignee(pool: SqlPool, id: string, scope: Scope): Promise<void> {
  const user = await findUser(pool, id);
  const fault = user ? faultOfUser(user) : await faultOfKey(pool, id, scope);
  if (fault !== null) throw invalid([{ path: 'body.to', message: fault }]);
}

function faultOfUser({ id, login, role, disabledAtMs }: User): string | null {
  if (login === null) return `the user ${id} was erased`;
  if (disabledAtMs !== null) return `the user ${id} is disabled`;
  return mayDo(ROLE_SCOPES[role], 'review') ? null : `the user ${id} is a ${role}, who may not review`;
}

async function faultOfKey(pool: SqlPool, id: string, { livemode, account }: Scope): Promise<string | null> {
  const key = (await listApiKeys(pool)).find((known) => known.id === id);
  if (!key) return `there is no user and no key ${id}`;
  if (key.revokedAtMs !== null) return `the key ${id} is revoked`;
  if (!mayDo(key.scopes, 'review')) return `the key ${id} lacks the scope review`;
  const isOther =
    (key.livemode !== null && key.livemode !== livemode) || (key.account !== null && key.account !== account);
  return isOther ? `the key ${id} is bound to another mode or account` : null;
}
