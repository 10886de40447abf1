import type { Allowance, AllowanceEnd } from '../../../core/domain/allowance.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import {
  type AllowanceColumns,
  type AllowanceEnding,
  allowanceIn,
  type EndColumns,
  endingIn,
} from './allowance-row.ts';
import type { SqlPool } from './pool.ts';

/** An allowance with what became of it; times are in milliseconds since 1970. */
export interface StoredAllowance extends Allowance, AllowanceEnding {
  readonly revision: number;
}

/** Writes an allowance down; false where its question has one already. */
export async function insertAllowance(pool: SqlPool, allowance: Allowance): Promise<boolean> {
  const { scope, fromMs, untilMs, ...rest } = allowance;
  const { rows } = await pool.query<{ id: string }>(
    `insert into allowances (id, challenge_id, livemode, account, card, cardholder, merchant, currency,
      is_card_present, each_minor, total_minor, uses_daily, from_at, until_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing returning id`,
    [
      ...[rest.id, rest.challengeId, scope.livemode, scope.account ?? '', rest.card, rest.cardholder, rest.merchant],
      ...[rest.currency, rest.isCardPresent, rest.eachMinor, rest.totalMinor, rest.usesDaily],
      ...[new Date(fromMs), new Date(untilMs)],
    ],
  );
  return rows.length > 0;
}

/** Ends an allowance before its time; false where it is ended already, or there is none. */
export async function endAllowance(
  pool: SqlPool,
  id: string,
  { because, atMs, by }: { readonly because: AllowanceEnd; readonly atMs: number; readonly by: string | null },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update allowances set ended_at = $2, ended_because = $3, ended_by = $4,
      revision = nextval('challenge_revisions')
    where id = $1 and ended_at is null`,
    [id, new Date(atMs), because, by],
  );
  return (rowCount ?? 0) > 0;
}

/** The one that a question led to; null where it led to none. */
export async function allowanceOf(pool: SqlPool, challengeId: string): Promise<StoredAllowance | null> {
  return (await readAllowances(pool, 'challenge_id = $1', [challengeId]))[0] ?? null;
}

/** The allowances of these cards, or cards of these cardholders, that nothing ended. */
export async function standingAllowances(
  pool: SqlPool,
  subjects: readonly { readonly scope: Scope; readonly id: string }[],
): Promise<readonly StoredAllowance[]> {
  if (subjects.length === 0) return [];
  // Two looks into indexes: with an `or` it would be all rows there are.
  const by = (column: string) => `select a.id from allowances a
    join unnest($1::boolean[], $2::text[], $3::text[]) as subject (livemode, account, id)
      on a.livemode = subject.livemode and a.account = subject.account and a.${column} = subject.id
    where a.ended_at is null`;
  return readAllowances(pool, `id in (${by('card')} union ${by('cardholder')}) order by id`, [
    subjects.map(({ scope }) => scope.livemode),
    subjects.map(({ scope }) => scope.account ?? ''),
    subjects.map(({ id }) => id),
  ]);
}

/** Allowances that nothing ended yet, in the order of their ids, from behind `afterId`. */
export async function allowancesInForce(
  pool: SqlPool,
  { nowMs, afterId, limit }: { readonly nowMs: number; readonly afterId: string; readonly limit: number },
): Promise<readonly StoredAllowance[]> {
  const where = 'ended_at is null and until_at > $1 and id > $2 order by id limit $3';
  return readAllowances(pool, where, [new Date(nowMs), afterId, limit]);
}

/** Allowances by a condition of SQL over the columns of `allowances`, with all that may follow it. */
export async function readAllowances(
  pool: SqlPool,
  where: string,
  values: readonly unknown[],
): Promise<readonly StoredAllowance[]> {
  const { rows } = await pool.query<Row>(`select * from allowances where ${where}`, [...values]);
  return rows.map(storedOf);
}

/** Something that an allowance approved. */
export interface NewUse {
  readonly decisionId: string;
  readonly allowanceId: string;
  readonly authorizationId: string;
  readonly amountMinor: number;
  readonly atMs: number;
}

/**
 * Writes down what allowances approved, each decision once, under a new revision of the allowance. What is of an
 * allowance that is not here any more is passed over.
 */
export async function addAllowanceUses(pool: SqlPool, uses: readonly NewUse[]): Promise<void> {
  if (uses.length === 0) return;
  const rows = uses.map(({ decisionId, allowanceId, authorizationId, amountMinor, atMs }) => ({
    decision_id: decisionId,
    allowance_id: allowanceId,
    authorization_id: authorizationId,
    amount_minor: amountMinor,
    at: new Date(atMs).toISOString(),
  }));
  await pool.query(
    `with added as (
      insert into allowance_uses (decision_id, allowance_id, authorization_id, amount_minor, at)
      select used.decision_id, used.allowance_id, used.authorization_id, used.amount_minor, used.at
      from jsonb_to_recordset($1::jsonb) as used (decision_id text, allowance_id text, authorization_id text,
        amount_minor bigint, at timestamptz)
      join allowances on allowances.id = used.allowance_id
      on conflict do nothing returning allowance_id
    )
    update allowances set revision = nextval('challenge_revisions') where id in (select allowance_id from added)`,
    [JSON.stringify(rows)],
  );
}

interface Row extends AllowanceColumns, EndColumns {
  readonly revision: string;
}

function storedOf(row: Row): StoredAllowance {
  return { ...allowanceIn(row), ...endingIn(row), revision: Number(row.revision) };
}
