import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A Postgres that databases can be made in. */
export interface BenchPostgres {
  readonly host: string;
  readonly port: number;
  /** Makes a database of its own for a run. */
  createDatabase(): Promise<BenchDatabase>;
}

/** A database of the bench. */
export interface BenchDatabase {
  /** Its URL by way of another port of this machine. */
  urlThrough(port: number): string;
  /** Of these decisions, those that are stored; and how many are marked as recorded late. */
  stored(): Promise<{ readonly ids: ReadonlySet<string>; readonly late: number }>;
  drop(): Promise<void>;
}

/** Looks whether the Postgres of this URL can be reached; null with the reason if not. */
export async function findPostgres(url: string): Promise<BenchPostgres | { readonly skipped: string }> {
  try {
    await withClient(url, (client) => client.query('select 1'));
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    return { skipped: `database stopped: no Postgres at BENCH_DATABASE_URL (${reason})` };
  }
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port || 5432), createDatabase: () => createDatabase(url) };
}

async function createDatabase(url: string): Promise<BenchDatabase> {
  const name = `countersign_bench_${randomBytes(6).toString('hex')}`;
  await withClient(url, (client) => client.query(`create database ${name}`));
  const own = new URL(url);
  own.pathname = name;
  return {
    urlThrough(port) {
      const through = new URL(own);
      through.hostname = '127.0.0.1';
      through.port = String(port);
      return through.href;
    },
    stored: () =>
      withClient(own.href, async (client) => {
        const { rows } = await client.query<{ id: string; is_recorded_late: boolean }>(
          'select id, is_recorded_late from decisions',
        );
        return { ids: new Set(rows.map(({ id }) => id)), late: rows.filter((row) => row.is_recorded_late).length };
      }),
    async drop() {
      await withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function withClient<T>(url: string, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  // Without a listener an error between two queries would end the bench.
  client.on('error', () => {});
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
