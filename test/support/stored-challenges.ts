import {
  changeChallenge,
  insertChallenge,
  type StoredChallenge,
} from '../../src/adapters/store/database/challenges.ts';
import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import type { Allowance } from '../../src/core/domain/allowance.ts';
import type { Scope } from '../../src/core/domain/scope.ts';

const HOUR_MS = 3_600_000;
export const TEST_SCOPE: Scope = { livemode: false, account: null };

/** A question that waits to be sent, asked at that time. */
export function challengeOf(id: string, askedAtMs: number, changes: Partial<StoredChallenge> = {}): StoredChallenge {
  const nothing = { because: null, claimedAtMs: null, sentAtMs: null, deliveredAtMs: null, answerByMs: null };
  return {
    ...nothing,
    ...{ id, scope: TEST_SCOPE, origin: 'countersign', channel: 'stripe', state: 'pending' },
    ...{ decisionId: id.replace('chl_', 'dec_'), authorizationId: id.replace('chl_', 'iauth_'), place: null },
    ...{ card: 'ic_1', cardholder: 'ich_1', merchant: '1234567890', merchantName: 'Sample Rides' },
    ...{ amountMinor: 1_234, currency: 'usd', isCardPresent: false },
    ...{ phone: `hmac_${id}`, phoneCountry: 'US', phoneEnds: '23' },
    ...{ portfolio: 'all', profile: 'a', policyVersion: 'p', rules: ['r'], language: null },
    ...{ bodyHmac: null, messageId: null },
    terms: {
      ...{ from: null, reply_ms: HOUR_MS, phone_unchanged_ms: 72 * HOUR_MS, max_per_cardholder_daily: 3 },
      allowance: { keep_ms: 168 * HOUR_MS, times_amount: 2, uses_daily: 5 },
      ...{ decline_ms: 90 * 24 * HOUR_MS, freezes_card: false },
    },
    ...{ askedAtMs, sendByMs: askedAtMs + 300_000, replyMs: HOUR_MS },
    ...{ answeredAtMs: null, endedAtMs: null, askedAgainAtMs: null, declinesUntilMs: null, liftedBy: null },
    revision: 0,
    ...changes,
  };
}

/** Stores it. */
export async function putChallenge(pool: SqlPool, challenge: StoredChallenge): Promise<void> {
  if (!(await insertChallenge(pool, challenge))) throw new Error(`${challenge.id} could not be stored`);
}

/** Has it answered NO at that time: it declines until then. */
export function refuse(pool: SqlPool, id: string, atMs: number, untilMs: number): Promise<void> {
  const times = { sentAtMs: atMs, deliveredAtMs: atMs, answeredAtMs: atMs, endedAtMs: atMs };
  return changeChallenge(pool, id, { state: 'rejected', ...times, declinesUntilMs: untilMs });
}

/** An allowance of 20.00 and three uses a day for a week, for purchases as a challenge of `challengeOf` is about. */
export function allowanceOf(id: string, fromMs: number, changes: Partial<Allowance> = {}): Allowance {
  return {
    ...{ id, challengeId: id.replace('alw_', 'chl_'), scope: TEST_SCOPE, card: 'ic_1', cardholder: 'ich_1' },
    ...{ merchant: '1234567890', currency: 'usd', isCardPresent: false, eachMinor: 2_000, totalMinor: 2_000 },
    ...{ usesDaily: 3, fromMs, untilMs: fromMs + 168 * HOUR_MS },
    ...changes,
  };
}

/** Stores it; its challenge is there. */
export async function putAllowance(pool: SqlPool, allowance: Allowance): Promise<void> {
  const { id, challengeId, scope, card, cardholder, merchant, currency, isCardPresent } = allowance;
  await pool.query(
    `insert into allowances (id, challenge_id, livemode, account, card, cardholder, merchant, currency,
      is_card_present, each_minor, total_minor, uses_daily, from_at, until_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[id, challengeId, scope.livemode, scope.account ?? '', card, cardholder, merchant, currency, isCardPresent],
      ...[allowance.eachMinor, allowance.totalMinor, allowance.usesDaily],
      ...[new Date(allowance.fromMs), new Date(allowance.untilMs)],
    ],
  );
}

/** Notes that a decision used an allowance. */
export async function putUse(
  pool: SqlPool,
  allowanceId: string,
  use: {
    readonly decision: string;
    readonly authorization: string;
    readonly amountMinor: number;
    readonly atMs: number;
  },
): Promise<void> {
  await pool.query(
    `insert into allowance_uses (decision_id, allowance_id, authorization_id, amount_minor, at)
    values ($1, $2, $3, $4, $5)`,
    [use.decision, allowanceId, use.authorization, use.amountMinor, new Date(use.atMs)],
  );
}
