import type { DecisionRecord } from '../../../core/decision/record.ts';
import {
  type Challenge,
  type ChallengeChannel,
  type ChallengeState,
  OPEN_STATES,
} from '../../../core/domain/challenge.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import { ASKED, type ScopedAuthorization, toRows } from './review-decisions.ts';

/** The terms of a question, as its decision recorded them. */
export type StoredTerms = Omit<
  NonNullable<DecisionRecord['challenge']>,
  'id' | 'channel' | 'phone' | 'phone_country' | 'phone_ends' | 'is_card_present'
>;

/** A question to a cardholder with all that is kept of it. */
export interface StoredChallenge extends Challenge {
  readonly channel: ChallengeChannel;
  /** The decision that asked; null where Stripe asked by itself. */
  readonly decisionId: string | null;
  readonly authorizationId: string | null;
  /** Which of the authorization's `fraud_challenges` it is, from 0; null where that is not known, or it is none. */
  readonly place: number | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly merchant: string | null;
  readonly merchantName: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly isCardPresent: boolean | null;
  /** An HMAC of the number in E.164. */
  readonly phone: string | null;
  readonly phoneCountry: string | null;
  readonly phoneEnds: string | null;
  readonly portfolio: string | null;
  readonly profile: string | null;
  readonly policyVersion: string | null;
  /** Ids of the rules and thresholds that asked for it. */
  readonly rules: readonly string[];
  /** Null where Stripe asked by itself: its own terms hold. */
  readonly terms: StoredTerms | null;
  readonly language: string | null;
  /** An HMAC of the text that it was put with, as it was claimed. */
  readonly bodyHmac: string | null;
  /** Twilio's name of the message. */
  readonly messageId: string | null;
  readonly askedAgainAtMs: number | null;
  /** A NO declines that merchant on that card until then; null: it does not. */
  readonly declinesUntilMs: number | null;
  /** Who took that back; an id of a key or user. */
  readonly liftedBy: string | null;
  readonly revision: number;
}

/** How a column stands to a field: times are in milliseconds on our side. */
const TIMES = {
  asked_at: 'askedAtMs',
  send_by: 'sendByMs',
  claimed_at: 'claimedAtMs',
  sent_at: 'sentAtMs',
  delivered_at: 'deliveredAtMs',
  answer_by: 'answerByMs',
  answered_at: 'answeredAtMs',
  ended_at: 'endedAtMs',
  asked_again_at: 'askedAgainAtMs',
  declines_until: 'declinesUntilMs',
} as const satisfies Readonly<Record<string, keyof StoredChallenge>>;

const PLAIN = {
  id: 'id',
  origin: 'origin',
  channel: 'channel',
  state: 'state',
  because: 'because',
  decision_id: 'decisionId',
  authorization_id: 'authorizationId',
  place: 'place',
  card: 'card',
  cardholder: 'cardholder',
  merchant: 'merchant',
  merchant_name: 'merchantName',
  amount_minor: 'amountMinor',
  currency: 'currency',
  is_card_present: 'isCardPresent',
  phone: 'phone',
  phone_country: 'phoneCountry',
  phone_ends: 'phoneEnds',
  portfolio: 'portfolio',
  profile: 'profile',
  policy_version: 'policyVersion',
  rules: 'rules',
  language: 'language',
  body_hmac: 'bodyHmac',
  message_id: 'messageId',
  lifted_by: 'liftedBy',
} as const satisfies Readonly<Record<string, keyof StoredChallenge>>;

type Row = Readonly<Record<keyof typeof TIMES, Date | null>> &
  Readonly<Record<Exclude<keyof typeof PLAIN, 'amount_minor'>, unknown>> & {
    readonly livemode: boolean;
    readonly account: string;
    readonly amount_minor: string | null;
    readonly terms: StoredTerms | Record<string, never>;
    readonly revision: string;
  };

/** Writes a new question down; false where it is there already, or its phone has another one that is open. */
export async function insertChallenge(
  pool: SqlPool,
  challenge: Omit<StoredChallenge, 'revision' | 'replyMs'>,
): Promise<boolean> {
  const plain = Object.entries(PLAIN).map(([column, field]) => [column, challenge[field]] as const);
  const times = Object.entries(TIMES).map(([column, field]) => [column, dateOf(challenge[field])] as const);
  const columns = [
    ...plain,
    ...times,
    ['livemode', challenge.scope.livemode] as const,
    ['account', challenge.scope.account ?? ''] as const,
    ['terms', JSON.stringify(challenge.terms ?? {})] as const,
  ];
  const { rows } = await pool.query<{ id: string }>(
    `insert into challenges (${columns.map(([name]) => name).join(', ')})
    values (${columns.map((_, index) => `$${index + 1}`).join(', ')}) on conflict do nothing returning id`,
    columns.map(([, value]) => value),
  );
  return rows.length > 0;
}

/** What may change of a question once it is there. */
export type ChallengeChange = Partial<
  Pick<
    StoredChallenge,
    | ('state' | 'because' | 'place' | 'language' | 'bodyHmac' | 'messageId' | 'liftedBy' | 'authorizationId')
    | ('claimedAtMs' | 'sentAtMs' | 'deliveredAtMs' | 'answerByMs' | 'answeredAtMs' | 'endedAtMs')
    | ('askedAgainAtMs' | 'declinesUntilMs')
  >
>;

