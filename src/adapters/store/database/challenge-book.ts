import type { SpentUse } from '../../../core/challenge/reservations.ts';
import type { Allowance } from '../../../core/domain/allowance.ts';
import { type ChallengeChannel, type ChallengeState, OPEN_STATES } from '../../../core/domain/challenge.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { type AllowanceColumns, allowanceIn } from './allowance-row.ts';
import type { SqlPool } from './pool.ts';

/** Up to where things have come: numbers of changes are drawn in order, and seen in the order of their commits. */
export interface BookPlace {
  /** The last number that was drawn. */
  readonly revision: number;
  /** The oldest transaction that is under way; all before it are over, and what they did is seen. */
  readonly oldest: number;
  /** The next transaction to begin: what is under way is older. */
  readonly next: number;
  /** The last erasure: rows of a person went, and tell nobody. */
  readonly erasure: number;
}

/** A question to a cardholder, as far as a decision may depend on it. */
export interface ChangedChallenge {
  readonly id: string;
  readonly revision: number;
  readonly scope: Scope;
  readonly state: ChallengeState;
  readonly card: string | null;
  readonly merchant: string | null;
  readonly cardholder: string | null;
  readonly phone: string | null;
  readonly askedAtMs: number;
  /** How long the cardholder has to answer; null where Stripe asked by itself. */
  readonly replyMs: number | null;
  readonly declinesUntilMs: number | null;
}

/** A NO that declines a merchant on a card. */
export interface Rejection {
  readonly id: string;
  readonly scope: Scope;
  readonly card: string;
  readonly merchant: string;
  readonly untilMs: number;
}

/** An allowance that holds, with what was taken from it. */
export interface KnownAllowance extends Allowance {
  readonly uses: readonly SpentUse[];
}

/** What a cardholder's answers come to. */
export interface KnownHistory {
  readonly scope: Scope;
  readonly cardholder: string;
  readonly rejectedAtMs: number | null;
  readonly verifiedAtMs: number | null;
  /** The questions that were put in the last day, in the order of their times. */
  readonly asked: readonly { readonly id: string; readonly atMs: number }[];
  /** Where the latest question was, or is to be, sent to; null: nowhere that is known. */
  readonly last: { readonly phone: string; readonly atMs: number } | null;
}

/** A question that waits for its answer, and the phone that has it. */
export interface OpenQuestion {
  readonly id: string;
  readonly phone: string;
}

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

interface World {
  readonly livemode: boolean;
  readonly account: string;
}

const scopeOf = ({ livemode, account }: World): Scope => ({ livemode, account: account === '' ? null : account });
const DAY_MS = 86_400_000;

/** What was never on its way to the cardholder was no question to them. */
export const WAS_PUT = `not (state = 'void' and claimed_at is null and sent_at is null)`;

/** Where things stand now. */
export async function readBookPlace(pool: SqlPool): Promise<BookPlace> {
  const { rows } = await pool.query<Record<keyof BookPlace, string>>(
    `select case when is_called then last_value else 0 end as revision,
      pg_snapshot_xmin(pg_current_snapshot())::text as oldest, pg_snapshot_xmax(pg_current_snapshot())::text as next,
      (select coalesce(max(seq), 0) from erasures) as erasure
    from challenge_revisions`,
    [],
    'read_book_place',
  );
  const { revision, oldest, next, erasure } = rows[0] ?? { revision: 0, oldest: 0, next: 0, erasure: 0 };
  return { revision: Number(revision), oldest: Number(oldest), next: Number(next), erasure: Number(erasure) };
}

interface ChangedRow extends World {
  readonly id: string;
  readonly revision: string;
  readonly state: ChallengeState;
  readonly card: string | null;
  readonly merchant: string | null;
  readonly cardholder: string | null;
  readonly phone: string | null;
  readonly asked_at: Date;
  readonly reply_ms: string | null;
  readonly declines_until: Date | null;
}

const CHANGED = `select id, revision, livemode, account, state, card, merchant, cardholder, phone, asked_at,
  terms->>'reply_ms' as reply_ms, declines_until from challenges`;

/** Questions whose number is larger, in the order of the numbers, `limit` at most. */
export async function readChangedChallenges(
  pool: SqlPool,
  afterRevision: number,
  limit: number,
): Promise<readonly ChangedChallenge[]> {
  const after = `${CHANGED} where revision > $1 order by revision limit $2`;
  const { rows } = await pool.query<ChangedRow>(after, [afterRevision, limit], 'read_changed_challenges');
  return rows.map(changedOf);
}

/** The questions that changed last, `limit` at most. */
export async function readLatestChallenges(pool: SqlPool, limit: number): Promise<readonly ChangedChallenge[]> {
  const { rows } = await pool.query<ChangedRow>(`${CHANGED} order by revision desc limit $1`, [limit]);
  return rows.map(changedOf);
}

