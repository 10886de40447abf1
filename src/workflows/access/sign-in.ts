import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { countTry, forgiveTry } from '../../adapters/store/database/sign-in-tries.ts';
import { findByLogin, type User } from '../../adapters/store/database/users.ts';
import type { Passwords } from '../../adapters/store/passwords.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Conceal } from '../../core/domain/personal.ts';

/** What signing in stands on. */
export interface SignInPorts {
  readonly pool: SqlPool;
  readonly passwords: Passwords;
  readonly conceal: Conceal;
}

/** What came of a try. */
export type Proven =
  /** `password` is the hash that it was held against: by now the user may have another one. */
  | { readonly kind: 'proven'; readonly user: User; readonly password: string }
  | { readonly kind: 'wrong' }
  /** Too many tries lately, of this login or from this address. */
  | { readonly kind: 'held_up'; readonly retryMs: number };

/**
 * Whether this is the password of this login. A try counts before it is made, so that many at once are no more than
 * one after another, and counts wherever the database is the same. Whether there is such a login, whether it is
 * disabled and whether it has a password makes no difference, in what is said and in how long it takes.
 */
export async function provePassword(
  { pool, passwords, conceal }: SignInPorts,
  { login, password, address }: { readonly login: string; readonly password: string; readonly address: string },
): Promise<Proven> {
  const subjects = { login: conceal(`login ${login}`), address: conceal(`address ${address}`) };
  const ofAddress = await countTry(pool, subjects.address);
  if (ofAddress.tries > limits.signInTriesPerAddress) return { kind: 'held_up', retryMs: ofAddress.overMs };
  const ofLogin = await countTry(pool, subjects.login);
  if (ofLogin.tries > limits.signInTriesPerLogin) return { kind: 'held_up', retryMs: ofLogin.overMs };
  const found = await findByLogin(pool, login);
  const isRight = await passwords.matches(password, found?.password ?? null);
  if (!found || found.password === null || !isRight) return { kind: 'wrong' };
  await forgiveTry(pool, subjects);
  return { kind: 'proven', user: found.user, password: found.password };
}
