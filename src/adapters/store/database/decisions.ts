import type { Outcome } from '../../../core/domain/decision.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { STORED_DECISION, type StoredDecision } from './answers.ts';
import type { SqlPool } from './pool.ts';

/** Which decisions to give: all that is named must hold. */
export interface DecisionFilter {
  readonly scope: Scope;
  readonly portfolio?: string;
  readonly outcome?: Outcome;
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
 * theirs; a filter that few decisions meet (text, above all) reads until it has a page or the statement's time is up:
 * give it a span of time.
 */
export async function listDecisions(
  pool: SqlPool,
  filter: DecisionFilter,
  { limit, after }: { readonly limit: number; readonly after?: DecisionCursor },
): Promise<DecisionPage> {
  const { where, values } = conditionsOf(filter, after);
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

// The very expression of the index.
const MATCHED = `jsonb_path_query_array(record, '$.considered[*] ? (@.result == "matched").id')`;

/** Only the conditions that are asked for: the planner then sees which index serves. Values are parameters, always. */
function conditionsOf(filter: DecisionFilter, after?: DecisionCursor): { where: string[]; values: unknown[] } {
  const where = ['livemode = $1', 'account = $2'];
  const values: unknown[] = [filter.scope.livemode, filter.scope.account ?? ''];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  add(filter.portfolio, (value) => `portfolio = ${value}`);
  add(filter.outcome, (value) => `outcome = ${value}`);
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
  // No pattern: what is searched for has no signs of its own.
  add(
    filter.text,
    (value) => `(strpos(lower(record->>'merchant_name'), lower(${value})) > 0 or ${value} in (id, authorization_id,
      event_id, record->>'card', record->>'cardholder', record->>'merchant'))`,
  );
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
