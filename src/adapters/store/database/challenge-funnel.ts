import { CHALLENGE_STATES, OPEN_STATES } from '../../../core/domain/challenge.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { Window } from '../../../core/history/window.ts';
import type { SqlPool } from './pool.ts';
import { spanValues } from './span-values.ts';
import { together } from './together.ts';

/** What the lines of the funnel may be told apart by. */
export type ChallengeGroup = 'day' | 'profile' | 'rule' | 'channel';

/** How many questions of one group got how far. */
export interface ChallengeCounts {
  readonly asked: number;
  readonly sent: number;
  readonly delivered: number;
  readonly open: number;
  readonly verified: number;
  readonly rejected: number;
  readonly expired: number;
  readonly undeliverable: number;
  readonly optedOut: number;
  readonly void: number;
  /** Verified, and the card was tried again at that merchant while the YES held. */
  readonly retried: number;
  /** Of those: approved then. */
  readonly approvedAfter: number;
  /** Of those: nobody calls it fraud, neither what was asked about nor what was approved. */
  readonly saved: number;
}

/** The same with what the saved purchases came to. */
export interface ChallengeLine extends ChallengeCounts {
  /** Null for what has none: no profile, no rule. */
  readonly key: string | null;
  readonly savedAmounts: readonly { readonly currency: string; readonly amountMinor: number }[];
}

/** Asks that a challenge matched but whose cardholder could not be asked. */
export interface UnaskedLine {
  readonly reason: string;
  readonly count: number;
  /** How many of them were approved all the same. */
  readonly approved: number;
}

const KEYS: Readonly<Record<ChallengeGroup, string>> = {
  day: `array[to_char(c.asked_at at time zone 'UTC', 'YYYY-MM-DD')]`,
  profile: 'array[c.profile]',
  channel: 'array[c.channel]',
  rule: `case when c.rules = '{}' then array[null::text] else c.rules end`,
};

const COUNTS = `
  count(*)::int as asked, count(sent_at)::int as sent, count(delivered_at)::int as delivered,
  (count(*) filter (where state in (${OPEN_STATES.map((state) => `'${state}'`).join(', ')})))::int as open,
  ${CHALLENGE_STATES.filter((state) => !OPEN_STATES.some((open) => open === state))
    .map((state) => `(count(*) filter (where state = '${state}'))::int as "${camel(state)}"`)
    .join(', ')},
  (count(*) filter (where is_retried))::int as retried,
  (count(*) filter (where is_bought))::int as "approvedAfter",
  (count(*) filter (where is_saved))::int as saved`;

/**
 * What labels call fraud: authorizations, and cards with the moment from which on a warning is about what is bought.
 * Counts the last word of each source and reference; the same rule is in label-verdict.ts.
 */
const FRAUD = `
said as materialized (
  select l.authorization_id, l.transaction_id, l.card, l.source,
    coalesce(to_timestamp((l.detail->>'started_at')::float8), l.known_at) as since
  from labels l where l.livemode = $1 and l.account = $2 and l.verdict = 'fraud' and not exists (
    select from labels later where later.livemode = l.livemode and later.account = l.account
      and later.source = l.source and later.ref = l.ref and later.verdict <> 'fraud'
      and later.authorization_id is not distinct from l.authorization_id
      and later.transaction_id is not distinct from l.transaction_id
      and (later.known_at > l.known_at or (later.known_at = l.known_at and later.verdict = 'withdrawn')))
), fraud as materialized (
  select authorization_id as id from said where authorization_id is not null
  union select joined.authorization_id from said join label_joins joined
    on joined.livemode = $1 and joined.account = $2 and joined.transaction_id = said.transaction_id
  where said.authorization_id is null and joined.authorization_id is not null
), warned as materialized (
  select card, min(since) as since from said where source = 'fraud_warning' and card is not null group by card
)`;

/**
 * Of a YES the first ask after it that was approved, else the first one. A YES holds for as long as its allowance;
 * Stripe's own for seven days ("Fraud challenges" in Stripe's guide to Issuing). An ask's time is in whole seconds.
 */
