import type { SqlPool } from './pool.ts';

/** The version of the database's server, e.g. `17.5`. */
export async function serverVersion(pool: SqlPool): Promise<string> {
  const { rows } = await pool.query<{ server_version: string }>('show server_version');
  // Debian's has its own behind: `15.14 (Debian 15.14-0+deb12u1)`.
  return rows[0]?.server_version.split(' ')[0] ?? '';
}

/** A version of Stripe's API by which events were written, and when the last of them came. */
export interface SeenApiVersion {
  readonly version: string;
  readonly lastAtMs: number;
}

/** The versions of Stripe's API among the last so many events, the one seen last first. */
export async function seenApiVersions(pool: SqlPool, events: number): Promise<SeenApiVersion[]> {
  const { rows } = await pool.query<{ version: string; last_at: Date }>(
    `select version, max(received_at) as last_at from (
      select record::jsonb ->> 'api_version' as version, received_at from events order by seq desc limit $1) latest
    where version is not null group by version order by last_at desc`,
    [events],
  );
  return rows.map(({ version, last_at }) => ({ version, lastAtMs: last_at.getTime() }));
}
