import type { ReviewKind } from '../../../core/domain/review.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import { type Review, type ReviewRow, reviewOf } from './reviews.ts';

/** Which reviews to give: all that is named must hold. */
export interface ReviewFilter {
  readonly scope: Scope;
  readonly status?: 'open' | 'closed' | undefined;
  readonly kind?: ReviewKind | undefined;
  /** The id of a key; null: those that nobody has. */
  readonly assignedTo?: string | null | undefined;
  readonly authorization?: string | undefined;
  readonly portfolio?: string | undefined;
  /** The alarm, or what an outage is about. */
  readonly cause?: string | undefined;
  /** Id of a Review rule that matched. */
  readonly rule?: string | undefined;
  readonly card?: string | undefined;
  readonly cardholder?: string | undefined;
  readonly merchant?: string | undefined;
  /** Opened from this moment on, and before that one. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** The most pressing first; the longest open first; or the latest opened first. */
export type ReviewOrder = 'priority' | 'opened' | 'latest';

/** Where a page ended: the value that it is sorted by (a priority, or milliseconds), and the id. */
export interface ReviewCursor {
  readonly at: number;
  readonly id: string;
}

const ORDERS = {
  priority: { column: 'priority', direction: 'desc', compare: '<' },
  opened: { column: 'opened_at', direction: 'asc', compare: '>' },
  latest: { column: 'opened_at', direction: 'desc', compare: '<' },
} as const;

/** Reviews of a scope, `limit` at most, after the cursor. */
export async function listReviews(
  pool: SqlPool,
  filter: ReviewFilter,
  {
    order,
    limit,
    after,
  }: { readonly order: ReviewOrder; readonly limit: number; readonly after?: ReviewCursor | null },
): Promise<readonly Review[]> {
  const { column, direction, compare } = ORDERS[order];
  const { where, values } = conditionsOf(filter);
  if (after) {
    values.push(order === 'priority' ? after.at : new Date(after.at), after.id);
    const [at, id] = [`$${values.length - 1}`, `$${values.length}`];
    where.push(`(${column} ${compare} ${at} or (${column} = ${at} and id > ${id}))`);
  }
  const { rows } = await pool.query<ReviewRow>(
    `select * from reviews where ${where.join(' and ')} order by ${column} ${direction}, id limit ${Math.trunc(limit)}`,
    values,
  );
  return rows.map(reviewOf);
}

/** What a cursor after this review says. */
export function reviewPlace({ priority, openedAtMs, id }: Review, order: ReviewOrder): ReviewCursor {
  return { at: order === 'priority' ? priority : openedAtMs, id };
}

/** Only the conditions that are asked for: the planner then sees which index serves. Values are parameters, always. */
function conditionsOf(filter: ReviewFilter): { where: string[]; values: unknown[] } {
  const where = ['livemode = $1', 'account = $2', 'merged_into is null'];
  const values: unknown[] = [filter.scope.livemode, filter.scope.account ?? ''];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  if (filter.status !== undefined) where.push(`closed_at is ${filter.status === 'open' ? '' : 'not '}null`);
  if (filter.assignedTo === null) where.push('assigned_to is null');
  else add(filter.assignedTo, (value) => `assigned_to = ${value}`);
  add(filter.kind, (value) => `kind = ${value}`);
  add(filter.cause, (value) => `cause = ${value}`);
  add(filter.authorization, (value) => `authorization_id = ${value}`);
  add(filter.portfolio, (value) => `portfolio = ${value}`);
  add(filter.rule, (value) => `${value} = any(rules)`);
  add(filter.card, (value) => `card = ${value}`);
  add(filter.cardholder, (value) => `cardholder = ${value}`);
  add(filter.merchant, (value) => `merchant = ${value}`);
  add(dateOf(filter.fromMs), (value) => `opened_at >= ${value}`);
  add(dateOf(filter.toMs), (value) => `opened_at < ${value}`);
  return { where, values };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
