import type { DecidedBy } from '../../../core/domain/ask-reason.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import { spanValues } from './span-values.ts';

/** What the funnel's lines may be told apart by. */
export const FUNNEL_GROUPS = ['day', 'portfolio', 'reason'] as const;
export type FunnelGroup = (typeof FUNNEL_GROUPS)[number];

/** Asks of one group that ended in one way, in one currency. */
export interface FunnelRow {
  /** Those that were asked for; null for what has none. Days are UTC's. */
  readonly day?: string | null;
  readonly portfolio?: string | null;
  readonly reason?: string | null;
  readonly decidedBy: DecidedBy | 'unconfirmed';
  /** How it ended; null while that is not known. */
  readonly outcome: 'approved' | 'declined' | 'challenged' | null;
  readonly currency: string | null;
  readonly count: number;
  readonly amountMinor: number;
}

// What we decided has our reason, all else Stripe's; what is not confirmed has the reason that we meant.
const GROUP_BY: Readonly<Record<FunnelGroup, string>> = {
  day: `to_char(at at time zone 'UTC', 'YYYY-MM-DD')`,
  portfolio: 'portfolio',
  reason: `case when decided_by is null or decided_by = 'us' then first_reason else reason end`,
};

// A challenge of ours that Stripe took is a decline to it.
const OUTCOME = `case when approved then 'approved' when decided_by = 'us' and outcome = 'challenge' then 'challenged'
  when decided_by is not null then 'declined' end`;

/** Which asks, and how they are told apart; of all portfolios and reasons where none is named. */
export interface FunnelQuery {
  readonly by: readonly FunnelGroup[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly portfolio?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * The asks of a span of time, counted by who had the last word and how it ended as Stripe confirmed it; what is not
 * confirmed is a line of its own. Reads along the index of asks by time.
 */
export async function readFunnel(
  pool: SqlPool,
  scope: Scope,
  { by, portfolio, reason, ...span }: FunnelQuery,
): Promise<readonly FunnelRow[]> {
  const groups = by.map((group) => `${GROUP_BY[group]} as "${group}",`).join(' ');
  const places = [1, 2, 3].map((place) => by.length + place);
  const nth = by.map((_, index) => index + 1);
  const { rows } = await pool.query<FunnelRow>(
    `select ${groups} coalesce(decided_by, 'unconfirmed') as "decidedBy", ${OUTCOME} as outcome,
      currency, count(*)::int as count, coalesce(sum(amount_minor), 0)::float8 as "amountMinor"
    from asks where livemode = $1 and account = $2 and at >= $3 and at < $4
      and ($5::text is null or ${GROUP_BY.portfolio} = $5) and ($6::text is null or ${GROUP_BY.reason} = $6)
    group by ${[...nth, ...places].join(', ')}
    order by ${[...nth.map((place) => `${place} nulls last`), ...places].join(', ')}`,
    [...spanValues(scope, span), portfolio ?? null, reason ?? null],
  );
  return rows;
}
