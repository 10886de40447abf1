import { type ChallengeChannel, type ChallengeState, OPEN_STATES } from '../../../core/domain/challenge.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { readChallenges, type StoredChallenge } from './challenges.ts';
import type { SqlPool } from './pool.ts';

/** Which questions: all that is named must hold. */
export interface ChallengeFilter {
  readonly scope: Scope;
  /** `open`: an answer is awaited. */
  readonly state?: ChallengeState | 'open' | undefined;
  readonly channel?: ChallengeChannel | undefined;
  readonly origin?: 'countersign' | 'stripe' | undefined;
  readonly card?: string | undefined;
  readonly cardholder?: string | undefined;
  readonly merchant?: string | undefined;
  readonly authorization?: string | undefined;
  readonly profile?: string | undefined;
  /** Id of a rule or threshold that asked for it. */
  readonly rule?: string | undefined;
  /** Asked from this moment on, and before that one. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** The last question of a page. */
export interface ChallengePlace {
  readonly askedAtMs: number;
  readonly id: string;
}

/** Questions of a scope, the latest first, `limit` at most, after the place. */
export function listChallenges(
  pool: SqlPool,
  filter: ChallengeFilter,
  { limit, after }: { readonly limit: number; readonly after?: ChallengePlace | null },
): Promise<readonly StoredChallenge[]> {
  const where = ['livemode = $1', 'account = $2'];
  const values: unknown[] = [filter.scope.livemode, filter.scope.account ?? ''];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  add(statesOf(filter.state), (value) => `state = any(${value})`);
  add(filter.channel, (value) => `channel = ${value}`);
  add(filter.origin, (value) => `origin = ${value}`);
  add(filter.card, (value) => `card = ${value}`);
  add(filter.cardholder, (value) => `cardholder = ${value}`);
  add(filter.merchant, (value) => `merchant = ${value}`);
  add(filter.authorization, (value) => `authorization_id = ${value}`);
  add(filter.profile, (value) => `profile = ${value}`);
  add(filter.rule, (value) => `${value} = any(rules)`);
  add(filter.fromMs === undefined ? undefined : new Date(filter.fromMs), (value) => `asked_at >= ${value}`);
  add(filter.toMs === undefined ? undefined : new Date(filter.toMs), (value) => `asked_at < ${value}`);
  if (after) {
    values.push(new Date(after.askedAtMs), after.id);
    const [at, id] = [`$${values.length - 1}`, `$${values.length}`];
    where.push(`asked_at <= ${at} and (asked_at < ${at} or id > ${id})`);
  }
  return readChallenges(pool, `${where.join(' and ')} order by asked_at desc, id limit ${Math.trunc(limit)}`, values);
}

function statesOf(state: ChallengeFilter['state']): readonly ChallengeState[] | undefined {
  if (state === undefined) return undefined;
  return state === 'open' ? OPEN_STATES : [state];
}

/** The question that each of these decisions put, by the decision's id; most put none. */
export async function challengesOfDecisions(
  pool: SqlPool,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, StoredChallenge>> {
  if (decisionIds.length === 0) return new Map();
  const found = await readChallenges(pool, 'decision_id = any($1)', [decisionIds]);
  return new Map(found.map((challenge) => [challenge.decisionId ?? '', challenge]));
}

/** Those of these phones (HMACs) that said STOP, and not START after it. */
export async function optedOutOf(pool: SqlPool, phones: readonly string[]): Promise<ReadonlySet<string>> {
  if (phones.length === 0) return new Set();
  const { rows } = await pool.query<{ phone: string }>(
    'select phone from sms_opt_outs where phone = any($1) and until is null',
    [phones],
  );
  return new Set(rows.map(({ phone }) => phone));
}

/** A text that came back: how it was read, and what it did. */
export interface ReplyRow {
  readonly atMs: number;
  readonly reading: string;
  readonly effect: string;
}

/** The texts that came back to a question, in their order. */
export async function repliesTo(pool: SqlPool, challengeId: string): Promise<readonly ReplyRow[]> {
  const { rows } = await pool.query<Omit<ReplyRow, 'atMs'> & { received_at: Date }>(
    'select reading, effect, received_at from sms_replies where challenge_id = $1 order by received_at, message_id',
    [challengeId],
  );
  return rows.map(({ received_at: at, ...reply }) => ({ ...reply, atMs: at.getTime() }));
}

/** A later ask of the same card at the same merchant. */
export interface PurchaseAfter {
  readonly authorizationId: string;
  readonly decisionId: string | null;
  readonly atMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly outcome: 'approve' | 'decline' | 'challenge' | null;
  readonly isApproved: boolean | null;
  readonly reason: string | null;
}

/**
 * What was asked for with this card at this merchant after the question, the first `limit` of it. Stripe says the
 * seconds alone of an ask's time.
 */
export async function purchasesAfter(
  pool: SqlPool,
  { scope, card, merchant, authorizationId, askedAtMs }: StoredChallenge,
  limit: number,
): Promise<readonly PurchaseAfter[]> {
  if (card === null || merchant === null) return [];
  const { rows } = await pool.query<Omit<PurchaseAfter, 'atMs'> & { at: Date }>(
    `select authorization_id as "authorizationId", decision_id as "decisionId", at,
      amount_minor::float8 as "amountMinor", currency, outcome, approved as "isApproved", first_reason as reason
    from asks where livemode = $1 and account = $2 and card = $3 and merchant = $4 and at >= $5
      and authorization_id is distinct from $6
    order by at, authorization_id, place limit $7`,
    [
      ...[scope.livemode, scope.account ?? '', card, merchant],
      ...[new Date(Math.floor(askedAtMs / 1000) * 1000), authorizationId, limit],
    ],
  );
  return rows.map(({ at, ...purchase }) => ({ ...purchase, atMs: at.getTime() }));
}
