import { type AskRow, findAsks } from '../../adapters/store/database/asks.ts';
import { findCard } from '../../adapters/store/database/cards.ts';
import { questionBefore, verifiedSince } from '../../adapters/store/database/challenge-proof.ts';
import {
  challengesOfAuthorization,
  changeChallenge,
  findChallenge,
  type StoredChallenge,
} from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { eventsOfObjects } from '../../adapters/store/database/told-events.ts';
import { wordsOf } from '../../adapters/stripe/fraud-challenges.ts';
import { answersUntilMs, isOpen } from '../../core/challenge/state.ts';
import { eventOfWord, isSent, type StripeWord, seatsOf } from '../../core/challenge/stripe-words.ts';
import { indicatedAtMs } from '../../core/domain/card-state.ts';
import type { ChallengeEvent } from '../../core/domain/challenge.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { switchOff } from './channels.ts';
import { happen } from './happen.ts';
import { followOwn, type OwnQuestion } from './stripes-own.ts';

const REPORTS = ['issuing_authorization.created', 'issuing_authorization.updated'];

/**
 * Brings the questions about an authorization to what Stripe says of it, by all that is stored: a decline that did not
 * happen voids its question; of Stripe's channel, what became of each; and those that Stripe put by itself.
 */
export async function takeReports(pool: SqlPool, scope: Scope, authorizationId: string): Promise<void> {
  const { livemode, account } = scope;
  const asks = await findAsks(pool, { livemode, account: account ?? '', id: authorizationId });
  for (const challenge of await challengesOfAuthorization(pool, scope, authorizationId)) {
    const ask = asks.find(({ decisionId }) => decisionId !== null && decisionId === challenge.decisionId);
    if (ask) await confirm(pool, challenge, ask);
  }
  const told = await eventsOfObjects(pool, scope, REPORTS, [authorizationId]);
  const words = wordsOf(told.get(authorizationId) ?? []);
  if (words.length > 0) await hear(pool, scope, authorizationId, asks, words);
  for (const challenge of await challengesOfAuthorization(pool, scope, authorizationId)) {
    if (challenge.channel !== 'stripe' || !(isOpen(challenge) || challenge.state === 'expired')) continue;
    await prove(pool, challenge);
    await indicate(pool, challenge);
  }
}

/** What is about a decline that Stripe did not take is void. */
async function confirm(pool: SqlPool, challenge: StoredChallenge, { confirmation }: AskRow): Promise<void> {
  if (confirmation === null) return;
  const { approved, reason, decidedBy, atMs } = confirmation;
  if (decidedBy === 'us' && !approved) return;
  const because = decidedBy === 'us' ? 'approved' : (reason ?? 'not_taken');
  await happen(pool, challenge.id, { kind: 'void', atMs, because });
  if (challenge.channel !== 'stripe' || reason !== 'webhook_error') return;
  await switchOff(pool, 'stripe', challenge.scope, { because: reason, atMs, answeredAtMs: challenge.askedAtMs });
}

/** Takes what Stripe says of each question, whoever put it. */
async function hear(
  pool: SqlPool,
  scope: Scope,
  authorizationId: string,
  asks: readonly AskRow[],
  words: readonly (readonly StripeWord[])[],
): Promise<void> {
  const rows = await challengesOfAuthorization(pool, scope, authorizationId);
  const ofStripe = rows.filter(({ channel, origin }) => channel === 'stripe' && origin === 'countersign');
  const seats = seatsOf(
    asks.map(({ decisionId, confirmation }) => ({
      challengeId: ofStripe.find((row) => decisionId !== null && row.decisionId === decisionId)?.id ?? null,
      end: confirmation && { approved: confirmation.approved, isOurs: confirmation.decidedBy === 'us' },
      isAnswerKnown: decisionId !== null,
    })),
    words.length,
  );
  for (const [place, { whose, index }] of seats.entries()) {
    const said = words[place] ?? [];
    const ask = asks[index];
    if (whose === null || said.length === 0) continue;
    const id = whose === 'stripe' ? await idOfOwn(pool, rows, { scope, authorizationId, place, ask }) : whose;
    if (id === null) continue;
    const row = rows.find((known) => known.id === id);
    if (row && row.place === null) await changeChallenge(pool, id, { place });
    await tell(pool, id, ask?.confirmation?.atMs ?? said[0]?.atMs ?? 0, said);
  }
}

/** The question that Stripe put by itself at this place of an authorization: the one that is known, or a new one. */
async function idOfOwn(pool: SqlPool, rows: readonly StoredChallenge[], own: OwnQuestion): Promise<string | null> {
  const known = rows.find(({ origin, place }) => origin === 'stripe' && place === own.place);
  return known?.id ?? followOwn(pool, own);
}

async function tell(pool: SqlPool, id: string, sentAtMs: number, words: readonly StripeWord[]): Promise<void> {
  let challenge = await findChallenge(pool, id);
  const take = async (event: ChallengeEvent | null) => {
    if (event !== null) challenge = (await happen(pool, id, event))?.after ?? null;
  };
  if (words.some(isSent)) await take({ kind: 'sent', atMs: sentAtMs });
  for (const word of words) if (challenge) await take(eventOfWord(challenge, word));
}

/** Whoever is let through at that merchant as verified has answered YES: to the question that was put before. */
async function prove(pool: SqlPool, challenge: StoredChallenge): Promise<void> {
  const untilMs = answersUntilMs(challenge);
  const atMs = await verifiedSince(pool, challenge, untilMs);
  if (atMs !== null) await happen(pool, challenge.id, { kind: 'yes', atMs });
}

/**
 * A card that is marked `user_indicated_fraud` after a question was answered NO ("Fraud challenges" in Stripe's guide
 * to Issuing): the latest one about it, whether or not Stripe reports the answer itself.
 */
async function indicate(pool: SqlPool, challenge: StoredChallenge): Promise<void> {
  const { id, scope, card, askedAtMs } = challenge;
  if (card === null) return;
  const untilMs = answersUntilMs(challenge) + limits.challengeLateReplyMs;
  for (const warning of (await findCard(pool, scope, card))?.warnings ?? []) {
    const atMs = indicatedAtMs(warning);
    if (atMs === null || atMs >= untilMs) continue;
    // Stripe's times have whole seconds.
    const latest = await questionBefore(pool, scope, { card, merchant: null, atMs: atMs + 999 });
    if (latest?.id === id) await happen(pool, id, { kind: 'no', atMs: Math.max(atMs, askedAtMs) });
  }
}