const ASKED = (group: ChallengeGroup) => `
asked as materialized (
  select ${KEYS[group]} as keys, c.state, c.sent_at, c.delivered_at, retry.at is not null as is_retried,
    coalesce(retry.is_good, false) as is_bought, retry.minor, retry.currency,
    coalesce(retry.is_good, false) and retry.id not in (select id from fraud)
      and coalesce(c.authorization_id, '') not in (select id from fraud)
      and (warned.since is null or warned.since > retry.at) as is_saved
  from challenges c left join warned on warned.card = c.card left join lateral (
    select a.authorization_id as id, a.at, a.amount_minor as minor, a.currency,
      coalesce(a.approved, a.outcome = 'approve', false) as is_good
    from asks a where c.state = 'verified' and a.livemode = c.livemode and a.account = c.account and a.card = c.card
      and a.at >= date_trunc('second', c.answered_at) and a.at < c.answered_at
        + coalesce((c.terms->'allowance'->>'keep_ms')::float8, 604800000) * interval '1 millisecond'
      and a.merchant = c.merchant and a.authorization_id is distinct from c.authorization_id
    order by is_good desc, a.at limit 1
  ) retry on true
  where c.livemode = $1 and c.account = $2 and c.asked_at >= $3 and c.asked_at < $4
)`;

interface Row extends ChallengeCounts {
  readonly isTotal: boolean;
  readonly key: string | null;
  /** Of what was saved; the other counts are spread over the currencies as well. */
  readonly currency: string | null;
  readonly minor: number;
}

/**
 * The questions that were asked in a span of time, by how far they got, for each group and in all: a question of two
 * rules is in the lines of both. Reads along the index of questions by time, and of asks by card: of 100,000 questions
 * half of which were answered YES that takes some seconds on a busy machine of two cores.
 */
export async function readChallengeFunnel(
  pool: SqlPool,
  scope: Scope,
  { by, ...span }: Window & { readonly by: ChallengeGroup },
): Promise<{ readonly lines: readonly ChallengeLine[]; readonly total: ChallengeLine }> {
  const select = (isTotal: boolean) => `
    select ${isTotal} as "isTotal", ${isTotal ? 'null' : 'key'} as key,
      case when is_saved then currency end as currency,
      coalesce(sum(minor) filter (where is_saved), 0)::float8 as minor, ${COUNTS}
    from asked${isTotal ? '' : ' cross join lateral unnest(keys) as key'} group by 2, 3`;
  const rows = await together(pool, async ({ query }) => {
    // Compiling it takes Postgres several times as long as running it.
    await query('set local jit = off');
    const text = `with ${FRAUD}, ${ASKED(by)} ${select(false)} union all ${select(true)}
      order by 1, 2 nulls last, 3 nulls last`;
    return (await query<Row>(text, spanValues(scope, span))).rows;
  });
  const [totals, lines] = [rows.filter(({ isTotal }) => isTotal), rows.filter(({ isTotal }) => !isTotal)];
  return {
    lines: [...Map.groupBy(lines, ({ key }) => key).values()].map(lineOf),
    total: lineOf(totals),
  };
}

/** How many asks of that time could not be asked about, by reason, the most frequent first. */
export async function countUnasked(pool: SqlPool, scope: Scope, span: Window): Promise<readonly UnaskedLine[]> {
  const { rows } = await pool.query<UnaskedLine>(
    `select record->'facts'->>'unaskable' as reason, count(*)::int as count,
      (count(*) filter (where outcome = 'approve'))::int as approved
    from decisions where livemode = $1 and account = $2 and received_at >= $3 and received_at < $4
      and record->'facts'->>'unaskable' is not null
    group by 1 order by 2 desc, 1`,
    spanValues(scope, span),
  );
  return rows;
}

function lineOf(rows: readonly Row[]): ChallengeLine {
  const sum = (what: keyof ChallengeCounts) => rows.reduce((total, row) => total + row[what], 0);
  return {
    key: rows[0]?.key ?? null,
    asked: sum('asked'),
    sent: sum('sent'),
    delivered: sum('delivered'),
    open: sum('open'),
    verified: sum('verified'),
    rejected: sum('rejected'),
    expired: sum('expired'),
    undeliverable: sum('undeliverable'),
    optedOut: sum('optedOut'),
    void: sum('void'),
    retried: sum('retried'),
    approvedAfter: sum('approvedAfter'),
    saved: sum('saved'),
    savedAmounts: rows.flatMap(({ currency, minor }) => (currency === null ? [] : [{ currency, amountMinor: minor }])),
  };
}

function camel(state: string): string {
  return state.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