function changedOf({ id, state, card, merchant, cardholder, phone, ...row }: ChangedRow): ChangedChallenge {
  return {
    ...{ id, state, card, merchant, cardholder, phone, scope: scopeOf(row) },
    revision: Number(row.revision),
    askedAtMs: row.asked_at.getTime(),
    replyMs: row.reply_ms === null ? null : Number(row.reply_ms),
    declinesUntilMs: row.declines_until?.getTime() ?? null,
  };
}

/** A NO that declines at that time, in the order of their ids, after this one. */
export async function readRejections(
  pool: SqlPool,
  atMs: number,
  afterId: string,
  limit: number,
): Promise<readonly Rejection[]> {
  const { rows } = await pool.query<World & { id: string; card: string; merchant: string; declines_until: Date }>(
    `select id, livemode, account, card, merchant, declines_until from challenges
    where declines_until is not null and declines_until > $1 and card is not null and merchant is not null and id > $2
    order by id limit $3`,
    [new Date(atMs), afterId, limit],
  );
  return rows.map(({ id, card, merchant, declines_until: until, ...world }) => {
    return { id, scope: scopeOf(world), card, merchant, untilMs: until.getTime() };
  });
}

/** Allowances that were given, or used, under a number that is larger: `id` and that number. */
export async function readChangedAllowances(
  pool: SqlPool,
  afterRevision: number,
): Promise<readonly { readonly id: string; readonly revision: number }[]> {
  const { rows } = await pool.query<{ id: string; revision: string }>(
    `select id, revision from allowances where revision > $1
    union all select allowance_id, revision from allowance_uses where revision > $1`,
    [afterRevision],
    'read_changed_allowances',
  );
  return rows.map(({ id, revision }) => ({ id, revision: Number(revision) }));
}

/** Those of these allowances that hold, or will, at that time; each with all of its uses. */
export async function readAllowances(
  pool: SqlPool,
  atMs: number,
  ids: readonly string[],
): Promise<readonly KnownAllowance[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<AllowanceColumns>(
    'select * from allowances where id = any($1) and ended_at is null and until_at > $2',
    [ids, new Date(atMs)],
  );
  return withUses(pool, rows);
}

/** All allowances that hold, or will, at that time, in the order of their ids, after this one. */
export async function readLiveAllowances(
  pool: SqlPool,
  atMs: number,
  afterId: string,
  limit: number,
): Promise<readonly KnownAllowance[]> {
  const { rows } = await pool.query<AllowanceColumns>(
    'select * from allowances where ended_at is null and until_at > $1 and id > $2 order by id limit $3',
    [new Date(atMs), afterId, limit],
  );
  return withUses(pool, rows);
}

async function withUses(pool: SqlPool, rows: readonly AllowanceColumns[]): Promise<readonly KnownAllowance[]> {
  if (rows.length === 0) return [];
  // A use stands under its decision; the ask that it was has a name of its own, the same for whoever decides it.
  const { rows: used } = await pool.query<{ allowance_id: string; ask: string; amount_minor: string; at: Date }>(
    `select used.allowance_id, coalesce(decided.ask_key, used.authorization_id) as ask, used.amount_minor, used.at
    from allowance_uses as used left join decisions as decided on decided.id = used.decision_id
    where used.allowance_id = any($1) order by used.at`,
    [rows.map(({ id }) => id)],
  );
  const uses = Map.groupBy(used, ({ allowance_id: id }) => id);
  return rows.map((row) => ({
    ...allowanceIn(row),
    uses: (uses.get(row.id) ?? []).map(({ ask, amount_minor: amount, at }) => {
      return { ask, amountMinor: Number(amount), atMs: at.getTime() };
    }),
  }));
}

interface HistoryRow extends World {
  readonly cardholder: string;
  readonly rejected_at: Date | null;
  readonly verified_at: Date | null;
  readonly asked_ids: readonly string[] | null;
  readonly asked_at: readonly Date[] | null;
  readonly last_phone: string | null;
  readonly last_at: Date | null;
}

// $1: no older questions; $2: a day ago.
const HISTORY = `select livemode, account, cardholder,
  max(answered_at) filter (where state = 'rejected') as rejected_at,
  max(answered_at) filter (where state = 'verified') as verified_at,
  array_agg(id order by asked_at, id) filter (where asked_at > $2 and ${WAS_PUT}) as asked_ids,
  array_agg(asked_at order by asked_at, id) filter (where asked_at > $2 and ${WAS_PUT}) as asked_at,
  (array_agg(phone order by asked_at desc, id) filter (where phone is not null))[1] as last_phone,
  max(asked_at) filter (where phone is not null) as last_at
  from challenges where asked_at > $1`;

