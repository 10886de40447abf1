import type { Label, LabelSource, LabelVerdict } from '../../../core/domain/label.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { isAbout } from '../../../core/domain/warning-labels.ts';
import type { SqlPool } from './pool.ts';

/** A label as it stands in the database. `authorizationId` is also there where it was joined later. */
export interface LabelRow extends Label {
  readonly seq: number;
  readonly notedAtMs: number;
  /** It is about a transaction whose authorization is not known yet. */
  readonly isUnjoined: boolean;
  /** Whether Stripe says that the authorization was approved in the end; null while it says nothing. */
  readonly isApproved: boolean | null;
}

/** Which labels: all that is named must hold. */
export interface LabelFilter {
  readonly scope: Scope;
  readonly verdict?: LabelVerdict;
  readonly source?: LabelSource;
  readonly authorization?: string;
  /** About the card, or about what was bought with it. */
  readonly card?: string;
  /** Known from this moment on, and before that one. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly isUnjoined?: boolean;
  /** About what Stripe says was approved in the end, or declined. */
  readonly isApproved?: boolean;
}

interface Row {
  readonly seq: string;
  readonly livemode: boolean;
  readonly account: string;
  readonly authorization: string | null;
  readonly transaction_id: string | null;
  readonly card: string | null;
  readonly verdict: LabelVerdict;
  readonly source: LabelSource;
  readonly ref: string;
  readonly known_at: Date;
  readonly noted_at: Date;
  readonly author: string | null;
  readonly detail: Label['detail'];
  readonly is_unjoined: boolean;
  readonly is_approved: boolean | null;
}

const UNJOINED = 'l.authorization_id is null and l.transaction_id is not null and j.transaction_id is null';

const LABELS = `
select l.seq, l.livemode, l.account, coalesce(l.authorization_id, j.authorization_id) as authorization,
  l.transaction_id, l.card, l.verdict, l.source, l.ref, l.known_at, l.noted_at, l.author, l.detail,
  ${UNJOINED} as is_unjoined, told.approved as is_approved
from labels l left join label_joins j on l.authorization_id is null and j.livemode = l.livemode
  and j.account = l.account and j.transaction_id = l.transaction_id
left join authorizations told on told.livemode = l.livemode and told.account = l.account
  and told.id = coalesce(l.authorization_id, j.authorization_id)`;

// Joined later, a label is found through its transaction.
const ABOUT = (ids: string) => `(l.authorization_id ${ids} or (l.authorization_id is null and l.transaction_id in (
  select transaction_id from label_joins where livemode = $1 and account = $2 and authorization_id ${ids})))`;

