import type { Action, Finding } from '../../../core/domain/decision.ts';
import type { LabelSource, LabelVerdict } from '../../../core/domain/label.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { LabelledMatch, MatchLine } from '../../../core/history/match-tally.ts';
import type { Window } from '../../../core/history/window.ts';
import type { SqlPool } from './pool.ts';
import { isAround, spanValues } from './span-values.ts';

/** Which matches: of all rules and portfolios where none is named. */
export interface MatchQuery extends Window {
  readonly scope: Scope;
  readonly rule?: string | undefined;
  readonly portfolio?: string | undefined;
}

// Days are grouped as dates, and written only then.
const DATE = (column: string) => `(${column} at time zone 'UTC')::date`;
const WRITTEN = (date: string) => `to_char(${date}, 'YYYY-MM-DD')`;

/** Asks with matches of a span, with how each ended; `$1` to `$6` are `valuesOf`. */
const ABOUT = (andOnly = 'true') => `
about as materialized (
  select d.decision_id, d.authorization_id, d.asked_at, ${DATE('d.asked_at')} as date, d.card, d.cardholder,
    d.policy_version, d.outcome, d.amount_minor, d.currency, d.rules, d.actions, d.roles, d.alone,
    coalesce(a.approved, d.outcome = 'approve') as is_approved,
    case when a.decided_by is null then 'unconfirmed' when a.decided_by = 'us' then 'us' else 'other' end as ended
  from decision_rules d left join asks a on a.decision_id = d.decision_id and a.livemode = $1 and a.account = $2
    and ${isAround('a.at', '$3', '$4')}
  where d.livemode = $1 and d.account = $2 and d.asked_at >= $3 and d.asked_at < $4 and d.rules <> '{}'
    and ($5::text is null or $5 = any(d.rules)) and ($6::text is null or d.portfolio = $6)
    and ${andOnly}
)`;

const LABEL = (authorizationId: string) => `
    jsonb_build_object('verdict', l.verdict, 'source', l.source, 'ref', l.ref, 'detail', l.detail, 'card', l.card,
      'authorizationId', ${authorizationId}, 'knownAtMs', (extract(epoch from l.known_at) * 1000)::float8) as label`;

const JOINED = 'l.livemode = j.livemode and l.account = j.account and l.transaction_id = j.transaction_id';

/** What was said of `about`: of authorizations, by themselves or by a transaction, and of cards by their warnings. */
const SAID = `
said as materialized (
  select l.authorization_id as id, ${LABEL('l.authorization_id')} from labels l
  where l.livemode = $1 and l.account = $2 and l.authorization_id in (select authorization_id from about)
  union all
  select j.authorization_id, ${LABEL('j.authorization_id')}
  from label_joins j join labels l on ${JOINED} and l.authorization_id is null
  where j.livemode = $1 and j.account = $2 and j.authorization_id in (select authorization_id from about)
), named as materialized (
  select id, jsonb_agg(label) as labels from said group by id
), warned as materialized (
  select l.card, jsonb_agg(label) as labels from labels l cross join lateral (select ${LABEL('null')}) as one
  where l.livemode = $1 and l.account = $2 and l.source = 'fraud_warning' and l.authorization_id is null
    and l.card in (select card from about)
    and not exists (select from label_joins j where ${JOINED} and j.authorization_id is not null)
  group by l.card
)`;

const MATCHES = `cross join lateral unnest(about.rules, about.actions, about.roles, about.alone)
  as m(rule, action, role, is_alone)`;

const SILENT = `
with ${ABOUT()}, ${SAID}
select ${WRITTEN('date')} as day, policy_version as "policyVersion", m.rule, m.action, m.role,
  m.is_alone as "isAlone", outcome, ended,
  is_approved as "isApproved", currency, count(*)::int as count, coalesce(sum(amount_minor), 0)::float8 as "amountMinor"
from about left join named on named.id = about.authorization_id left join warned on warned.card = about.card ${MATCHES}
where named.id is null and warned.card is null and ($5::text is null or m.rule = $5)
group by date, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

/** The matches of asks of which nobody said anything, those that are alike as one line. */
export async function silentMatches(pool: SqlPool, query: MatchQuery): Promise<readonly MatchLine[]> {
  const { rows } = await pool.query<MatchLine>(SILENT, valuesOf(query), 'silent_matches');
  return rows;
}

const LABELLED = `
with ${ABOUT()}, ${SAID}
select ${WRITTEN('date')} as day, policy_version as "policyVersion", m.rule, m.action, m.role,
  m.is_alone as "isAlone", outcome, ended,
  is_approved as "isApproved", currency, coalesce(amount_minor, 0)::float8 as "amountMinor",
  (extract(epoch from asked_at) * 1000)::float8 as "askedAtMs", coalesce(cardholder, about.card) as customer,
  about.authorization_id as "authorizationId", about.card,
  coalesce(named.labels, '[]') || coalesce(warned.labels, '[]') as labels
