import { type Kysely, sql } from 'kysely';

/** Stripe's reports of authorizations in the order in which they came: to count the past again. */
export async function reportsInOrder(db: Kysely<unknown>): Promise<void> {
  await sql`create index if not exists events_reports on events (received_at, id)
    where type in ('issuing_authorization.created', 'issuing_authorization.updated')`.execute(db);
}
