import { type Kysely, sql } from 'kysely';

/** The record: decisions, unique by event and by ask within their scope, and the events that Stripe sends. */
export async function decisionsAndEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('decisions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('livemode', 'boolean', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('event_id', 'text')
    .addColumn('ask_key', 'text')
    .addColumn('authorization_id', 'text')
    .addColumn('asked_at', 'timestamptz', (column) => column.notNull())
    .addColumn('received_at', 'timestamptz', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('review', 'boolean', (column) => column.notNull())
    .addColumn('answered_by', 'text', (column) => column.notNull())
    .addColumn('portfolio', 'text')
    .addColumn('profile', 'text')
    .addColumn('policy_version', 'text')
    .addColumn('is_recorded_late', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('record', 'jsonb', (column) => column.notNull())
    .addUniqueConstraint('decisions_event', ['livemode', 'account', 'event_id'])
    .addUniqueConstraint('decisions_ask', ['livemode', 'account', 'ask_key'])
    .execute();
  await sql`create index decisions_authorization on decisions (livemode, account, authorization_id)`.execute(db);
  await sql`create index decisions_received on decisions (received_at desc, id)`.execute(db);

  await db.schema
    .createTable('events')
    .addColumn('seq', 'bigint', (column) => column.generatedAlwaysAsIdentity().notNull())
    .addColumn('livemode', 'boolean', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('object_id', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('content', 'text')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('received_at', 'timestamptz', (column) => column.notNull())
    .addColumn('record', 'jsonb', (column) => column.notNull())
    .addPrimaryKeyConstraint('events_pkey', ['livemode', 'account', 'id'])
    .execute();
  // What was said last of an object, by the event's own time: see write.ts.
  await sql`create index events_object
    on events (livemode, account, type, object_id, created_at desc, received_at desc, seq desc)`.execute(db);
}
