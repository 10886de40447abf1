import type { Confirmation } from '../../../core/domain/asks.ts';
import type { Label } from '../../../core/domain/label.ts';
import { fraudSince, verdictOf } from '../../../core/domain/label-verdict.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { isAbout } from '../../../core/domain/warning-labels.ts';
import { partsOf } from '../../../core/history/window.ts';
import { CONFIRMATION, confirmationIn } from './asks.ts';
import type { SqlPool } from './pool.ts';
import { spanValues } from './span-values.ts';

/** From when until when asks were made, by Stripe's clock; half open. */
export interface RecordedSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The last ask of a page; what comes after it is the next one, whatever is decided meanwhile. */
export interface RecordedPlace {
  /** With its microseconds. */
  readonly at: string;
  readonly authorization: string;
  readonly place: number;
}

/** What turned out to be true of an authorization, by all that is known now. */
export interface RecordedTruth {
  readonly isFraud: boolean;
  readonly source: string;
  readonly knownAtMs: number;
}

/**
 * One ask of the record, to be handed to another thread: whoever reads it takes the JSON apart. It is one that was put
 * to us, unless it has no `decision`.
 */
export interface RecordedAsk {
  readonly livemode: boolean;
  readonly account: string | null;
  readonly authorization: string;
  /** How many asks of the authorization came before. */
  readonly place: number;
  readonly atMs: number;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly portfolio: string | null;
  /** A decision record as JSON, without what `WITHOUT` names. */
  readonly decision: string | null;
  /** What Stripe last told of the authorization, as JSON: of an ask that was never put to us. */
  readonly told: string | null;
  readonly confirmation: Confirmation | null;
  readonly truth: RecordedTruth | null;
  /** Since when a dispute says without a break that it was fraud. */
  readonly disputedAtMs: number | null;
  readonly isRefunded: boolean;
}

/** A page of the record; `next` is null after the last. */
export interface RecordedPage {
  readonly asks: readonly RecordedAsk[];
  readonly next: RecordedPlace | null;
}

/** What nobody needs who decides again or counts, and most of a record. */
const WITHOUT = `array['considered', 'errors', 'overridden', 'challenge']`;

type Row = Parameters<typeof confirmationIn>[0] &
  Omit<RecordedAsk, 'livemode' | 'account' | 'confirmation' | 'truth' | 'disputedAtMs'> &
  Readonly<Record<'own' | 'joined' | 'ofCard', readonly SaidLabel[] | null>> & { readonly exactly: string };

/** What was said, as far as it counts. */
type SaidLabel = Pick<Label, 'verdict' | 'source' | 'ref' | 'knownAtMs' | 'detail' | 'card' | 'authorizationId'>;

const labelsOf = (from: string) => `(select jsonb_agg(jsonb_build_object('verdict', l.verdict, 'source', l.source,
    'ref', l.ref, 'knownAtMs', (extract(epoch from l.known_at) * 1000)::float8, 'detail', l.detail, 'card', l.card,
    'authorizationId', l.authorization_id) order by l.seq) from ${from})`;

// First the asks of the page along their index, then what belongs to each, one by one: a page costs the same wherever
// it is. Joined in one go, a database that counted no rows yet (the embedded one never does) goes through whole tables.
const PAGE = `
select a.authorization_id as authorization, a.place, a.at::text as exactly,
  (extract(epoch from a.at) * 1000)::float8 as "atMs",
  a.card, a.cardholder, a.amount_minor::float8 as "amountMinor", a.currency, a.portfolio,
  (d.record - ${WITHOUT})::text as decision,
  case when d.id is null then (select told.fields::text from authorizations told where told.livemode = $1
    and told.account = $2 and told.id = a.authorization_id) end as told,
  refund.id is not null as "isRefunded",
  ${labelsOf(`labels l
    where l.livemode = $1 and l.account = $2 and l.authorization_id = a.authorization_id`)} as own,
  ${labelsOf(`label_joins j join labels l
    on l.livemode = j.livemode and l.account = j.account and l.transaction_id = j.transaction_id
    where j.livemode = $1 and j.account = $2 and j.authorization_id = a.authorization_id
      and l.authorization_id is null`)} as joined,
  ${labelsOf('labels l where l.livemode = $1 and l.account = $2 and l.card = a.card')} as "ofCard",
  ${CONFIRMATION}
from (
  select * from asks where livemode = $1 and account = $2 and at >= $3 and at < $4
    and (at, authorization_id, place) > ($5::timestamptz, $6, $7)
  order by at, authorization_id, place limit $8
) a left join decisions d on d.id = a.decision_id
left join lateral (select t.id from transactions t where t.livemode = $1 and t.account = $2
  and t.authorization_id = a.authorization_id and t.type = 'refund' limit 1) refund on true
order by a.at, a.authorization_id, a.place`;

/**
 * A page of all asks of a scope, those that were never put to us among them, in the order in which they were made, each
 * with what became of it and with what turned out to be true. `after` is where the page before ended.
 */
