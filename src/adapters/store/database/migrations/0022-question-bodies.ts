import { type Kysely, sql } from 'kysely';

/** What a question was put with: an HMAC of the text, by which it is found at Twilio whatever the texts are by then. */
export async function questionBodies(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table challenges add column if not exists body_hmac text').execute(db);
}
