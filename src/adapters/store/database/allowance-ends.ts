import type { AllowanceEnd } from '../../../core/domain/allowance.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';

/** What speaks against an allowance, and since when. */
export interface AllowanceSpeaker {
  readonly id: string;
  readonly because: Extract<AllowanceEnd, 'rejected' | 'dispute'>;
  readonly atMs: number;
}

// A NO of a moment before the YES speaks against it as well: clocks differ, and can be set back.
const AGAINST = `
select a.id, 'rejected' as because, (extract(epoch from min(c.answered_at)) * 1000)::float8 as "atMs"
from allowances a join challenges c on c.livemode = a.livemode and c.account = a.account and c.card = a.card
  and c.state = 'rejected' and c.answered_at >= a.from_at - $2 * interval '1 millisecond'
where a.id = any($1) group by a.id
union all
select a.id, 'dispute', (extract(epoch from min(l.known_at)) * 1000)::float8
from allowances a
join authorizations told on told.livemode = a.livemode and told.account = a.account and told.card = a.card
join label_joins j on j.livemode = a.livemode and j.account = a.account and j.authorization_id = told.id
join labels l on l.livemode = j.livemode and l.account = j.account and l.transaction_id = j.transaction_id
  and l.source = 'dispute' and l.verdict = 'fraud' and l.known_at >= a.from_at
where a.id = any($1) group by a.id`;

/**
 * What was said against these allowances since they hold: a NO to any question about their card, and a dispute for
 * fraud about anything that was bought with it.
 */
export async function saidAgainst(
  pool: SqlPool,
  allowanceIds: readonly string[],
): Promise<readonly AllowanceSpeaker[]> {
  if (allowanceIds.length === 0) return [];
  const { rows } = await pool.query<AllowanceSpeaker>(AGAINST, [allowanceIds, limits.challengeClockMarginMs]);
  return rows;
}
