import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // One row an erasure, so that every process learns that it has to clean up, too.
  `create table if not exists erasures (
    seq bigint generated always as identity primary key,
    at timestamptz not null
  )`,
  // What was erased, as HMACs: a record about it that comes later, from a journal or from Stripe, is known.
  `create table if not exists erased_ids (
    hmac text primary key,
    at timestamptz not null,
    is_for_good boolean not null
  )`,
];

/** Which persons were erased. */
export async function erasures(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