from about left join named on named.id = about.authorization_id left join warned on warned.card = about.card ${MATCHES}
where (named.id is not null or warned.card is not null) and ($5::text is null or m.rule = $5)`;

/** A label, and what it is about. */
export interface SaidOf {
  readonly verdict: LabelVerdict;
  readonly source: LabelSource;
  readonly ref: string;
  readonly knownAtMs: number;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly authorizationId: string | null;
  readonly card: string | null;
}

/** A match with all that was ever said of its authorization and its card. */
export interface SaidMatch extends Omit<LabelledMatch, 'labels'> {
  readonly authorizationId: string;
  readonly card: string | null;
  readonly labels: readonly SaidOf[];
}

/** The matches of asks of which, or of whose card, somebody said something. */
export async function labelledMatches(pool: SqlPool, query: MatchQuery): Promise<readonly SaidMatch[]> {
  const { rows } = await pool.query<SaidMatch>(LABELLED, valuesOf(query), 'labelled_matches');
  return rows;
}

/**
 * Asks of one day under one version and portfolio, and the last of them: its record tells which rules there were, and
 * which the circuit breaker had put in shadow by then.
 */
export interface JudgedLine {
  readonly day: string;
  readonly policyVersion: string;
  readonly portfolio: string;
  readonly count: number;
  readonly lastAskedMs: number;
  readonly lastDecisionId: string;
}

/** How many asks were judged, by day, version and portfolio. */
export async function judgedLines(pool: SqlPool, query: MatchQuery): Promise<readonly JudgedLine[]> {
  const { rows } = await pool.query<JudgedLine>(
    `select ${WRITTEN(DATE('asked_at'))} as day, policy_version as "policyVersion", portfolio, count(*)::int as count,
      (extract(epoch from max(asked_at)) * 1000)::float8 as "lastAskedMs",
      (max(array[extract(epoch from asked_at)::text, decision_id]))[2] as "lastDecisionId"
    from decision_rules where livemode = $1 and account = $2 and asked_at >= $3 and asked_at < $4
      and ($5::text is null or portfolio = $5)
    group by ${DATE('asked_at')}, 2, 3 order by 1, 2, 3`,
    [...spanValues(query.scope, query), query.portfolio ?? null],
    'judged_lines',
  );
  return rows;
}

/** The rules that these decisions considered, by the decision's id. */
export async function consideredBy(
  pool: SqlPool,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Pick<Finding, 'id' | 'action' | 'isShadow'>[]>> {
  const { rows } = await pool.query<{ id: string; considered: readonly Finding[] | null }>(
    `select id, record->'considered' as considered from decisions where id = any($1)`,
    [decisionIds],
  );
  return new Map(rows.map(({ id, considered }) => [id, considered ?? []]));
}

/** How the reviews stand that a rule's matches are in. */
export interface QueueLine {
  readonly rule: string;
  readonly state: 'open' | 'legitimate' | 'fraud';
  readonly count: number;
}

const INTO_QUEUE = (match: string) => `${match}.action = 'review' and ${match}.role <> 'shadow'`;

/**
 * The reviews of asks of a span, by the Review rules that matched; not those that asks since `sinceMs` put there before
 * the span already: they were counted with these.
 */
export async function reviewQueue(pool: SqlPool, query: MatchQuery, sinceMs: number): Promise<readonly QueueLine[]> {
  const { rows } = await pool.query<QueueLine>(
    `select m.rule, coalesce(into_it.verdict, r.verdict, 'open') as state, count(distinct r.id)::int as count
    from decision_rules d join review_decisions rd on rd.decision_id = d.decision_id
    join reviews r on r.id = rd.review_id left join reviews into_it on into_it.id = r.merged_into
    cross join lateral unnest(d.rules, d.actions, d.roles) as m(rule, action, role)
    where d.livemode = $1 and d.account = $2 and d.asked_at >= $3 and d.asked_at < $4 and d.rules <> '{}'
      and ($5::text is null or m.rule = $5) and ($6::text is null or d.portfolio = $6) and ${INTO_QUEUE('m')}
      and not exists (
        select from review_decisions before join decision_rules b on b.decision_id = before.decision_id
        cross join lateral unnest(b.rules, b.actions, b.roles) as n(rule, action, role)
        where before.review_id = r.id and b.asked_at >= $7 and b.asked_at < $3 and n.rule = m.rule
          and ($6::text is null or b.portfolio = $6) and ${INTO_QUEUE('n')})
    group by 1, 2`,
    [...valuesOf(query), new Date(sinceMs)],
  );
  return rows;
}

/**
 * Cardholders whose approved purchases a rule in shadow would have stopped, and of none of which anybody said anything:
 * who disputed one purchase is no good customer by the others.
 */
export async function undisputedCustomers(pool: SqlPool, query: MatchQuery): Promise<ReadonlyMap<string, number>> {
  const stopping: readonly Action[] = ['block', 'challenge'];
  const { rows } = await pool.query<{ rule: string; count: number }>(
    `with ${ABOUT(`'shadow' = any(d.roles)`)}, ${SAID}
    select rule, count(*)::int as count from (
      select m.rule, coalesce(about.cardholder, about.card) as customer
      from about left join named on named.id = about.authorization_id
        left join warned on warned.card = about.card ${MATCHES}
      where ($5::text is null or m.rule = $5) and m.role = 'shadow' and m.action = any($7)
        and coalesce(about.cardholder, about.card) is not null
      group by 1, 2 having bool_or(is_approved) and bool_and(named.id is null and warned.card is null)
    ) customers group by 1`,
    [...valuesOf(query), stopping],
  );
  return new Map(rows.map(({ rule, count }) => [rule, count]));
}

function valuesOf({ scope, rule, portfolio, ...span }: MatchQuery): readonly unknown[] {
  return [...spanValues(scope, span), rule ?? null, portfolio ?? null];
}
