import { randomUUID } from 'node:crypto';
import type { FollowUpKind, FollowUpState } from '../../../core/domain/review.ts';
import type { SqlPool } from './pool.ts';

/** What shall be done after a verdict, and what became of it. */
export interface FollowUp {
  readonly id: string;
  readonly reviewId: string;
  readonly kind: FollowUpKind;
  /** What it is done to, and for a list which one: the same is done once. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | null>>;
  /** The id of a key. */
  readonly author: string;
  readonly state: FollowUpState;
  /** Why it failed, or did not work so far. */
  readonly reason: string | null;
  readonly askedAtMs: number;
  readonly settledAtMs: number | null;
}

/** Adds one, and gives its id; null where the review has the same already. */
export async function addFollowUp(
  pool: SqlPool,
  followUp: Omit<FollowUp, 'id' | 'reason' | 'settledAtMs'>,
): Promise<string | null> {
  const { reviewId, kind, subject, detail, author, state, askedAtMs } = followUp;
  const { rows } = await pool.query<{ id: string }>(
    `insert into review_follow_ups (id, review_id, kind, subject, detail, author, state, asked_at, settled_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (review_id, kind, subject) do nothing returning id`,
    [
      `follow_${randomUUID()}`,
      reviewId,
      kind,
      subject,
      JSON.stringify(detail),
      author,
      state,
      new Date(askedAtMs),
      state === 'done' ? new Date(askedAtMs) : null,
    ],
  );
  return rows[0]?.id ?? null;
}

/** What follows from a review, in the order of asking. */
export async function followUpsOf(pool: SqlPool, reviewIds: readonly string[]): Promise<readonly FollowUp[]> {
  const { rows } = await pool.query<FollowUpRow>(
    'select * from review_follow_ups where review_id = any($1) order by asked_at, kind, subject',
    [reviewIds],
  );
  return rows.map(followUpOf);
}

/** The one of this id; null where there is none. */
export async function findFollowUp(pool: SqlPool, id: string): Promise<FollowUp | null> {
  const { rows } = await pool.query<FollowUpRow>('select * from review_follow_ups where id = $1', [id]);
  return rows[0] ? followUpOf(rows[0]) : null;
}

/** Says how far one is. What is done stays done. */
export async function settleFollowUp(
  pool: SqlPool,
  id: string,
  { state, reason, atMs }: { readonly state: FollowUpState; readonly reason: string | null; readonly atMs: number },
): Promise<void> {
  await pool.query(
    `update review_follow_ups set state = $2, reason = $3, settled_at = $4 where id = $1 and state <> 'done'`,
    [id, state, reason, state === 'pending' ? null : new Date(atMs)],
  );
}

interface FollowUpRow {
  readonly id: string;
  readonly review_id: string;
  readonly kind: FollowUpKind;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | null>>;
  readonly author: string;
  readonly state: FollowUpState;
  readonly reason: string | null;
  readonly asked_at: Date;
  readonly settled_at: Date | null;
}

function followUpOf({ review_id, asked_at, settled_at, ...row }: FollowUpRow): FollowUp {
  return {
    ...row,
    reviewId: review_id,
    askedAtMs: asked_at.getTime(),
    settledAtMs: settled_at?.getTime() ?? null,
  };
}
