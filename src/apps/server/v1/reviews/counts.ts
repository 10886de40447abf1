import type { z } from 'zod';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import { divideReviews } from '../../../../adapters/store/database/review-counts.ts';
import { countReviews } from '../../../../adapters/store/database/reviews.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { Scope } from '../../../../core/domain/scope.ts';
import type { reviewCounts } from '../../../../sdk/schema/reviews.ts';
import { sayTimeOrNull } from '../say.ts';

/** How the open reviews of a scope divide; `mine` are those that this caller has. */
export async function readCounts(
  pool: SqlPool,
  scope: Scope,
  caller: string,
  nowMs: number,
): Promise<z.input<typeof reviewCounts>> {
  const [{ open, overdue, oldestOpenedAtMs }, { kind, cause, rule, portfolio, assigned }] = await Promise.all([
    countReviews(pool, nowMs, scope),
    divideReviews(pool, scope, limits.reviewFacets),
  ]);
  const assignedTo = (whose: string) => assigned.find(({ value }) => value === whose)?.count ?? 0;
  return {
    open,
    mine: assignedTo(caller),
    unassigned: assignedTo(''),
    overdue,
    oldest_opened_at: sayTimeOrNull(oldestOpenedAtMs),
    kinds: [...kind],
    causes: [...cause],
    rules: [...rule],
    portfolios: [...portfolio],
  };
}