/** What the answers of these cardholders come to, of questions of the last `historyMs`. */
export async function readHistories(
  pool: SqlPool,
  { nowMs, historyMs }: { readonly nowMs: number; readonly historyMs: number },
  named: readonly { readonly scope: Scope; readonly cardholder: string }[],
): Promise<readonly KnownHistory[]> {
  if (named.length === 0) return [];
  const { rows } = await pool.query<HistoryRow>(
    `${HISTORY} and (livemode, account, cardholder) in (select * from unnest($3::boolean[], $4::text[], $5::text[]))
    group by livemode, account, cardholder`,
    [
      ...[new Date(nowMs - historyMs), new Date(nowMs - DAY_MS)],
      named.map(({ scope }) => scope.livemode),
      named.map(({ scope }) => scope.account ?? ''),
      named.map(({ cardholder }) => cardholder),
    ],
  );
  return rows.map(historyOf);
}

/** The same of all cardholders, in an order of theirs, after this one; null: from the first. */
export async function readAllHistories(
  pool: SqlPool,
  { nowMs, historyMs }: { readonly nowMs: number; readonly historyMs: number },
  after: Pick<KnownHistory, 'scope' | 'cardholder'> | null,
  limit: number,
): Promise<readonly KnownHistory[]> {
  const { rows } = await pool.query<HistoryRow>(
    `${HISTORY} and cardholder is not null and (livemode, account, cardholder) > ($3::boolean, $4::text, $5::text)
    group by livemode, account, cardholder order by livemode, account, cardholder limit $6`,
    [
      ...[new Date(nowMs - historyMs), new Date(nowMs - DAY_MS)],
      ...[after?.scope.livemode ?? false, after?.scope.account ?? '', after?.cardholder ?? '', limit],
    ],
  );
  return rows.map(historyOf);
}

function historyOf(row: HistoryRow): KnownHistory {
  const { asked_ids: ids, asked_at: times, last_phone: phone, last_at: lastAt } = row;
  return {
    scope: scopeOf(row),
    cardholder: row.cardholder,
    rejectedAtMs: row.rejected_at?.getTime() ?? null,
    verifiedAtMs: row.verified_at?.getTime() ?? null,
    asked: (ids ?? []).map((id, index) => ({ id, atMs: times?.[index]?.getTime() ?? 0 })),
    last: phone !== null && lastAt !== null ? { phone, atMs: lastAt.getTime() } : null,
  };
}

/** The questions that wait for an answer, in the order of their ids, after this one. */
export async function readOpenQuestions(
  pool: SqlPool,
  afterId: string,
  limit: number,
): Promise<readonly OpenQuestion[]> {
  const { rows } = await pool.query<OpenQuestion>(
    `select id, phone from challenges where phone is not null and state in (${OPEN}) and id > $1
    order by id limit $2`,
    [afterId, limit],
  );
  return rows;
}

/** The channels that are off. */
export async function readChannelsOff(
  pool: SqlPool,
): Promise<readonly { readonly channel: ChallengeChannel; readonly scope: Scope }[]> {
  const { rows } = await pool.query<World & { channel: ChallengeChannel }>(
    'select channel, livemode, account from challenge_channels where on_at is null order by channel, livemode, account',
  );
  return rows.map(({ channel, ...world }) => ({ channel, scope: scopeOf(world) }));
}

/** A question that a stored decision puts, and that is not made yet. */
export interface UnmadeChallenge {
  readonly id: string;
  readonly scope: Scope;
  readonly cardholder: string | null;
  readonly phone: string | null;
  readonly askedAtMs: number;
  readonly replyMs: number;
}

/** Questions of decisions that were received since then, of which there is no row yet; the newest `limit`. */
export async function readUnmadeChallenges(
  pool: SqlPool,
  sinceMs: number,
  limit: number,
): Promise<readonly UnmadeChallenge[]> {
  interface Row extends World {
    id: string;
    cardholder: string | null;
    phone: string | null;
    asked_at: Date;
    reply_ms: string;
  }
  const { rows } = await pool.query<Row>(
    `select record->'challenge'->>'id' as id, livemode, account, record->>'cardholder' as cardholder,
      record->'challenge'->>'phone' as phone, asked_at, record->'challenge'->>'reply_ms' as reply_ms
    from decisions where received_at > $1 and outcome = 'challenge' and record->'challenge'->>'id' is not null
      and answered_by <> 'restored' and not record ? 'second_answer_to'
      and not exists (select 1 from challenges where challenges.decision_id = decisions.id)
    order by received_at desc limit $2`,
    [new Date(sinceMs), limit],
  );
  return rows.map(({ id, cardholder, phone, asked_at: asked, reply_ms: reply, ...world }) => {
    return { id, scope: scopeOf(world), cardholder, phone, askedAtMs: asked.getTime(), replyMs: Number(reply) };
  });
}
