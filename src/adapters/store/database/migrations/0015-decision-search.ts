import { type Kysely, sql } from 'kysely';

/**
 * What a search for decisions and for what was counted reads along. The names of merchants are gone through one by one,
 * each once (decisions.ts): a part of one is looked for in some thousand names, not in every record. Asks that never
 * reached us are few among all.
 */
const STATEMENTS = [
  `create index if not exists decisions_merchant_name
    on decisions (livemode, account, lower(record->>'merchant_name'), received_at desc, id)`,
  'create index if not exists asks_unasked on asks (livemode, account, at) where decision_id is null',
];

/** Indexes for the search. */
export async function decisionSearch(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