/** Writes these changes, under a new revision. */
export async function changeChallenge(pool: SqlPool, id: string, change: ChallengeChange): Promise<void> {
  const columns: (readonly [column: string, value: unknown])[] = [];
  for (const [column, field] of Object.entries({ ...PLAIN, ...TIMES })) {
    if (!(field in change)) continue;
    const value = change[field as keyof ChallengeChange];
    columns.push([column, column in TIMES ? dateOf(value as number | null) : value]);
  }
  const sets = columns.map(([column], index) => `${column} = $${index + 2}`);
  await pool.query(
    `update challenges set ${[...sets, "revision = nextval('challenge_revisions')"].join(', ')} where id = $1`,
    [id, ...columns.map(([, value]) => value)],
  );
}

/** The one of this id; null where there is none. */
export async function findChallenge(pool: SqlPool, id: string): Promise<StoredChallenge | null> {
  return (await readChallenges(pool, 'id = $1', [id]))[0] ?? null;
}

/** The same, and keeps others from changing it until the transaction that this is called in ends. */
export async function lockChallenge(joined: SqlPool, id: string): Promise<StoredChallenge | null> {
  return (await readChallenges(joined, 'id = $1 for update', [id]))[0] ?? null;
}

/** The questions to a phone (an HMAC), the latest first, `limit` at most. */
export async function challengesOfPhone(
  pool: SqlPool,
  phone: string,
  limit: number,
): Promise<readonly StoredChallenge[]> {
  return readChallenges(pool, 'phone = $1 order by asked_at desc, id desc limit $2', [phone, limit]);
}

/** Those about an authorization, in the order in which they were asked. */
export async function challengesOfAuthorization(
  pool: SqlPool,
  { livemode, account }: Scope,
  authorizationId: string,
): Promise<readonly StoredChallenge[]> {
  const values = [livemode, account ?? '', authorizationId];
  return readChallenges(pool, 'livemode = $1 and account = $2 and authorization_id = $3 order by asked_at, id', values);
}

/** Those of these authorizations that there is a question about. */
export async function challengedAmong(
  pool: SqlPool,
  authorizations: readonly ScopedAuthorization[],
): Promise<readonly ScopedAuthorization[]> {
  if (authorizations.length === 0) return [];
  const { rows } = await pool.query<{ livemode: boolean; account: string; authorization_id: string }>(
    `select distinct livemode, account, authorization_id from challenges join ${ASKED}
      using (livemode, account, authorization_id)`,
    [toRows(authorizations)],
  );
  return rows.map(({ livemode, account, authorization_id: authorizationId }) => {
    return { scope: { livemode, account: account || null }, authorizationId };
  });
}

/**
 * Questions that are open though their time is over, the oldest first. Of those that Stripe put we hear late: they have
 * `graceMs` more.
 */
export async function overdueChallenges(
  pool: SqlPool,
  { nowMs, graceMs, limit }: { readonly nowMs: number; readonly graceMs: number; readonly limit: number },
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from challenges where state = any($1) and $2::timestamptz >= case
      when sent_at is null and claimed_at is null then send_by
      when channel = 'stripe' then coalesce(answer_by, claimed_at + $3 * interval '1 millisecond')
        + $4 * interval '1 millisecond'
      else coalesce(answer_by, claimed_at + coalesce((terms->>'reply_ms')::float8, $3) * interval '1 millisecond') end
    order by asked_at, id limit $5`,
    [OPEN_STATES, new Date(nowMs), STRIPE_REPLY_MS, graceMs, limit],
  );
  return rows.map(({ id }) => id);
}

/** Questions by a condition of SQL over the columns of `challenges`, with all that may follow it. */
export async function readChallenges(
  pool: SqlPool,
  where: string,
  values: readonly unknown[],
): Promise<readonly StoredChallenge[]> {
  const { rows } = await pool.query<Row>(`select * from challenges where ${where}`, [...values]);
  return rows.map(challengeOf);
}

function challengeOf(row: Row): StoredChallenge {
  const plain = Object.fromEntries(
    Object.entries(PLAIN).map(([column, field]) => [field, row[column as keyof typeof PLAIN]]),
  );
  const times = Object.fromEntries(
    Object.entries(TIMES).map(([column, field]) => [field, row[column as keyof typeof TIMES]?.getTime() ?? null]),
  );
  const terms = 'reply_ms' in row.terms ? (row.terms as StoredTerms) : null;
  return {
    // INVARIANT: the columns are those that `insertChallenge` and `changeChallenge` write.
    ...(plain as unknown as Pick<StoredChallenge, (typeof PLAIN)[keyof typeof PLAIN]>),
    ...(times as unknown as Pick<StoredChallenge, (typeof TIMES)[keyof typeof TIMES]>),
    state: row.state as ChallengeState,
    scope: { livemode: row.livemode, account: row.account === '' ? null : row.account },
    amountMinor: row.amount_minor === null ? null : Number(row.amount_minor),
    terms,
    replyMs: row.channel === 'stripe' ? STRIPE_REPLY_MS : (terms?.reply_ms ?? STRIPE_REPLY_MS),
    revision: Number(row.revision),
  };
}

/** Stripe's own time to answer, whatever a profile says: "Fraud challenges" in Stripe's guide to Issuing. */
const STRIPE_REPLY_MS = 3_600_000;

function dateOf(atMs: number | null): Date | null {
  return atMs === null ? null : new Date(atMs);
}
