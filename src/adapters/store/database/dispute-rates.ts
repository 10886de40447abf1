import type { Label, LabelVerdict } from '../../../core/domain/label.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { ToldDispute } from '../../../core/history/dispute-life.ts';
import type { Window } from '../../../core/history/window.ts';
import type { SqlPool } from './pool.ts';
import { spanValues } from './span-values.ts';

/** Purchases of one currency. */
export interface ApprovedLine {
  readonly currency: string | null;
  readonly count: number;
  readonly amountMinor: number;
}

const APPROVED = (ask: string) => `coalesce(${ask}.approved, ${ask}.outcome = 'approve', false)`;

/**
 * Purchases of a span that were approved in the end, as far as that is known, else as we meant it. One that was asked
 * about several times is counted where it was approved first, as `disputesSaid` has it; its money is of each time.
 */
export async function approvedIn(pool: SqlPool, scope: Scope, span: Window): Promise<readonly ApprovedLine[]> {
  // Places are in the order of time, and most purchases are asked about once.
  const { rows } = await pool.query<ApprovedLine>(
    `select a.currency, coalesce(sum(a.amount_minor), 0)::float8 as "amountMinor",
      (count(*) filter (where a.place = 0 or not exists (select from asks b where b.livemode = $1 and b.account = $2
        and b.authorization_id = a.authorization_id and b.place < a.place and ${APPROVED('b')})))::int as count
    from asks a where a.livemode = $1 and a.account = $2 and a.at >= $3 and a.at < $4 and ${APPROVED('a')}
    group by a.currency`,
    spanValues(scope, span),
    'approved_in',
  );
  return rows;
}

/** What a dispute said at one moment, and what it is about, as far as that is known. */
export interface DisputeSaid {
  readonly ref: string;
  readonly source: 'dispute';
  readonly verdict: LabelVerdict;
  readonly knownAtMs: number;
  readonly detail: Label['detail'];
  readonly authorizationId: string | null;
  /** When it was approved first, and what was approved of it; null where it never was, as far as is known. */
  readonly boughtAtMs: number | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** All that those disputes ever said that said something since a moment. */
export async function disputesSaid(pool: SqlPool, scope: Scope, sinceMs: number): Promise<readonly DisputeSaid[]> {
  const { rows } = await pool.query<DisputeSaid>(
    `select l.ref, l.source, l.verdict, (extract(epoch from l.known_at) * 1000)::float8 as "knownAtMs", l.detail,
      coalesce(l.authorization_id, j.authorization_id) as "authorizationId",
      (extract(epoch from bought.at) * 1000)::float8 as "boughtAtMs", bought.minor as "amountMinor", bought.currency
    from labels l left join label_joins j on l.authorization_id is null and j.livemode = l.livemode
      and j.account = l.account and j.transaction_id = l.transaction_id
    left join lateral (
      select min(a.at) as at, max(a.currency) as currency, sum(a.amount_minor)::float8 as minor
      from asks a where a.livemode = l.livemode and a.account = l.account
        and a.authorization_id = coalesce(l.authorization_id, j.authorization_id) and ${APPROVED('a')}
    ) bought on true
    where l.livemode = $1 and l.account = $2 and l.source = 'dispute' and l.ref in (
      select ref from labels where livemode = $1 and account = $2 and source = 'dispute' and known_at >= $3)
    order by l.seq`,
    [scope.livemode, scope.account ?? '', new Date(sinceMs)],
  );
  return rows;
}

/** All that Stripe's events of these types told of disputes since a moment. */
export async function disputesTold(
  pool: SqlPool,
  scope: Scope,
  types: readonly string[],
  sinceMs: number,
): Promise<readonly ToldDispute[]> {
  const { rows } = await pool.query<ToldDispute>(
    `select object_id as id, (extract(epoch from created_at) * 1000)::float8 as "atMs",
      record->'fields'->>'status' as status, record->'fields'->'evidence'->>'reason' as reason,
      record->'fields'->>'loss_reason' as "lossReason", (record->'fields'->>'amount')::float8 as "amountMinor",
      record->'fields'->>'currency' as currency
    from events where livemode = $1 and account = $2 and type = any($3) and created_at >= $4
    order by created_at, seq`,
    [scope.livemode, scope.account ?? '', types, new Date(sinceMs)],
  );
  return rows;
}