export async function recordedAsks(
  pool: SqlPool,
  scope: Scope,
  { fromMs, toMs }: RecordedSpan,
  { limit, after }: { readonly limit: number; readonly after?: RecordedPlace | null },
): Promise<RecordedPage> {
  const world = [scope.livemode, scope.account ?? ''];
  const place = after ? [after.at, after.authorization, after.place] : [new Date(fromMs), '', -1];
  const values = [...world, new Date(fromMs), new Date(toMs), ...place, Math.trunc(limit)];
  const { rows } = await pool.query<Row>(PAGE, values, 'recorded_asks');
  const last = rows.at(-1);
  const isFull = last !== undefined && rows.length >= limit;
  return {
    asks: rows.map((row) => askOf(scope, row)),
    next: isFull ? { at: last.exactly, authorization: last.authorization, place: last.place } : null,
  };
}

function askOf({ livemode, account }: Scope, row: Row): RecordedAsk {
  const { authorization, place, atMs, card, cardholder, amountMinor, currency, portfolio } = row;
  const { decision, told, isRefunded } = row;
  const purchase = { id: authorization, card, createdMs: atMs };
  const warnings = (row.ofCard ?? []).filter((label) => isAbout(label, purchase));
  const labels = [...(row.own ?? []), ...(row.joined ?? []), ...warnings];
  const truth = verdictOf(labels);
  return {
    ...{ livemode, account, authorization, place, atMs, card, cardholder, amountMinor, currency, portfolio },
    ...{ decision, told, isRefunded },
    confirmation: confirmationIn(row),
    truth: truth && { isFraud: truth.verdict === 'fraud', source: truth.source, knownAtMs: truth.knownAtMs },
    disputedAtMs: fraudSince(labels.filter(({ source }) => source === 'dispute'))?.knownAtMs ?? null,
  };
}

/**
 * All asks of a span, page by page as they are wanted: for another thread, to which each goes as it is. A little around
 * the span is read, too, since the record's own time of an ask may be another second: whoever reads it leaves that out.
 */
export async function* recordedPages(
  pool: SqlPool,
  scope: Scope,
  { fromMs, toMs }: RecordedSpan,
  pageRows: number = limits.recordedPage,
): AsyncGenerator<readonly RecordedAsk[]> {
  const around = { fromMs: fromMs - limits.askedAroundMs, toMs: toMs + limits.askedAroundMs };
  let after: RecordedPlace | null = null;
  do {
    const page: RecordedPage = await recordedAsks(pool, scope, around, { limit: pageRows, after });
    if (page.asks.length > 0) yield page.asks;
    after = page.next;
  } while (after);
}

const TRACKED = `
select received_at::text as exactly, seq::text as seq, record::text as record from tracked_events
where livemode = $1 and account = $2 and received_at >= $3::timestamptz and (received_at, seq) > ($3::timestamptz, $4)
order by received_at, seq limit $5`;

/** What back ends told of, received from a moment on, as JSON, in the order in which it came, page by page. */
export async function* trackedPages(
  pool: SqlPool,
  { livemode, account }: Scope,
  sinceMs: number,
  pageRows: number = limits.recordedPage,
): AsyncGenerator<readonly string[]> {
  let [at, seq] = [new Date(sinceMs).toISOString(), '0'];
  for (;;) {
    const values = [livemode, account ?? '', at, seq, Math.trunc(pageRows)];
    const { rows } = await pool.query<Record<'exactly' | 'seq' | 'record', string>>(TRACKED, values, 'tracked_pages');
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ record }) => record);
    if (rows.length < pageRows) return;
    [at, seq] = [last.exactly, last.seq];
  }
}

/** What the record of a scope holds. */
export interface RecordedAbout {
  /** When the first ask was made, and the newest that was put to us; null where there is none. */
  readonly firstMs: number | null;
  readonly newestMs: number | null;
  /** The version that decided the newest. */
  readonly newestVersion: string | null;
  readonly hasDisputes: boolean;
  readonly hasLabels: boolean;
}

const ABOUT = `
select (select ${epoch('at')} from asks where livemode = $1 and account = $2 order by at limit 1) as "firstMs",
  ${epoch('newest.at')} as "newestMs",
  (select policy_version from decisions where id = newest.decision_id) as "newestVersion",
  exists (select from labels where livemode = $1 and account = $2 and source = 'dispute') as "hasDisputes",
  exists (select from labels where livemode = $1 and account = $2) as "hasLabels"
from (select 1) one left join (select at, decision_id from asks
  where livemode = $1 and account = $2 and decision_id is not null order by at desc limit 1) newest on true`;

/** A first look at the record, which reads no more than a row of each. */
export async function recordedAbout(pool: SqlPool, { livemode, account }: Scope): Promise<RecordedAbout> {
  const { rows } = await pool.query<RecordedAbout>(ABOUT, [livemode, account ?? '']);
  return rows[0] ?? { firstMs: null, newestMs: null, newestVersion: null, hasDisputes: false, hasLabels: false };
}

const COUNT = `select count(*)::int as count from asks
  where livemode = $1 and account = $2 and at >= $3 and at < $4 and decision_id is not null`;

/** How many asks that were put to us a span holds, counted in parts: no statement is long, however much there is. */
export async function countRecorded(pool: SqlPool, scope: Scope, span: RecordedSpan): Promise<number> {
  let counted = 0;
  for (const part of partsOf(span, limits.historyCountMs)) {
    const { rows } = await pool.query<{ count: number }>(COUNT, spanValues(scope, part), 'count_recorded');
    counted += rows[0]?.count ?? 0;
  }
  return counted;
}

function epoch(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::float8`;
}
