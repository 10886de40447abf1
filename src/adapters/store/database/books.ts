import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import { spanValues } from './span-values.ts';

/** What became of money, in minor units of one currency. None is below zero. */
export interface Book {
  /** Null where nothing tells it: no authorization and no transaction names one. */
  readonly currency: string | null;
  /** By all asks; and of that what was approved and what was declined. */
  readonly askedMinor: number;
  readonly approvedMinor: number;
  readonly declinedMinor: number;
  /** Now, while it is pending. */
  readonly heldMinor: number;
  /** Given back by the merchant, whole or in part; run out; raised to what an estimate came to. */
  readonly reversedMinor: number;
  readonly expiredMinor: number;
  readonly raisedMinor: number;
  /** All captures; and of them those beyond what was approved, those after the hold had ended, the unapproved. */
  readonly capturedMinor: number;
  readonly overCapturedMinor: number;
  readonly lateMinor: number;
  readonly forcedMinor: number;
  readonly refundedMinor: number;
}

/** What became of one authorization's money. `status` is Stripe's; null while only transactions told of it. */
export interface AuthorizationBook extends Book {
  readonly authorization: string;
  readonly status: string | null;
  readonly transactions: number;
}

const SUMS = [
  ...['asked', 'approved', 'declined', 'held', 'reversed', 'expired', 'raised'],
  ...['captured', 'over_captured', 'late', 'forced', 'refunded'],
] as const;

type Row = { readonly [Sum in `${(typeof SUMS)[number]}_minor`]: string } & { readonly currency: string | null };

// Of an authorization `w`, as far as it is known as `a`. Of `request_history` only what is a number is an amount.
const ASKS = `left join lateral (
  select sum(amount) as asked, sum(amount) filter (where is_approved) as approved
  from (select case when jsonb_typeof(r->'amount') = 'number' then (r->>'amount')::numeric else 0 end as amount,
      r->'approved' = 'true'::jsonb as is_approved
    from jsonb_array_elements(case when jsonb_typeof(a.fields->'request_history') = 'array'
      then a.fields->'request_history' else '[]'::jsonb end) r) asked
) asks on true`;
const CHANGES = `left join lateral (
  select sum(amount_minor) filter (where cause in ('reversed', 'reversed_in_part')) as reversed,
    sum(amount_minor) filter (where cause = 'reversed_in_part') as reversed_in_part,
    sum(amount_minor) filter (where cause = 'expired') as expired,
    sum(amount_minor) filter (where cause = 'raised') as raised,
    bool_or(cause in ('reversed', 'expired')) as has_ended
  from hold_changes h where h.livemode = w.livemode and h.account = w.account and h.authorization_id = w.id
) changes on true`;
const CAPTURES = `left join lateral (
  select count(*)::int as transactions, min(currency) as currency,
    ${capturedSums('t.')},
    sum(-amount_minor) filter (where kind in ('normal', 'partial', 'over')) as in_time
  from transactions t where t.livemode = w.livemode and t.account = w.account and t.authorization_id = w.id
) money on true`;
const APPROVED = 'coalesce(asks.approved, 0)';
/** What was approved and not given back, and an estimate made good: captures beyond it are over. */
const COVERED = `${APPROVED} + coalesce(changes.raised, 0) - coalesce(changes.reversed_in_part, 0)`;
const ASKED_SUMS = `coalesce(asks.asked, 0) as asked_minor, ${APPROVED} as approved_minor,
  coalesce(asks.asked, 0) - ${APPROVED} as declined_minor, coalesce(a.held_minor, 0) as held_minor,
  coalesce(changes.reversed, 0) + ${untold('reversed')} as reversed_minor,
  coalesce(changes.expired, 0) + ${untold('expired')} as expired_minor, coalesce(changes.raised, 0) as raised_minor,
  case when a.id is null then 0 else greatest(0, coalesce(money.in_time, 0) - (${COVERED})) end as over_captured_minor`;

/** What was left when it ended so, where no event told of the end: it was only seen to have ended. */
function untold(status: string): string {
  return `case when a.status = '${status}' and changes.has_ended is not true
    then greatest(0, ${COVERED} - coalesce(money.in_time, 0)) else 0 end`;
}

function capturedSums(from: string): string {
  const minor = `${from}amount_minor`;
  return `coalesce(sum(-${minor}) filter (where ${from}type = 'capture'), 0) as captured_minor,
    coalesce(sum(-${minor}) filter (where ${from}kind = 'late'), 0) as late_minor,
    coalesce(sum(-${minor})
      filter (where ${from}kind in ('forced_without_authorization', 'forced_after_decline')), 0) as forced_minor,
    coalesce(sum(${minor}) filter (where ${from}type = 'refund'), 0) as refunded_minor`;
}

