import { insertChallenge, type StoredChallenge } from '../../src/adapters/store/database/challenges.ts';
import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import type { Allowance } from '../../src/core/domain/allowance.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A question of ours that was just asked, but for what is said of it. */
export function challengeOf(id: string, said: Partial<StoredChallenge> = {}): StoredChallenge {
  const askedAtMs = said.askedAtMs ?? Date.parse('2026-06-01T12:00:00Z');
  return {
    ...{ id, scope: { livemode: false, account: null }, origin: 'countersign', channel: 'twilio', state: 'pending' },
    ...{ because: null, askedAtMs, sendByMs: askedAtMs + 5 * MINUTE, claimedAtMs: null, sentAtMs: null },
    ...{ deliveredAtMs: null, answerByMs: null, answeredAtMs: null, endedAtMs: null, replyMs: 60 * MINUTE },
    ...{ decisionId: id.replace('chl_', 'dec_'), authorizationId: `iauth_${id}`, place: null },
    ...{ card: 'ic_1', cardholder: 'ich_1', merchant: '1234567890', merchantName: 'Shoes & Co' },
    ...{ amountMinor: 5_000, currency: 'usd', isCardPresent: false },
    ...{ phone: `hmac_${id}`, phoneCountry: 'GB', phoneEnds: '23', portfolio: 'everyone', profile: 'balanced' },
    ...{
      policyVersion: 'pol_1',
      rules: ['fraud_risk_score'],
      language: 'en',
      bodyHmac: null,
      messageId: null,
      askedAgainAtMs: null,
    },
    ...{ declinesUntilMs: null, liftedBy: null, revision: 0 },
    terms: {
      ...{ from: null, reply_ms: 60 * MINUTE, phone_unchanged_ms: 3 * DAY, max_per_cardholder_daily: 3 },
      allowance: { keep_ms: 7 * DAY, times_amount: 2, uses_daily: 5 },
      ...{ decline_ms: 90 * DAY, freezes_card: false },
    },
    ...said,
  };
}

/** The same, written down. */
export async function putChallenge(pool: SqlPool, id: string, said: Partial<StoredChallenge> = {}) {
  const challenge = challengeOf(id, said);
  if (!(await insertChallenge(pool, challenge)))
    throw new Error(`${id} is not written: its phone has one that is open`);
  return challenge;
}

/** What an answer YES at `atMs` makes of a question. */
export function verified(atMs: number): Partial<StoredChallenge> {
  const course = { claimedAtMs: atMs - 2 * MINUTE, sentAtMs: atMs - 2 * MINUTE, deliveredAtMs: atMs - MINUTE };
  return { ...course, state: 'verified', answerByMs: atMs + 58 * MINUTE, answeredAtMs: atMs, endedAtMs: atMs };
}

/** What a question that was answered YES allows, written down as it is in the database. */
export async function putAllowance(
  pool: SqlPool,
  { id: challengeId, scope, card, cardholder, merchant, currency, isCardPresent, answeredAtMs }: StoredChallenge,
  said: Partial<Allowance> = {},
): Promise<string> {
  const id = challengeId.replace('chl_', 'alw_');
  const fromMs = said.fromMs ?? answeredAtMs ?? 0;
  await pool.query(
    `insert into allowances (id, challenge_id, livemode, account, card, cardholder, merchant, currency,
      is_card_present, each_minor, total_minor, uses_daily, from_at, until_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[id, challengeId, scope.livemode, scope.account ?? '', card, cardholder, merchant, currency, isCardPresent],
      ...[said.eachMinor ?? 10_000, said.totalMinor ?? 10_000, said.usesDaily ?? 5],
      ...[new Date(fromMs), new Date(said.untilMs ?? fromMs + 7 * DAY)],
    ],
  );
  return id;
}

/** An ask as the database knows it: of this card at this merchant, but for what is said of it. */
export async function putAsk(
  pool: SqlPool,
  authorization: string,
  atMs: number,
  said: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const row = {
    ...{ livemode: false, account: '', authorization_id: authorization, place: 0, at: new Date(atMs) },
    ...{ amount_minor: 5_000, currency: 'usd', card: 'ic_1', merchant: '1234567890' },
    ...said,
  };
  const columns = Object.keys(row);
  await pool.query(
    `insert into asks (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
}
