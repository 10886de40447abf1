import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** What open reviews have in common, and how many have it, the most first. */
export interface ReviewFacet {
  readonly value: string;
  readonly count: number;
}

/** By what the queue can be told apart. */
export const REVIEW_FACETS = ['kind', 'cause', 'rule', 'portfolio'] as const;

/** How the open reviews of a scope divide. */
export interface ReviewDivision extends Readonly<Record<(typeof REVIEW_FACETS)[number], readonly ReviewFacet[]>> {
  /** Whose they are, by the ids of those who have them; under the empty id: nobody's. */
  readonly assigned: readonly ReviewFacet[];
}

/** Divides what waits, `limit` values of each kind at most. */
export async function divideReviews(pool: SqlPool, scope: Scope, limit: number): Promise<ReviewDivision> {
  const { rows } = await pool.query<{ facet: string } & ReviewFacet>(
    `with waiting as (
      select kind, cause, rules, portfolio, assigned_to from reviews
      where livemode = $1 and account = $2 and closed_at is null and merged_into is null
    ), said as (
      select 'kind' as facet, kind as value from waiting
      union all select 'cause', cause from waiting where cause is not null
      union all select 'rule', rule from waiting, unnest(rules) as rule
      union all select 'portfolio', portfolio from waiting where portfolio is not null
      union all select 'assigned', coalesce(assigned_to, '') from waiting
    )
    select facet, value, count(*)::int as count from said group by facet, value order by count desc, value`,
    [scope.livemode, scope.account ?? ''],
  );
  const of = (wanted: string, most = limit) =>
    rows
      .filter(({ facet }) => facet === wanted)
      .slice(0, most)
      .map(({ value, count }) => ({ value, count }));
  return {
    kind: of('kind'),
    cause: of('cause'),
    rule: of('rule'),
    portfolio: of('portfolio'),
    assigned: of('assigned', rows.length),
  };
}
