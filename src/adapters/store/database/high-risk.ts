import type { Scope } from '../../../core/domain/scope.ts';
import type { Window } from '../../../core/history/window.ts';
import type { SqlPool } from './pool.ts';
import { isAround, spanValues } from './span-values.ts';

/** Asks of a span that Stripe's signals call risky, of one currency. */
export interface HighRiskLine {
  readonly currency: string | null;
  readonly isRisky: boolean;
  readonly isApproved: boolean;
  readonly count: number;
  readonly amountMinor: number;
}

/**
 * Judged asks, told apart by whether a threshold of the fraud score matched (as the profile of then had it) or the
 * fraud level was elevated or highest, and by how they ended.
 */
export async function countHighRisk(pool: SqlPool, scope: Scope, span: Window): Promise<readonly HighRiskLine[]> {
  const { rows } = await pool.query<HighRiskLine>(
    `select d.currency, coalesce(d.risk_level in ('elevated', 'highest'), false)
        or exists (select from unnest(d.rules) as rule
          where rule ~ '^fraud_risk_(score|level)[.](decline|challenge|review)$')
        as "isRisky",
      coalesce(a.approved, d.outcome = 'approve') as "isApproved", count(*)::int as count,
      coalesce(sum(d.amount_minor), 0)::float8 as "amountMinor"
    from decision_rules d left join asks a on a.decision_id = d.decision_id and a.livemode = $1 and a.account = $2
      and ${isAround('a.at', '$3', '$4')}
    where d.livemode = $1 and d.account = $2 and d.asked_at >= $3 and d.asked_at < $4
    group by 1, 2, 3`,
    spanValues(scope, span),
    'count_high_risk',
  );
  return rows;
}
