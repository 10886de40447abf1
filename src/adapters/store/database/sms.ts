import type { SqlPool } from './pool.ts';

// A phone is an HMAC here, as everywhere.

/** Whether the owner of a phone said STOP, and not START after it. */
export async function isOptedOut(pool: SqlPool, phone: string): Promise<boolean> {
  const { rows } = await pool.query('select from sms_opt_outs where phone = $1 and until is null', [phone]);
  return rows.length > 0;
}

/** Remembers for good that a phone wants no texts: from whenever that was said first. */
export async function optOut(pool: SqlPool, phone: string, atMs: number): Promise<void> {
  await pool.query(
    `insert into sms_opt_outs (phone, since) values ($1, $2)
    on conflict (phone) do update set until = null, revision = excluded.revision,
      since = case when sms_opt_outs.until is null then sms_opt_outs.since else excluded.since end`,
    [phone, new Date(atMs)],
  );
}

/** The owner of a phone takes that back. */
export async function optIn(pool: SqlPool, phone: string, atMs: number): Promise<void> {
  const now = new Date(atMs);
  await pool.query(
    `update sms_opt_outs set until = $2, revision = nextval('challenge_revisions')
    where phone = $1 and until is null`,
    [phone, now],
  );
}

/** A text that came in, and what it came to: never what it said. */
export interface NotedReply {
  readonly messageId: string;
  readonly phone: string;
  /** Null: it is about no question. */
  readonly challengeId: string | null;
  readonly reading: string;
  readonly effect: string;
}

/**
 * Takes a message for this transaction alone: false where it was taken before. Who delivers it at the same time waits
 * until this one is done.
 */
export async function takeMessage(
  joined: SqlPool,
  { messageId, phone, atMs }: Pick<NotedReply, 'messageId' | 'phone'> & { readonly atMs: number },
): Promise<boolean> {
  const { rows } = await joined.query(
    `insert into sms_replies (message_id, phone, reading, effect, received_at) values ($1, $2, '', '', $3)
    on conflict (message_id) do nothing returning message_id`,
    [messageId, phone, new Date(atMs)],
  );
  return rows.length > 0;
}

/** Writes down what a message that was taken came to. */
export async function noteReply(
  joined: SqlPool,
  { messageId, challengeId, reading, effect }: Omit<NotedReply, 'phone'>,
): Promise<void> {
  await joined.query('update sms_replies set challenge_id = $2, reading = $3, effect = $4 where message_id = $1', [
    ...[messageId, challengeId, reading, effect],
  ]);
}

/** When the first YES was said that waits until it is known whether its question left; null: none does. */
export async function keptYesMs(pool: SqlPool, challengeId: string): Promise<number | null> {
  const { rows } = await pool.query<{ received_at: Date }>(
    `select received_at from sms_replies where challenge_id = $1 and reading = 'yes' and effect = 'kept'
    order by received_at limit 1`,
    [challengeId],
  );
  return rows[0]?.received_at.getTime() ?? null;
}

/** Lets no YES wait for this question any more: it was said before anything was asked. */
export async function dropKeptYes(joined: SqlPool, challengeId: string): Promise<void> {
  await joined.query(`update sms_replies set effect = 'nothing' where challenge_id = $1 and effect = 'kept'`, [
    challengeId,
  ]);
}

/** Which of these messages put other questions than this one. */
export async function takenByOthers(
  pool: SqlPool,
  messageIds: readonly string[],
  challengeId: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ message_id: string }>(
    'select message_id from challenges where message_id = any($1) and id <> $2',
    [messageIds, challengeId],
  );
  return new Set(rows.map(({ message_id: id }) => id));
}

/** Whether a phone was, or may have been, texted a question before this one. */
export async function wasTextedBefore(
  pool: SqlPool,
  { id, phone, askedAtMs }: { readonly id: string; readonly phone: string; readonly askedAtMs: number },
): Promise<boolean> {
  const { rows } = await pool.query(
    `select from challenges where phone = $1 and channel = 'twilio' and id <> $2 and asked_at <= $3
      and (sent_at is not null or claimed_at is not null) limit 1`,
    [phone, id, new Date(askedAtMs)],
  );
  return rows.length > 0;
}
