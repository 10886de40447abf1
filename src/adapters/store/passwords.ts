import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { limits } from '../../core/domain/limits.ts';

/** Hashes passwords, one after another. */
export interface Passwords {
  /** What is kept of a password: `scrypt$17$8$1$salt$hash`. Rejects with PasswordsBusy where too many wait. */
  hash(password: string): Promise<string>;
  /** Whether it is the one that this was made of. Without a hash it takes as long, and is no. */
  matches(password: string, kept: string | null): Promise<boolean>;
}

/** Too many passwords wait to be hashed. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy';
}

/** OWASP's password storage cheat sheet: N = 2^17, r = 8, p = 1 is 128 MiB, and a part of a second. */
const COST = { logN: 17, r: 8, p: 1 };
const HASH_BYTES = 32;
const KEPT = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

/**
 * Passwords by scrypt of node:crypto, which works on libuv's threads, off the event loop. One at a time: these threads
 * are few, and the journal writes on them, too.
 */
export function createPasswords(): Passwords {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (waiting >= limits.maxPasswordsWaiting) throw new PasswordsBusy('too many people sign in at once');
    waiting += 1;
    const done = last.then(run).finally(() => {
      waiting -= 1;
    });
    last = done.catch(() => {});
    return done;
  }

  return {
    async hash(password) {
      const salt = randomBytes(16);
      const hash = await inTurn(() => derive(password, salt, COST));
      const { logN, r, p } = COST;
      return `scrypt$${logN}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
    },
    async matches(password, kept) {
      const [, logN, r, p, salt, hash] = KEPT.exec(kept ?? '') ?? [];
      if (salt === undefined || hash === undefined) {
        await inTurn(() => derive(password, randomBytes(16), COST));
        return false;
      }
      const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
      const derived = await inTurn(() => derive(password, Buffer.from(salt, 'base64url'), cost));
      return timingSafeEqual(derived, Buffer.from(hash, 'base64url'));
    },
  };
}

function derive(password: string, salt: Buffer, { logN, r, p }: typeof COST): Promise<Buffer> {
  const N = 2 ** logN;
  // What Node allows by itself is less than this takes: 128 * N * r bytes.
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // One and the same text can be typed in several forms (NIST SP 800-63B, 5.1.1.2).
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
