import type { z } from 'zod';
import { listApiKeys } from '../../../adapters/store/database/api-keys.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import type { actor } from '../../../sdk/schema/paging.ts';

export type Actor = z.output<typeof actor>;

/** Says who an author's id is. */
export type Named = (id: string) => Actor;

/** The names of all keys, as they are now: an erased one has none any more, wherever it acted. Keys are few. */
export async function readNames(pool: SqlPool): Promise<Named> {
  const names = new Map((await listApiKeys(pool)).map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? null });
}
