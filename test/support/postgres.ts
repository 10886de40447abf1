import { Client } from 'pg';

const POSTGRES_URL = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/test';

/**
 * Why the tests against Postgres can't run here, or null if they can. Where REQUIRE_POSTGRES is set they may not be
 * skipped: then this throws instead.
 */
export async function whyNoPostgres(): Promise<string | null> {
  try {
    await runOnPostgres('select 1');
    return null;
  } catch (error) {
    if (process.env.REQUIRE_POSTGRES) throw error;
    return `no Postgres at ${new URL(POSTGRES_URL).host} (${error instanceof Error && 'code' in error ? error.code : error})`;
  }
}

/** A Postgres database of its own, empty, as a URL; `drop` removes it whoever is connected. */
export async function createPostgresDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `countersign_test_${process.pid}_${Math.trunc(performance.now() * 1000)}`;
  await runOnPostgres(`create database ${name}`);
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnPostgres(`drop database ${name} with (force)`) };
}

async function runOnPostgres(sql: string): Promise<void> {
  const client = new Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
}
