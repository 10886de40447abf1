import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SampleCell } from '../../../core/history/result.ts';
import type { RunPlace, RunRow } from '../../../core/history/run.ts';
import type { SqlPool } from './pool.ts';

/** Authorizations that a run shows, each as the text that `addRunRows` keeps: to be made before anything is held. */
export function runRowTexts(rows: readonly RunRow[]): readonly string[] {
  return rows.map(({ askedAtMs, authorization, isChanged, ...row }, at) =>
    JSON.stringify({
      ...row,
      at,
      asked_at: new Date(askedAtMs).toISOString(),
      authorization_id: authorization,
      is_changed: isChanged,
    }),
  );
}

/** Keeps authorizations that a run shows, in their order; not so many at a time that others wait for a statement. */
export async function addRunRows(
  pool: SqlPool,
  run: { readonly id: string; readonly scope: Scope },
  texts: readonly string[],
): Promise<void> {
  for (let at = 0; at < texts.length; at += limits.backtestRowsAtATime) {
    await pool.query(
      `insert into backtest_rows (backtest_id, livemode, account, place, cell, asked_at, authorization_id, card,
        matched, is_changed, fields)
      select $1, $2, $3, place, cell, asked_at, authorization_id, card, matched, is_changed, fields
      from jsonb_to_recordset($4::jsonb) as shown (at integer, place text, cell text, asked_at timestamptz,
        authorization_id text, card text, matched text[], is_changed boolean, fields jsonb)
      order by at`,
      [
        ...[run.id, run.scope.livemode, run.scope.account ?? ''],
        `[${texts.slice(at, at + limits.backtestRowsAtATime).join()}]`,
      ],
    );
  }
}

/** What a result shows, as it stands there. */
export interface ShownRow {
  readonly place: RunPlace;
  readonly cell: SampleCell | null;
  readonly fields: object;
}

/** All authorizations that the result of a run shows, in their order. */
export async function shownRows(pool: SqlPool, id: string): Promise<readonly ShownRow[]> {
  const { rows } = await pool.query<ShownRow>(
    `select place, cell, fields from backtest_rows where backtest_id = $1 and place <> 'kept' order by seq`,
    [id],
  );
  return rows;
}

/** Which of the authorizations that are kept with a run. */
export interface KeptPage {
  readonly cell?: SampleCell | undefined;
  readonly rule?: string | undefined;
  readonly isChanged?: boolean | undefined;
  readonly limit: number;
  /** The `seq` of the last one of the page before. */
  readonly after?: number | undefined;
}

/** An authorization that is kept with a run. */
export interface KeptRow {
  readonly seq: number;
  readonly cell: SampleCell;
  readonly matched: readonly string[];
  readonly fields: object;
}

/** Authorizations that are kept with a run, to be looked into, in the order in which they were asked. */
export async function keptRows(
  pool: SqlPool,
  id: string,
  { cell, rule, isChanged, limit, after }: KeptPage,
): Promise<readonly KeptRow[]> {
  const { rows } = await pool.query<Omit<KeptRow, 'seq'> & { readonly seq: string }>(
    `select seq, cell, matched, fields from backtest_rows
    where backtest_id = $1 and place = 'kept' and ($2::bigint is null or seq > $2) and ($3::text is null or cell = $3)
      and ($4::text is null or $4 = any(matched)) and ($5::boolean is null or is_changed = $5)
    order by seq limit $6`,
    [id, after ?? null, cell ?? null, rule ?? null, isChanged ?? null, limit],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
