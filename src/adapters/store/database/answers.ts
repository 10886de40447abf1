import type { Answer, AskIdentity } from '../../../core/decision/ports.ts';
import type { Reply } from '../../../core/domain/decision.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** An ask that was answered, with its answer: what warms the claims at start. */
export interface AnsweredAsk extends AskIdentity {
  readonly receivedAtMs: number;
  readonly answer: Answer;
}

/** An answer from a row. The reply was written by us: trusted as it is. */
export function answerOf(decisionId: string, reply: unknown): Answer {
  return { decisionId, reply: reply as Reply };
}

/** The answer to an ask by its event or, failing that, by its ask key; null if there is none. */
export async function findAnswer(pool: SqlPool, ask: AskIdentity): Promise<Answer | null> {
  const { rows } = await pool.query<{ id: string; reply: unknown }>(
    `select id, record->'reply' as reply from decisions
    where livemode = $1 and account = $2 and (event_id = $3 or ask_key = $4)
    order by event_id = $3 desc nulls last limit 1`,
    [ask.scope.livemode, ask.scope.account ?? '', ask.eventId, ask.askKey],
  );
  const row = rows[0];
  return row ? answerOf(row.id, row.reply) : null;
}

/** The latest `limit` answers to asks received since `sinceMs`, newest first. */
export async function recentAnswers(pool: SqlPool, sinceMs: number, limit: number): Promise<readonly AnsweredAsk[]> {
  interface Row {
    id: string;
    livemode: boolean;
    account: string;
    event_id: string | null;
    ask_key: string | null;
    asked_at: Date;
    received_at: Date;
    reply: unknown;
  }
  const { rows } = await pool.query<Row>(
    `select id, livemode, account, event_id, ask_key, asked_at, received_at, record->'reply' as reply from decisions
    where received_at >= $1 order by received_at desc, id limit $2`,
    [new Date(sinceMs), limit],
  );
  return rows.map((row) => ({
    scope: { livemode: row.livemode, account: row.account || null },
    eventId: row.event_id,
    askKey: row.ask_key,
    createdAtMs: row.asked_at.getTime(),
    receivedAtMs: row.received_at.getTime(),
    answer: answerOf(row.id, row.reply),
  }));
}

/** A decision as it was recorded, and whether its record came later than its reply. */
export interface StoredDecision {
  readonly record: Readonly<Record<string, unknown>>;
  readonly isRecordedLate: boolean;
}

/** The columns of a StoredDecision. */
export const STORED_DECISION = 'record, is_recorded_late as "isRecordedLate"';

/** The decision of this id, or null. */
export async function findDecision(pool: SqlPool, id: string): Promise<StoredDecision | null> {
  const { rows } = await pool.query<StoredDecision>(`select ${STORED_DECISION} from decisions where id = $1`, [id]);
  return rows[0] ?? null;
}

/** What was bought by each of these decisions, by their ids; those that are gone are missing. */
export async function findPurchases(pool: SqlPool, ids: readonly string[]): Promise<ReadonlyMap<string, Purchase>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<Purchase & { id: string }>(
    `select id, record->>'outcome' as outcome, (record->>'amount_minor')::float8 as amount_minor,
      record->>'currency' as currency, record->>'merchant_name' as merchant_name
    from decisions where id = any($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...purchase }) => [id, purchase]));
}

/** A purchase in short, as its decision has it. */
export interface Purchase {
  readonly outcome: 'approve' | 'decline' | 'challenge';
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly merchant_name: string | null;
}

/** Every decision about an authorization, in the order of asking; more than one where it was incremented. */
export async function findDecisionsByAuthorization(
  pool: SqlPool,
  scope: Scope,
  authorizationId: string,
): Promise<readonly StoredDecision[]> {
  const { rows } = await pool.query<StoredDecision>(
    `select ${STORED_DECISION} from decisions
    where livemode = $1 and account = $2 and authorization_id = $3 order by asked_at, received_at, id`,
    [scope.livemode, scope.account ?? '', authorizationId],
  );
  return rows;
}
