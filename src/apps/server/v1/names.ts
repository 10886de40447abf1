import type { z } from 'zod';
import { listApiKeys } from '../../../adapters/store/database/api-keys.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { listUsers } from '../../../adapters/store/database/users.ts';
import type { actor } from '../../../sdk/schema/paging.ts';

export type Actor = z.output<typeof actor>;

/** Says who an author's id is. */
export type Named = (id: string) => Actor;

/** The names of all keys and users, as they are now: who was erased has none any more. Both are few. */
export async function readNames(pool: SqlPool): Promise<Named> {
  const actors = [await listApiKeys(pool), await listUsers(pool)].flat();
  const names = new Map(actors.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? null });
}
