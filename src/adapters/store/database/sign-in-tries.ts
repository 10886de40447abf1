import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';

/** Tries that were made lately, this one with them. */
export interface Tries {
  readonly tries: number;
  /** When they are forgotten. */
  readonly overMs: number;
}

/**
 * Counts a try of a subject, which is an HMAC of a login or an address, before it is made: of many at the same time
 * each has a number of its own. After `limits.signInWindowMs` from the first one the count begins again.
 */
export async function countTry(pool: SqlPool, subject: string): Promise<Tries> {
  const { rows } = await pool.query<{ tries: number; left_ms: string | number }>(
    `insert into sign_in_tries as standing (subject, began_at, tries) values ($1, clock_timestamp(), 1)
    on conflict (subject) do update set
      tries = case when ${IS_OVER} then 1 else standing.tries + 1 end,
      began_at = case when ${IS_OVER} then clock_timestamp() else standing.began_at end
    returning tries, extract(epoch from began_at - clock_timestamp()) * 1000 + $2 as left_ms`,
    [subject, limits.signInWindowMs],
  );
  return { tries: rows[0]?.tries ?? 1, overMs: Math.max(0, Number(rows[0]?.left_ms ?? 0)) };
}

/** Takes back a try that was none: who it was is proven. Of a login all of them, of an address that one. */
export async function forgiveTry(pool: SqlPool, { login, address }: { login: string; address: string }): Promise<void> {
  await pool.query(
    `with gone as (delete from sign_in_tries where subject = $1)
    update sign_in_tries set tries = greatest(0, tries - 1) where subject = $2`,
    [login, address],
  );
}

/** Takes out what is of no use any more: sessions and links that are over, and tries that don't count. */
export async function pruneSignIns(pool: SqlPool): Promise<void> {
  await pool.query(
    `with gone as (delete from sessions where expires_at <= clock_timestamp()
        or seen_at <= clock_timestamp() - $1 * interval '1 millisecond'),
      used as (delete from sign_in_links where used_at is not null or expires_at <= clock_timestamp())
    delete from sign_in_tries as standing where ${IS_OVER}`,
    [limits.sessionIdleMs, limits.signInWindowMs],
  );
}

const IS_OVER = `standing.began_at <= clock_timestamp() - $2 * interval '1 millisecond'`;
