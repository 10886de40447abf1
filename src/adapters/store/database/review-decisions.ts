import { type Scope, scopeKey } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import { type Review, type ReviewRow, reviewOf } from './reviews.ts';

/** An authorization in its world. */
export interface ScopedAuthorization {
  readonly scope: Scope;
  readonly authorizationId: string;
}

/**
 * All reviews of these authorizations, each list in the order in which they were closed, the open one last; nobody else
 * changes them until this transaction ends.
 */
export async function lockReviewsOf(
  pool: SqlPool,
  authorizations: readonly ScopedAuthorization[],
): Promise<readonly Review[]> {
  const { rows } = await pool.query<ReviewRow>(
    `select r.* from reviews r join ${ASKED} using (livemode, account, authorization_id)
    order by r.closed_at nulls last, r.id for update of r`,
    [toRows(authorizations)],
  );
  return rows.map(reviewOf);
}

/** All reviews of an authorization, in the order in which they were closed, the open one last. */
export async function reviewsOf(pool: SqlPool, about: ScopedAuthorization): Promise<readonly Review[]> {
  const { rows } = await pool.query<ReviewRow>(
    `select r.* from reviews r join ${ASKED} using (livemode, account, authorization_id)
    order by r.closed_at nulls last, r.id`,
    [toRows([about])],
  );
  return rows.map(reviewOf);
}

/** A decision that a review is about. */
export interface ReviewDecision {
  readonly decisionId: string;
  readonly reviewId: string;
  readonly atMs: number;
  /** Ids of the Review rules that matched. */
  readonly rules: readonly string[];
  readonly priority: number;
}

/** Those of these decisions that are in a review. */
export async function reviewedDecisions(pool: SqlPool, decisionIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ decision_id: string }>(
    'select decision_id from review_decisions where decision_id = any($1)',
    [decisionIds],
  );
  return new Set(rows.map(({ decision_id }) => decision_id));
}

/**
 * Puts decisions into reviews, each into one for good, and brings those reviews to what all their decisions say: opened
 * with the first, about the latest, with the rules of all, as pressing as the most pressing.
 */
export async function addReviewDecisions(pool: SqlPool, decisions: readonly ReviewDecision[]): Promise<void> {
  const rows = decisions.map(({ decisionId, reviewId, atMs, rules, priority }) => {
    return { decision_id: decisionId, review_id: reviewId, at: new Date(atMs).toISOString(), rules, priority };
  });
  await pool.query(
    `insert into review_decisions (decision_id, review_id, at, rules, priority)
    select decision_id, review_id, at, rules, priority from jsonb_to_recordset($1::jsonb)
      as given (decision_id text, review_id text, at timestamptz, rules text[], priority float8)
    on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  await refreshReviews(
    pool,
    decisions.map(({ reviewId }) => reviewId),
  );
}

/** Brings reviews to what all their decisions and alarms say. */
export async function refreshReviews(pool: SqlPool, reviewIds: readonly string[]): Promise<void> {
  await pool.query(REFRESH, [reviewIds]);
}

// What a person opened stays as pressing as it was then while nothing of it is known.
const REFRESH = `
update reviews r set
  kind = case when r.kind = 'alarm' and said.latest is not null then 'rule' else r.kind end,
  opened_at = case when r.kind = 'manual' then r.opened_at else least(said.first_at, warned.first_at) end,
  rules = coalesce(said.rules, '{}'), cause = warned.alarm,
  priority = greatest(said.priority, warned.priority,
    case when r.kind = 'manual' and said.latest is null then r.priority end),
  decision_id = coalesce(said.latest, asked.decision_id, r.decision_id),
  card = coalesce(d.record->>'card', r.card), cardholder = coalesce(d.record->>'cardholder', r.cardholder),
  merchant = coalesce(d.record->>'merchant', r.merchant), portfolio = coalesce(d.portfolio, r.portfolio)
from unnest($1::text[]) wanted (id)
join reviews own on own.id = wanted.id
left join lateral (
  select min(at) as first_at, max(priority) as priority,
    (array_agg(decision_id order by at desc, decision_id))[1] as latest,
    array(select distinct rule from review_decisions of_same, unnest(of_same.rules) rule
      where of_same.review_id = wanted.id order by rule) as rules
  from review_decisions where review_id = wanted.id
) said on true
left join lateral (
  select min(at) as first_at, max(priority) as priority, (array_agg(alarm order by at, ref))[1] as alarm
  from review_alarms where review_id = wanted.id
) warned on true
left join lateral (
  select decision_id from asks a where own.kind = 'alarm' and a.livemode = own.livemode and a.account = own.account
    and a.authorization_id = own.authorization_id and a.decision_id is not null order by a.place desc limit 1
) asked on true
left join decisions d on d.id = coalesce(said.latest, asked.decision_id)
where r.id = wanted.id`;

/** Authorizations as a table `asked`; its one parameter is `toRows`. */
export const ASKED = `(select distinct livemode, account, authorization_id
  from jsonb_to_recordset($1::jsonb) as given (livemode boolean, account text, authorization_id text)) asked`;

/** The parameter of `ASKED`. */
export function toRows(authorizations: readonly ScopedAuthorization[]): string {
  return JSON.stringify(
    authorizations.map(({ scope: { livemode, account }, authorizationId }) => {
      return { livemode, account: account ?? '', authorization_id: authorizationId };
    }),
  );
}

/** One text for one authorization. */
export function keyOf({ scope, authorizationId }: ScopedAuthorization): string {
  return `${scopeKey(scope)} ${authorizationId}`;
}
