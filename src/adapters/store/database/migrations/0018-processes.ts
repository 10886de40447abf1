import { type Kysely, sql } from 'kysely';

/** Every process that said that it is there, and when it last did. */
const STATEMENTS = [
  `create table if not exists processes (
    id text primary key,
    name text not null,
    role text not null check (role in ('gateway', 'worker')),
    program text not null,
    node text not null,
    policy_version text,
    started_at timestamptz not null,
    seen_at timestamptz not null,
    stopped_at timestamptz
  )`,
  'create index if not exists processes_seen on processes (seen_at)',
];

/** Gateways and workers. */
export async function processes(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
