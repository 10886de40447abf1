import {
  challengesOfPhone,
  findChallenge,
  insertChallenge,
  type StoredChallenge,
} from '../../adapters/store/database/challenges.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { isOpen } from '../../core/challenge/state.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { limits } from '../../core/domain/limits.ts';
import { happen } from './happen.ts';
import { askToPoll } from './poll.ts';

/** A decision that means to put a question. */
export type Asking = DecisionRecord & { readonly challenge: NonNullable<DecisionRecord['challenge']> };

/**
 * Whether a decision puts a question: what was restored from Stripe's metadata does not, nor one whose ask was answered
 * before it.
 */
export function isAsking(record: DecisionRecord): record is Asking {
  return Boolean(record.challenge) && record.answered_by !== 'restored' && !('second_answer_to' in record);
}

/**
 * Makes the question of a decision, and has it put: by a job, or, where Stripe puts it, looked after. Once: a decision
 * that comes again makes nothing. Where its phone has another question that is open, ours is void; Stripe puts its own
 * all the same.
 */
export async function putQuestion(pool: SqlPool, record: Asking, nowMs: number): Promise<void> {
  const challenge = challengeOf(record);
  const { id, phone, askedAtMs } = challenge;
  if (await findChallenge(pool, id)) return;
  if (!(await insertChallenge(pool, challenge))) {
    // What is over may not have been ended yet.
    if (phone !== null) await endOverdue(pool, phone, askedAtMs);
    if (!(await insertChallenge(pool, challenge)) && !(await putBeside(pool, challenge))) return;
  }
  if (challenge.channel === 'stripe') await askToPoll(pool, challenge);
  else if (nowMs < challenge.sendByMs) {
    await enqueue(pool, [{ name: 'send_challenge', key: `send_challenge/${id}`, data: { challenge: id } }]);
  }
}

/**
 * What becomes of a question whose phone has another one after all, since the hold on it was lost. Stripe has our
 * answer and asks, so that one is followed, but has no phone: the other keeps it, and no answer to us can mean this
 * one. False where it is void instead.
 */
async function putBeside(pool: SqlPool, challenge: Parameters<typeof insertChallenge>[1]): Promise<boolean> {
  if (challenge.channel === 'stripe') return insertChallenge(pool, { ...challenge, phone: null });
  const { askedAtMs: endedAtMs } = challenge;
  await insertChallenge(pool, { ...challenge, state: 'void', because: 'open_challenge', endedAtMs });
  return false;
}

async function endOverdue(pool: SqlPool, phone: string, atMs: number): Promise<void> {
  const open = (await challengesOfPhone(pool, phone, OPEN_AT_MOST)).filter(isOpen);
  for (const { id } of open) await happen(pool, id, { kind: 'time', atMs });
}

/** One is open at most, but it need not be the latest. */
const OPEN_AT_MOST = 20;

function challengeOf(record: Asking): Omit<StoredChallenge, 'revision' | 'replyMs'> {
  const { id, channel, phone, phone_country, phone_ends, is_card_present, ...terms } = record.challenge;
  const { received_at: askedAtMs } = record;
  return {
    ...{ id, channel, phone, terms, askedAtMs },
    ...{ card: record.card, cardholder: record.cardholder, merchant: record.merchant },
    ...{ portfolio: record.portfolio, profile: record.profile, policyVersion: record.policy_version },
    ...{ amountMinor: record.amount_minor, currency: record.currency, merchantName: record.merchant_name },
    scope: { livemode: record.livemode, account: record.account },
    origin: 'countersign',
    state: 'pending',
    because: null,
    decisionId: record.id,
    authorizationId: record.authorization,
    place: null,
    isCardPresent: is_card_present,
    phoneCountry: phone_country,
    phoneEnds: phone_ends,
    // The only reasons of a challenge are the rules and thresholds that asked for it.
    rules: record.reasons,
    ...{ language: null, bodyHmac: null },
    sendByMs: askedAtMs + limits.challengeSendByMs,
    // Stripe sends at once when it has our answer: from then on it may have been sent.
    claimedAtMs: channel === 'stripe' ? askedAtMs : null,
    ...{ messageId: null, sentAtMs: null, deliveredAtMs: null, answerByMs: null, answeredAtMs: null, endedAtMs: null },
    ...{ askedAgainAtMs: null, declinesUntilMs: null, liftedBy: null },
  };
}