/** Labels, the last noted first. */
export async function listLabels(
  pool: SqlPool,
  filter: LabelFilter,
  { limit, after }: { readonly limit: number; readonly after?: number },
): Promise<{ readonly rows: readonly LabelRow[]; readonly next: number | null }> {
  const where = ['l.livemode = $1', 'l.account = $2'];
  const values: unknown[] = [filter.scope.livemode, filter.scope.account ?? ''];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  add(filter.verdict, (value) => `l.verdict = ${value}`);
  add(filter.source, (value) => `l.source = ${value}`);
  add(filter.authorization, (value) => ABOUT(`= ${value}`));
  add(
    filter.card,
    (value) =>
      `(l.card = ${value} or ${ABOUT(`in (select authorization_id from decisions where livemode = $1
      and account = $2 and record->>'card' = ${value} union select id from authorizations where livemode = $1
      and account = $2 and card = ${value})`)})`,
  );
  add(filter.fromMs === undefined ? undefined : new Date(filter.fromMs), (value) => `l.known_at >= ${value}`);
  add(filter.toMs === undefined ? undefined : new Date(filter.toMs), (value) => `l.known_at < ${value}`);
  if (filter.isUnjoined !== undefined) where.push(filter.isUnjoined ? UNJOINED : `not (${UNJOINED})`);
  add(filter.isApproved, (value) => `told.approved = ${value}`);
  add(after, (value) => `l.seq < ${value}`);
  const { rows } = await pool.query<Row>(
    `${LABELS} where ${where.join(' and ')} order by l.seq desc limit ${Math.trunc(limit) + 1}`,
    values,
  );
  const page = rows.slice(0, limit).map(labelRow);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

/**
 * The labels of each of these authorizations, those of its card's warnings among them: what `verdictOf` wants. An
 * authorization of which nobody says anything is not in it.
 */
export async function labelsOfAuthorizations(
  pool: SqlPool,
  { livemode, account }: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly LabelRow[]>> {
  const world = [livemode, account ?? ''];
  const { rows } = await pool.query<Row>(
    `${LABELS} where l.livemode = $1 and l.account = $2 and ${ABOUT('= any($3)')} order by l.seq`,
    [...world, ids],
  );
  const { rows: bought } = await pool.query<{ id: string; card: string; created_at: Date }>(
    `select id, max(card) as card, min(created_at) as created_at from (
      select id, card, created_at from authorizations where livemode = $1 and account = $2 and id = any($3)
      union all select authorization_id, record->>'card', asked_at from decisions
        where livemode = $1 and account = $2 and authorization_id = any($3)
    ) known where card is not null group by id`,
    [...world, ids],
  );
  const { rows: warnings } = await pool.query<Row>(
    `${LABELS} where l.livemode = $1 and l.account = $2 and l.card = any($3) order by l.seq`,
    [...world, bought.map(({ card }) => card)],
  );
  const known = new Map(bought.map(({ id, card, created_at: at }) => [id, { card, createdMs: at.getTime() }]));
  const [labels, ofCards] = [rows.map(labelRow), warnings.map(labelRow)];
  return new Map(
    ids.flatMap((id) => {
      const purchase = known.get(id);
      const own = labels.filter(({ authorizationId }) => authorizationId === id);
      const hints = purchase ? ofCards.filter((label) => isAbout(label, { id, ...purchase })) : [];
      const all = [...new Map([...own, ...hints].map((label) => [label.seq, label])).values()];
      return all.length === 0 ? [] : [[id, all] as const];
    }),
  );
}

/** What a source said under each of these references. */
export async function labelsOfRefs(
  pool: SqlPool,
  { livemode, account }: Scope,
  source: LabelSource,
  refs: readonly string[],
): Promise<ReadonlyMap<string, readonly LabelRow[]>> {
  const { rows } = await pool.query<Row>(
    `${LABELS} where l.livemode = $1 and l.account = $2 and l.source = $3 and l.ref = any($4) order by l.seq`,
    [livemode, account ?? '', source, refs],
  );
  return Map.groupBy(rows.map(labelRow), ({ ref }) => ref);
}

/** How many labels there are by source and verdict, and how many wait for their transaction. */
export async function summarizeLabels(
  pool: SqlPool,
  { livemode, account }: Scope,
): Promise<{
  readonly counts: readonly { readonly source: LabelSource; readonly verdict: LabelVerdict; readonly count: number }[];
  readonly unjoined: number;
}> {
  const world = [livemode, account ?? ''];
  const { rows: counts } = await pool.query<{ source: LabelSource; verdict: LabelVerdict; count: number }>(
    `select source, verdict, count(*)::int as count from labels where livemode = $1 and account = $2
    group by source, verdict order by source, verdict`,
    world,
  );
  const { rows: unjoined } = await pool.query<{ count: number }>(
    `select count(*)::int as count from (${LABELS} where l.livemode = $1 and l.account = $2 and ${UNJOINED}) waiting`,
    world,
  );
  return { counts, unjoined: unjoined[0]?.count ?? 0 };
}

/** Of how many of these authorizations nothing is known besides. */
export async function countUnheardOf(
  pool: SqlPool,
  { livemode, account }: Scope,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from unnest($3::text[]) as sent (id)
    where not exists (select from decisions where livemode = $1 and account = $2 and authorization_id = sent.id)
      and not exists (select from authorizations a where a.livemode = $1 and a.account = $2 and a.id = sent.id)`,
    [livemode, account ?? '', ids],
  );
  return rows[0]?.count ?? 0;
}

function labelRow(row: Row): LabelRow {
  return {
    seq: Number(row.seq),
    scope: { livemode: row.livemode, account: row.account === '' ? null : row.account },
    authorizationId: row.authorization,
    transactionId: row.transaction_id,
    card: row.card,
    verdict: row.verdict,
    source: row.source,
    ref: row.ref,
    knownAtMs: row.known_at.getTime(),
    notedAtMs: row.noted_at.getTime(),
    author: row.author,
    detail: row.detail,
    isUnjoined: row.is_unjoined,
    isApproved: row.is_approved,
  };
}
