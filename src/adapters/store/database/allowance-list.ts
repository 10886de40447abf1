import type { Allowance } from '../../../core/domain/allowance.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import {
  type AllowanceColumns,
  type AllowanceEnding,
  allowanceIn,
  type EndColumns,
  endingIn,
} from './allowance-row.ts';
import type { SqlPool } from './pool.ts';

/** An allowance as people see it: with what was used of it, and how it ended. */
export interface AllowanceRow extends Allowance, AllowanceEnding {
  readonly merchantName: string | null;
  readonly usedMinor: number;
  readonly uses: number;
}

/** Which allowances: all that is named must hold. */
export interface AllowanceFilter {
  readonly scope: Scope;
  /** Whether it holds at `nowMs`. */
  readonly isLive?: boolean | undefined;
  readonly card?: string | undefined;
  readonly cardholder?: string | undefined;
  readonly merchant?: string | undefined;
}

/** The last allowance of a page. */
export interface AllowancePlace {
  readonly fromMs: number;
  readonly id: string;
}

interface Row extends AllowanceColumns, EndColumns {
  readonly merchant_name: string | null;
  readonly used_minor: number;
  readonly uses: number;
}

const ALLOWANCES = `
select a.id, a.challenge_id, a.livemode, a.account, a.card, a.cardholder, a.merchant, c.merchant_name, a.currency,
  a.is_card_present, a.each_minor, a.total_minor, a.uses_daily, a.from_at, a.until_at, a.ended_at, a.ended_because,
  a.ended_by, used.minor as used_minor, used.uses
from allowances a join challenges c on c.id = a.challenge_id
cross join lateral (select coalesce(sum(amount_minor), 0)::float8 as minor, count(*)::int as uses
  from allowance_uses where allowance_id = a.id) used`;

/** Allowances of a scope, the latest first, `limit` at most, after the place. */
export async function listAllowances(
  pool: SqlPool,
  filter: AllowanceFilter,
  { limit, after, nowMs }: { readonly limit: number; readonly after?: AllowancePlace | null; readonly nowMs: number },
): Promise<readonly AllowanceRow[]> {
  const where = ['a.livemode = $1', 'a.account = $2'];
  const values: unknown[] = [filter.scope.livemode, filter.scope.account ?? ''];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  if (filter.isLive !== undefined) {
    add(new Date(nowMs), (now) => `(a.ended_at is null and a.until_at > ${now}) = ${filter.isLive ? 'true' : 'false'}`);
  }
  add(filter.card, (value) => `a.card = ${value}`);
  add(filter.cardholder, (value) => `a.cardholder = ${value}`);
  add(filter.merchant, (value) => `a.merchant = ${value}`);
  if (after) {
    values.push(new Date(after.fromMs), after.id);
    const [at, id] = [`$${values.length - 1}`, `$${values.length}`];
    where.push(`a.from_at <= ${at} and (a.from_at < ${at} or a.id > ${id})`);
  }
  const { rows } = await pool.query<Row>(
    `${ALLOWANCES} where ${where.join(' and ')} order by a.from_at desc, a.id limit ${Math.trunc(limit)}`,
    values,
  );
  return rows.map(allowanceRow);
}

/** The allowance that each of these questions led to, by the question's id. */
export async function allowancesOfChallenges(
  pool: SqlPool,
  challengeIds: readonly string[],
): Promise<ReadonlyMap<string, AllowanceRow>> {
  if (challengeIds.length === 0) return new Map();
  const { rows } = await pool.query<Row>(`${ALLOWANCES} where a.challenge_id = any($1)`, [challengeIds]);
  return new Map(rows.map((row) => [row.challenge_id, allowanceRow(row)]));
}

/** The one of this id; null where there is none. */
export async function findAllowanceRow(pool: SqlPool, id: string): Promise<AllowanceRow | null> {
  const { rows } = await pool.query<Row>(`${ALLOWANCES} where a.id = $1`, [id]);
  return rows[0] ? allowanceRow(rows[0]) : null;
}

function allowanceRow(row: Row): AllowanceRow {
  const { merchant_name: merchantName, used_minor: usedMinor, uses } = row;
  return { ...allowanceIn(row), ...endingIn(row), merchantName, usedMinor, uses };
}
