import type { Outcome } from '../../../core/domain/decision.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { STORED_DECISION, type StoredDecision } from './answers.ts';
import { type DecisionState, STATE_CONDITION } from './decision-states.ts';
import type { SqlPool } from './pool.ts';

/** Which decisions to give: all that is named must hold. */
export interface DecisionFilter {
  readonly scope: Scope;
  readonly portfolio?: string;
  readonly outcome?: Outcome;
  readonly state?: DecisionState;
  /** Id of a rule or threshold that matched, whether it decided, was overridden or ran in shadow. */
  readonly rule?: string;
  readonly merchant?: string;
  readonly card?: string;
  readonly cardholder?: string;
  readonly policyVersion?: string;
  /** Received from this moment on, and before that one. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Any part of the merchant's name, in any case; or an id as a whole: decision, authorization, event, card … */
  readonly text?: string;
}

/** The last decision of a page: what comes after it is the next page, whatever is decided meanwhile. */
export interface DecisionCursor {
  readonly receivedAtMs: number;
  readonly id: string;
}

/** A page of decisions, and the cursor of the next one; null after the last. */
export interface DecisionPage {
  readonly decisions: readonly StoredDecision[];
  readonly next: DecisionCursor | null;
}

/**
 * Decisions of a scope, newest first. Read along an index of that order, with card, cardholder or merchant along one of
 * theirs, a text along those of ids and of merchants' names; what few decisions meet otherwise, e.g. a portfolio of
 * long ago, reads until it has a page or the statement's time is up: give it a span of time.
 */
export async function listDecisions(
  pool: SqlPool,
  filter: DecisionFilter,
  { limit, after }: { readonly limit: number; readonly after?: DecisionCursor },
): Promise<DecisionPage> {
  const names = filter.text === undefined ? null : await namesWith(pool, filter.scope, filter.text);
  const { where, values } = conditionsOf(filter, names, after);
  const { rows } = await pool.query<StoredDecision & { id: string; received_at: Date }>(
    `select id, received_at, ${STORED_DECISION} from decisions where ${where.join(' and ')}
    order by received_at desc, id limit ${Math.trunc(limit) + 1}`,
    values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    decisions: page.map(({ record, isRecordedLate }) => ({ record, isRecordedLate })),
    next: last && rows.length > limit ? { receivedAtMs: last.received_at.getTime(), id: last.id } : null,
  };
}

/** How many decisions there are of these; of more than `most` only that many are counted. */
export async function countDecisions(pool: SqlPool, filter: DecisionFilter, most: number): Promise<number> {
  const names = filter.text === undefined ? null : await namesWith(pool, filter.scope, filter.text);
  const { where, values } = conditionsOf(filter, names);
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from
      (select 1 from decisions where ${where.join(' and ')} limit ${Math.trunc(most)}) counted`,
    values,
  );
  return rows[0]?.count ?? 0;
}

// The very expressions of their indexes.
const MERCHANT_NAME = `lower(record->>'merchant_name')`;
const MATCHED = `jsonb_path_query_array(record, '$.considered[*] ? (@.result == "matched").id')`;

/** Merchants' names, in lower case; null where there are more than are worth listing. */
type Names = readonly string[] | null;

// From one name to the next along the index, each once. No pattern: what is searched for has no signs of its own.
const NAMES = `
with recursive names (name) as (
  (select ${MERCHANT_NAME} from decisions
    where livemode = $1 and account = $2 and ${MERCHANT_NAME} >= '' order by ${MERCHANT_NAME} limit 1)
  union all
  select (select ${MERCHANT_NAME} from decisions
      where livemode = $1 and account = $2 and ${MERCHANT_NAME} > names.name order by ${MERCHANT_NAME} limit 1)
    from names where names.name is not null
), known as materialized (select name from names limit $4)
select (select count(*)::int from known) as walked,
  array(select name from known where strpos(name, lower($3)) > 0 limit $5) as names`;

/** The names that hold a text; null where many do: then the newest decisions soon hold a page of them. */
async function namesWith(pool: SqlPool, { livemode, account }: Scope, text: string): Promise<Names> {
  const { searchedNames, listedNames } = limits;
  const values = [livemode, account ?? '', text, searchedNames, listedNames + 1];
  const { rows } = await pool.query<{ walked: number; names: string[] }>(NAMES, values, 'names_with');
  const { walked = 0, names = [] } = rows[0] ?? {};
  return walked >= searchedNames || names.length > listedNames ? null : names;
}

function textCondition(text: string, named: string, names: Names): string {
  const ids = ['id', 'authorization_id', 'event_id', "record->>'card'", "record->>'cardholder'", "record->>'merchant'"];
  const isNamed = names ? `${MERCHANT_NAME} = any(${named})` : `strpos(${MERCHANT_NAME}, lower(${named})) > 0`;
  return `(${[...ids.map((id) => `${id} = ${text}`), isNamed].join(' or ')})`;
}

/** Only the conditions that are asked for: the planner then sees which index serves. Values are parameters, always. */
function conditionsOf(
  filter: DecisionFilter,
  names: Names,
  after?: DecisionCursor,
): { where: string[]; values: unknown[] } {
  const where = ['livemode = $1', 'account = $2'];
  const values: unknown[] = [filter.scope.livemode, filter.scope.account ?? ''];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  add(filter.portfolio, (value) => `portfolio = ${value}`);
  add(filter.outcome, (value) => `outcome = ${value}`);
  if (filter.state !== undefined) where.push(STATE_CONDITION[filter.state]);
  add(filter.policyVersion, (value) => `policy_version = ${value}`);
  add(filter.card, (value) => `record->>'card' = ${value}`);
  add(filter.cardholder, (value) => `record->>'cardholder' = ${value}`);
  add(filter.merchant, (value) => `record->>'merchant' = ${value}`);
  add(
    filter.rule === undefined ? undefined : JSON.stringify([filter.rule]),
    (value) => `${MATCHED} @> ${value}::jsonb`,
  );
  add(dateOf(filter.fromMs), (value) => `received_at >= ${value}`);
  add(dateOf(filter.toMs), (value) => `received_at < ${value}`);
  if (filter.text !== undefined) {
    values.push(filter.text, names ?? filter.text);
    where.push(textCondition(`$${values.length - 1}`, `$${values.length}`, names));
  }
  if (after) {
    values.push(new Date(after.receivedAtMs), after.id);
    const [at, id] = [`$${values.length - 1}`, `$${values.length}`];
    where.push(`received_at <= ${at} and (received_at < ${at} or id > ${id})`);
  }
  return { where, values };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
