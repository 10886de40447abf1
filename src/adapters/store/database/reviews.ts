import { limits } from '../../../core/domain/limits.ts';
import type { ReviewKind, ReviewVerdict } from '../../../core/domain/review.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** One entry of the queue. */
export interface Review {
  readonly id: string;
  readonly scope: Scope;
  readonly kind: ReviewKind;
  /** Null for an incident. */
  readonly authorizationId: string | null;
  /** The latest of the decisions that it is about; null where there is none of ours. */
  readonly decisionId: string | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly merchant: string | null;
  readonly portfolio: string | null;
  /** Ids of the Review rules that matched. */
  readonly rules: readonly string[];
  /** The alarm that was raised about it; of an incident Stripe's reason, or the stand-in's; null without any. */
  readonly cause: string | null;
  readonly priority: number;
  readonly openedAtMs: number;
  /** The id of a key. */
  readonly assignedTo: string | null;
  readonly closedAtMs: number | null;
  /** The id of a key, or `dispute`. */
  readonly closedBy: string | null;
  readonly verdict: ReviewVerdict | null;
}

/** What of a review is known when it is opened. */
export type NewReview = Omit<
  Review,
  'id' | 'rules' | 'authorizationId' | 'assignedTo' | 'closedAtMs' | 'closedBy' | 'verdict'
> & { readonly authorizationId: string };

/** A review that is open. */
export interface OpenReview {
  readonly id: string;
  readonly scope: Scope;
  readonly authorizationId: string;
  readonly isNew: boolean;
}

/**
 * Opens reviews, each of another authorization; where one is open it is that one, which nobody else changes until this
 * transaction ends.
 */
export async function openReviews(pool: SqlPool, reviews: readonly NewReview[]): Promise<readonly OpenReview[]> {
  if (reviews.length === 0) return [];
  const given = reviews.map(({ scope, authorizationId, decisionId, openedAtMs, ...review }) => ({
    ...review,
    livemode: scope.livemode,
    account: scope.account ?? '',
    authorization_id: authorizationId,
    decision_id: decisionId,
    opened_at: new Date(openedAtMs).toISOString(),
  }));
  const { rows } = await pool.query<
    Pick<ReviewRow, 'id' | 'livemode' | 'account'> & { authorization_id: string; is_new: boolean }
  >(
    `insert into reviews (id, livemode, account, kind, authorization_id, decision_id, card, cardholder, merchant,
      portfolio, cause, priority, opened_at)
    select 'rev_' || gen_random_uuid(), livemode, account, kind, authorization_id, decision_id, card, cardholder,
      merchant, portfolio, cause, priority, opened_at
    from jsonb_to_recordset($1::jsonb) as given (livemode boolean, account text, kind text, authorization_id text,
      decision_id text, card text, cardholder text, merchant text, portfolio text, cause text, priority float8,
      opened_at timestamptz)
    on conflict (livemode, account, authorization_id) where closed_at is null and authorization_id is not null
      do update set authorization_id = excluded.authorization_id
    returning id, livemode, account, authorization_id, xmax = 0 as is_new`,
    [JSON.stringify(given)],
  );
  return rows.map(({ id, livemode, account, authorization_id, is_new }) => ({
    id,
    scope: { livemode, account: account || null },
    authorizationId: authorization_id,
    isNew: is_new,
  }));
}

// An incident that was found to be part of another one is that one.
const STANDING_ID = '(select coalesce(merged_into, id) from reviews where id = $1)';

/** The review of this id, or what it was merged into; null where there is none. */
export async function findReview(pool: SqlPool, id: string): Promise<Review | null> {
  const { rows } = await pool.query<ReviewRow>(`select * from reviews where id = ${STANDING_ID}`, [id]);
  return rows[0] ? reviewOf(rows[0]) : null;
}

/** The same, and nobody else changes it until this transaction ends. */
export async function lockReview(pool: SqlPool, id: string): Promise<Review | null> {
  const { rows } = await pool.query<ReviewRow>(`select * from reviews where id = ${STANDING_ID} for update`, [id]);
  return rows[0] ? reviewOf(rows[0]) : null;
}

/** Gives a review to somebody, by the id of a key; null: to nobody. */
export async function assignReview(pool: SqlPool, id: string, to: string | null): Promise<void> {
  await pool.query('update reviews set assigned_to = $2 where id = $1', [id, to]);
}

/** Closes a review that is open, with what was found. */
export async function closeReview(
  pool: SqlPool,
  id: string,
  { verdict, by, atMs }: { readonly verdict: ReviewVerdict; readonly by: string; readonly atMs: number },
): Promise<void> {
  await pool.query(
    // Not before it was opened, whatever clocks say: what is asked after the closing is another review's.
    `update reviews set verdict = $2, closed_by = $3, closed_at = greatest($4, opened_at)
    where id = $1 and closed_at is null`,
    [id, verdict, by, new Date(atMs)],
  );
}

/** How much waits to be looked at. */
export interface ReviewCounts {
  readonly open: number;
  /** Those that wait for longer than `limits.reviewOverdueMs`. */
  readonly overdue: number;
  /** When the one was opened that waits longest; null where none does. */
  readonly oldestOpenedAtMs: number | null;
}

/** Counts open reviews and incidents: of one scope, or of all where none is given. */
export async function countReviews(pool: SqlPool, nowMs: number, scope?: Scope): Promise<ReviewCounts> {
  const { rows } = await pool.query<{ open: number; overdue: number; oldest: Date | null }>(
    `select count(*)::int as open, (count(*) filter (where opened_at < $1))::int as overdue, min(opened_at) as oldest
    from reviews where closed_at is null and merged_into is null
      and ($2::boolean is null or (livemode = $2 and account = $3))`,
    [new Date(nowMs - limits.reviewOverdueMs), scope?.livemode ?? null, scope?.account ?? ''],
  );
  const { open = 0, overdue = 0, oldest = null } = rows[0] ?? {};
  return { open, overdue, oldestOpenedAtMs: oldest?.getTime() ?? null };
}

/** A row of the table. */
export interface ReviewRow {
  readonly id: string;
  readonly livemode: boolean;
  readonly account: string;
  readonly kind: ReviewKind;
  readonly authorization_id: string | null;
  readonly decision_id: string | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly merchant: string | null;
  readonly portfolio: string | null;
  readonly rules: string[];
  readonly cause: string | null;
  readonly priority: number;
  readonly opened_at: Date;
  readonly assigned_to: string | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly verdict: ReviewVerdict | null;
}

/** A row as a review. */
export function reviewOf(row: ReviewRow): Review {
  const { id, kind, card, cardholder, merchant, portfolio, rules, cause, priority, verdict } = row;
  return {
    id,
    scope: { livemode: row.livemode, account: row.account || null },
    kind,
    authorizationId: row.authorization_id,
    decisionId: row.decision_id,
    card,
    cardholder,
    merchant,
    portfolio,
    rules,
    cause,
    priority,
    openedAtMs: row.opened_at.getTime(),
    assignedTo: row.assigned_to,
    closedAtMs: row.closed_at?.getTime() ?? null,
    closedBy: row.closed_by,
    verdict,
  };
}
