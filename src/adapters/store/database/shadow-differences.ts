import type { Outcome } from '../../../core/domain/decision.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** An ask of which the version in shadow said something else than the live one. */
export interface ShadowDifference extends Scope {
  readonly decisionId: string;
  readonly askedAtMs: number;
  readonly version: string;
  readonly shadowVersion: string;
  readonly outcome: Outcome;
  readonly shadowOutcome: Outcome;
  readonly reasons: readonly string[];
  readonly shadowReasons: readonly string[];
}

/** Keeps a difference; one of the same shadow and decision that is there stays as it is. */
export async function recordDifference(pool: SqlPool, difference: ShadowDifference): Promise<void> {
  await pool.query(
    `insert into shadow_differences (decision_id, livemode, account, asked_at, version, shadow_version, outcome,
      shadow_outcome, reasons, shadow_reasons)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      difference.decisionId,
      difference.livemode,
      difference.account ?? '',
      new Date(difference.askedAtMs),
      difference.version,
      difference.shadowVersion,
      difference.outcome,
      difference.shadowOutcome,
      difference.reasons,
      difference.shadowReasons,
    ],
    'record_difference',
  );
}

/** Of which differences; without a scope, of all of them. */
export interface DifferencePage {
  readonly scope?: Scope;
  readonly limit: number;
  /** The `seq` of the last one of the page before. */
  readonly after?: number;
  readonly outcome?: Outcome | undefined;
  readonly shadowOutcome?: Outcome | undefined;
}

/** Differences that a version made in shadow, the latest first. */
export async function listDifferences(
  pool: SqlPool,
  shadowVersion: string,
  { scope, limit, after, outcome, shadowOutcome }: DifferencePage,
): Promise<readonly (ShadowDifference & { readonly seq: number })[]> {
  const { rows } = await pool.query<DifferenceRow>(
    `select seq, decision_id, livemode, account, asked_at, version, shadow_version, outcome, shadow_outcome, reasons,
      shadow_reasons
    from shadow_differences
    where ${OF_VERSION} and ($4::bigint is null or seq < $4) and ($6::text is null or outcome = $6)
      and ($7::text is null or shadow_outcome = $7)
    order by seq desc limit $5`,
    [...ofVersion(shadowVersion, scope), after ?? null, limit, outcome ?? null, shadowOutcome ?? null],
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    decisionId: row.decision_id,
    livemode: row.livemode,
    account: row.account || null,
    askedAtMs: row.asked_at.getTime(),
    version: row.version,
    shadowVersion: row.shadow_version,
    outcome: row.outcome,
    shadowOutcome: row.shadow_outcome,
    reasons: row.reasons,
    shadowReasons: row.shadow_reasons,
  }));
}

/** How many differences a version made in shadow, and from which outcome to which; the most frequent first. */
export interface DifferenceCounts {
  readonly total: number;
  readonly outcomes: readonly { readonly outcome: Outcome; readonly shadowOutcome: Outcome; readonly count: number }[];
}

/** Counts the differences that a version made in shadow; without a scope, in all of them. */
export async function countDifferences(pool: SqlPool, shadowVersion: string, scope?: Scope): Promise<DifferenceCounts> {
  const { rows } = await pool.query<{ outcome: Outcome; shadow_outcome: Outcome; count: string }>(
    `select outcome, shadow_outcome, count(*) from shadow_differences
    where ${OF_VERSION} group by outcome, shadow_outcome order by count(*) desc, outcome, shadow_outcome`,
    ofVersion(shadowVersion, scope),
  );
  const outcomes = rows.map(({ outcome, shadow_outcome, count }) => {
    return { outcome, shadowOutcome: shadow_outcome, count: Number(count) };
  });
  return { total: outcomes.reduce((sum, { count }) => sum + count, 0), outcomes };
}

/**
 * How many decisions of this mode and account were made while a version was in shadow, counted up to `limit`. Reads
 * along the index of decisions by time.
 */
export async function countBeside(pool: SqlPool, shadowVersion: string, scope: Scope, limit: number): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `with spans as (select version, at as from_at, lead(at) over (order by seq) as to_at from policy_shadows)
    select count(*) from (
      select from spans join decisions on livemode = $2 and account = $3 and received_at >= from_at
        and (to_at is null or received_at < to_at)
      where spans.version = $1 limit $4
    ) beside`,
    [shadowVersion, scope.livemode, scope.account ?? '', limit],
  );
  return Number(rows[0]?.count ?? 0);
}

const OF_VERSION = 'shadow_version = $1 and ($2::boolean is null or (livemode = $2 and account = $3))';

function ofVersion(shadowVersion: string, scope: Scope | undefined): readonly unknown[] {
  return [shadowVersion, scope?.livemode ?? null, scope?.account ?? ''];
}

interface DifferenceRow {
  readonly seq: string;
  readonly decision_id: string;
  readonly livemode: boolean;
  readonly account: string;
  readonly asked_at: Date;
  readonly version: string;
  readonly shadow_version: string;
  readonly outcome: Outcome;
  readonly shadow_outcome: Outcome;
  readonly reasons: string[];
  readonly shadow_reasons: string[];
}
