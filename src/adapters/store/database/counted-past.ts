import type { DecisionRecord } from '../../../core/decision/record.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { StoredEvent } from '../../../core/domain/stored-event.ts';
import type { TrackedRecord } from '../../../core/domain/tracked-event.ts';
import type { SqlPool } from './pool.ts';

/** What purchases are found by, along an index: of all without one. */
export const PURCHASE_KEYS = ['card', 'cardholder', 'merchant'] as const;
export type PurchaseKey = (typeof PURCHASE_KEYS)[number];

/** Of whom, received from when until when, both included; and when it happened, by the events' own times. */
export interface PastReach {
  readonly scope: Scope;
  readonly by: { readonly key: PurchaseKey; readonly value: string } | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly sinceMs: number;
  /** Of asks that Stripe did not put to us, of which nobody knows when they would have been received. */
  readonly untilMs: number;
  /** More rows than this are not read. */
  readonly limit: number;
}

/** What was stored of asks: our decisions, and Stripe's reports of these and of asks that it did not put to us. */
export interface PastAsks {
  readonly decisions: readonly DecisionRecord[];
  readonly reports: readonly StoredEvent[];
  /** Whether there were more than are read. */
  readonly isCut: boolean;
}

/** Every ask of a reach, with the reports that had come by its end. */
export async function pastAsks(pool: SqlPool, reach: PastReach): Promise<PastAsks> {
  const { scope, by, fromMs, toMs, sinceMs, untilMs, limit } = reach;
  const world = [scope.livemode, scope.account ?? ''];
  const key = by ? [by.value] : [];
  const { rows: decided } = await pool.query<{ record: DecisionRecord }>(
    `select record from decisions where livemode = $1 and account = $2
      and received_at >= $3 and received_at <= $4::timestamptz and asked_at >= $5
      ${by ? `and record->>'${by.key}' = $6` : ''}
    order by received_at desc, id limit ${limit + 1}`,
    [...world, new Date(fromMs), microseconds(toMs), new Date(sinceMs), ...key],
  );
  const { rows: unasked } = await pool.query<{ id: string }>(
    `select distinct authorization_id as id from asks where livemode = $1 and account = $2 and decision_id is null
      and at >= $3 and at <= $4 ${by ? `and ${by.key} = $5` : ''} limit ${limit + 1}`,
    [...world, new Date(sinceMs), new Date(untilMs), ...key],
  );
  const ids = new Set([...decided.map(({ record }) => record.authorization ?? ''), ...unasked.map(({ id }) => id)]);
  const { rows: reported } = await pool.query<{ record: StoredEvent }>(
    `select record from events where livemode = $1 and account = $2 and object_id = any($3)
      and type in ('issuing_authorization.created', 'issuing_authorization.updated')
      and received_at <= $4::timestamptz
    order by received_at limit ${limit + 1}`,
    [...world, [...ids], microseconds(toMs)],
  );
  const isCut = [decided, unasked, reported].some(({ length }) => length > limit);
  return { decisions: decided.map(({ record }) => record), reports: reported.map(({ record }) => record), isCut };
}

/** Every tracked event of a type in a reach, whoever it is about. */
export async function pastTracked(
  pool: SqlPool,
  type: string,
  { scope, fromMs, toMs, sinceMs, limit }: Omit<PastReach, 'by' | 'untilMs'>,
): Promise<{ readonly events: readonly TrackedRecord[]; readonly isCut: boolean }> {
  const { rows } = await pool.query<{ record: TrackedRecord }>(
    `select record from tracked_events where type = $1 and livemode = $2 and account = $3
      and received_at >= $4 and received_at <= $5::timestamptz and at >= $6
    order by received_at desc, seq desc limit ${limit + 1}`,
    [type, scope.livemode, scope.account ?? '', new Date(fromMs), microseconds(toMs), new Date(sinceMs)],
  );
  return { events: rows.map(({ record }) => record), isCut: rows.length > limit };
}

/** A moment with its microseconds, which a Date has not. */
function microseconds(ms: number): string {
  const whole = Math.floor(ms);
  const rest = Math.round((ms - whole) * 1_000);
  return new Date(whole).toISOString().replace('Z', `${String(rest).padStart(3, '0')}Z`);
}
