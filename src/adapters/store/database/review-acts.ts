import type { SqlPool } from './pool.ts';

/** What a person did to a review. */
export interface ReviewAct {
  readonly atMs: number;
  readonly act: 'opened' | 'assigned' | 'noted' | 'decided';
  /** The id of a key. */
  readonly author: string;
  readonly note: string | null;
  readonly detail: Readonly<Record<string, string | null>>;
}

/** Writes an act down. */
export async function addReviewAct(pool: SqlPool, reviewId: string, act: ReviewAct): Promise<void> {
  await pool.query(
    'insert into review_acts (review_id, at, act, author, note, detail) values ($1, $2, $3, $4, $5, $6)',
    [reviewId, new Date(act.atMs), act.act, act.author, act.note, JSON.stringify(act.detail)],
  );
}

/** Whether this author said this of the review before. */
export async function hasNote(pool: SqlPool, reviewId: string, author: string, note: string): Promise<boolean> {
  const { rows } = await pool.query(
    'select 1 from review_acts where review_id = $1 and author = $2 and note = $3 limit 1',
    [reviewId, author, note],
  );
  return rows.length > 0;
}

/** What people did to a review, in its order. */
export async function reviewActs(pool: SqlPool, reviewId: string): Promise<readonly ReviewAct[]> {
  const { rows } = await pool.query<Omit<ReviewAct, 'atMs'> & { at: Date }>(
    'select at, act, author, note, detail from review_acts where review_id = $1 order by seq',
    [reviewId],
  );
  return rows.map(({ at, ...act }) => ({ ...act, atMs: at.getTime() }));
}

/** The asks that a review is about, in the order of asking. */
export async function reviewAsks(
  pool: SqlPool,
  reviewId: string,
): Promise<readonly { readonly decisionId: string; readonly atMs: number; readonly rules: readonly string[] }[]> {
  const { rows } = await pool.query<{ decision_id: string; at: Date; rules: string[] }>(
    'select decision_id, at, rules from review_decisions where review_id = $1 order by at, decision_id',
    [reviewId],
  );
  return rows.map(({ decision_id, at, rules }) => ({ decisionId: decision_id, atMs: at.getTime(), rules }));
}
