import type { Outcome } from '../../../core/domain/decision.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** Something that is new: a decision of a scope, an alarm's beginning or end, or a policy version that became live. */
export interface FreshRow {
  readonly kind: 'decision' | 'raised' | 'ended' | 'live';
  readonly id: string;
  readonly atMs: number;
  /** The decision's outcome, the alarm's name, the version. */
  readonly name: string;
}

// The newest of each, along an index: however long nobody looked, the cost is bounded.
const FRESH = `
(select 'decision' as kind, id, received_at as at, outcome as name from decisions
  where livemode = $1 and account = $2 and received_at > $3 order by received_at desc, id limit $4)
union all (select 'raised', id, raised_at, alarm from alarms where raised_at > $3 order by raised_at desc limit 100)
union all (select 'ended', id, ended_at, alarm from alarms
  where ended_at is not null and ended_at > $3 order by ended_at desc limit 100)
union all (select 'live', seq::text, at, version from policy_activations where at > $3 order by seq desc limit 20)`;

/** All that happened after a moment, of decisions the newest `limit`, in no order. */
export async function readFresh(
  pool: SqlPool,
  scope: Scope,
  sinceMs: number,
  limit: number,
): Promise<readonly FreshRow[]> {
  interface Row {
    kind: FreshRow['kind'];
    id: string;
    at: Date;
    name: string;
  }
  const values = [scope.livemode, scope.account ?? '', new Date(sinceMs), limit];
  const { rows } = await pool.query<Row>(FRESH, values, 'read_fresh');
  return rows.map(({ kind, id, at, name }) => ({ kind, id, atMs: at.getTime(), name }));
}

/** A decision, short. */
export interface DecisionSummary {
  readonly id: string;
  readonly atMs: number;
  readonly outcome: Outcome;
  readonly review: boolean;
  readonly answeredBy: 'policy' | 'stand_in' | 'restored';
  readonly reasons: readonly string[];
  readonly portfolio: string | null;
  readonly authorization: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly merchantName: string | null;
  readonly merchantCategory: string | null;
  readonly merchantCountry: string | null;
  readonly card: string | null;
  readonly decidedAfterMs: number | null;
  readonly isRecordedLate: boolean;
}

const SUMMARY = `id, received_at as at, outcome, review, answered_by as "answeredBy", portfolio,
  authorization_id as "authorization", is_recorded_late as "isRecordedLate",
  record->'reasons' as reasons, (record->>'amount_minor')::float8 as "amountMinor", record->>'currency' as currency,
  record->>'merchant_name' as "merchantName", record->>'merchant_category' as "merchantCategory",
  record->>'merchant_country' as "merchantCountry", record->>'card' as card,
  (record->>'decided_after_ms')::float8 as "decidedAfterMs"`;

type SummaryRow = Omit<DecisionSummary, 'atMs' | 'reasons'> & { at: Date; reasons: readonly string[] | null };

/** Decisions by their ids, short, the oldest first. */
export async function readSummaries(pool: SqlPool, ids: readonly string[]): Promise<readonly DecisionSummary[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<SummaryRow>(
    `select ${SUMMARY} from decisions where id = any($1) order by received_at, id`,
    [ids],
    'read_summaries',
  );
  return rows.map(({ at, reasons, ...row }) => ({ ...row, atMs: at.getTime(), reasons: reasons ?? [] }));
}

/** The ids of the latest decisions of a scope. */
export async function latestDecisionIds(pool: SqlPool, scope: Scope, limit: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from decisions where livemode = $1 and account = $2 order by received_at desc, id limit $3`,
    [scope.livemode, scope.account ?? '', limit],
    'latest_decision_ids',
  );
  return rows.map(({ id }) => id);
}