/** What became of one authorization's money; null where neither it nor a transaction of it is known. */
export async function bookOf(pool: SqlPool, scope: Scope, id: string): Promise<AuthorizationBook | null> {
  const { rows } = await pool.query<Row & { status: string | null; transactions: number }>(
    `select coalesce(a.currency, money.currency) as currency, a.status, money.transactions, ${ASKED_SUMS},
      money.captured_minor, money.late_minor, money.forced_minor, money.refunded_minor
    from (select $1::boolean as livemode, $2::text as account, $3::text as id) w
    left join authorizations a on a.livemode = w.livemode and a.account = w.account and a.id = w.id
    ${ASKS} ${CHANGES} ${CAPTURES}
    where a.id is not null or money.transactions > 0`,
    [scope.livemode, scope.account ?? '', id],
  );
  const [row] = rows;
  return row ? { ...bookFrom(row), authorization: id, status: row.status, transactions: row.transactions } : null;
}

/** What totals are told apart by, beside the currency: the day (UTC), the card, the portfolio, or nothing. */
export const TOTALS_BY = ['day', 'card', 'portfolio', 'currency'] as const;
export type TotalsBy = (typeof TOTALS_BY)[number];

/** Totals of one key and currency. The key is null for what has none, e.g. the portfolio of a forced capture. */
export interface Totals extends Book {
  readonly key: string | null;
  readonly authorizations: number;
}

// The one by which its asks are counted: see funnel.ts.
const PORTFOLIO = (of: string) => `(select k.portfolio from asks k
  where k.livemode = ${of}.livemode and k.account = ${of}.account and k.authorization_id = ${of}.authorization_id
  order by k.portfolio is null, k.place desc limit 1)`;
const KEYS: Readonly<Record<TotalsBy, (of: string) => string>> = {
  day: (of) => `to_char(${of}.created_at at time zone 'UTC', 'YYYY-MM-DD')`,
  card: (of) => `${of}.card`,
  portfolio: PORTFOLIO,
  currency: () => 'null::text',
};

/** Which totals: of what was asked and transacted from then on and before then, from behind a key and currency on. */
export interface TotalsQuery {
  readonly by: TotalsBy;
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
  readonly after?: { readonly key: string; readonly currency: string } | undefined;
}

/**
 * Totals, in the order of their keys. What was asked, held and given back counts at the time of its authorization,
 * captures and refunds at their own.
 */
export async function totalsOf(
  pool: SqlPool,
  scope: Scope,
  { by, fromMs, toMs, limit, after }: TotalsQuery,
): Promise<readonly Totals[]> {
  const within = (of: string) => `${of}.livemode = $1 and ${of}.account = $2
    and ${of}.created_at >= $3 and ${of}.created_at < $4`;
  const key = KEYS[by];
  const asked = ['asked', 'approved', 'declined', 'held', 'reversed', 'expired', 'raised', 'over_captured'];
  const moved = ['captured', 'late', 'forced', 'refunded'];
  const { rows } = await pool.query<Row & { key: string; authorizations: number }>(
    `with asked as (
      select coalesce(${key('each')}, '') as key, coalesce(currency, '') as currency, count(*)::int as authorizations,
        ${asked.map((name) => `sum(${name}_minor) as ${name}_minor`).join(', ')}
      from (select w.livemode, w.account, w.id as authorization_id, a.card, a.created_at, a.currency, ${ASKED_SUMS}
        from authorizations w join authorizations a on a.livemode = w.livemode and a.account = w.account and a.id = w.id
        ${ASKS} ${CHANGES} ${CAPTURES}
        where ${within('w')}) each
      group by 1, 2
    ), moved as (
      select coalesce(${key('each')}, '') as key, currency, ${capturedSums('each.')}
      from transactions each where ${within('each')} group by 1, 2
    )
    select coalesce(asked.key, moved.key) as key, coalesce(asked.currency, moved.currency) as currency,
      coalesce(authorizations, 0) as authorizations,
      ${[...asked, ...moved].map((name) => `coalesce(${name}_minor, 0) as ${name}_minor`).join(', ')}
    from asked full join moved on moved.key = asked.key and moved.currency = asked.currency
    where $5::text is null
      or (coalesce(asked.key, moved.key), coalesce(asked.currency, moved.currency)) > ($5::text, $6::text)
    order by 1, 2 limit $7`,
    [...spanValues(scope, { fromMs, toMs }), ...[after?.key ?? null, after?.currency ?? null, limit]],
  );
  return rows.map((row) => ({ ...bookFrom(row), key: row.key || null, authorizations: row.authorizations }));
}

function bookFrom(row: Row): Book {
  return {
    currency: row.currency || null,
    askedMinor: Number(row.asked_minor),
    approvedMinor: Number(row.approved_minor),
    declinedMinor: Number(row.declined_minor),
    heldMinor: Number(row.held_minor),
    reversedMinor: Number(row.reversed_minor),
    expiredMinor: Number(row.expired_minor),
    raisedMinor: Number(row.raised_minor),
    capturedMinor: Number(row.captured_minor),
    overCapturedMinor: Number(row.over_captured_minor),
    lateMinor: Number(row.late_minor),
    forcedMinor: Number(row.forced_minor),
    refundedMinor: Number(row.refunded_minor),
  };
}
