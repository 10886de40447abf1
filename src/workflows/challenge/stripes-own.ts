import { randomUUID } from 'node:crypto';
import type { AskRow } from '../../adapters/store/database/asks.ts';
import { findAuthorization } from '../../adapters/store/database/authorizations.ts';
import { insertChallenge } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { fieldsOf, text } from '../../adapters/stripe/fields.ts';
import { isCardPresent } from '../../core/domain/card-presence.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { askToPoll } from './poll.ts';

/** A question of an authorization that Stripe put by itself. */
export interface OwnQuestion {
  readonly scope: Scope;
  readonly authorizationId: string;
  /** Which of the authorization's `fraud_challenges` it is. */
  readonly place: number;
  readonly ask: AskRow | undefined;
}

/**
 * Keeps a question that Stripe put by itself, about a decline of its own, and gives its id, by which it can't be told
 * whose it is: the audit names it, and no erasure takes anything out of that. Null where nothing is known of the
 * decline, or the question has been kept by another meanwhile.
 */
export async function followOwn(
  pool: SqlPool,
  { scope, authorizationId, place, ask }: OwnQuestion,
): Promise<string | null> {
  const told = await findAuthorization(pool, scope, authorizationId);
  if (!ask || !told) return null;
  const id = `chl_${randomUUID()}`;
  const { card, cardholder, merchant, fields } = told;
  const { amountMinor, currency, portfolio, atMs } = ask;
  const authorizationMethod = text(fields.authorization_method);
  const isNew = await insertChallenge(pool, {
    ...{ id, scope, authorizationId, place, card, cardholder, merchant, amountMinor, currency, portfolio },
    ...UNTOLD,
    origin: 'stripe',
    channel: 'stripe',
    state: 'pending',
    merchantName: text(fieldsOf(fields.merchant_data).name),
    isCardPresent: isCardPresent({ cardPresence: text(fields.card_presence), authorizationMethod }),
    askedAtMs: atMs,
    sendByMs: atMs + limits.challengeSendByMs,
    // It stands in Stripe's list: somebody set about it.
    claimedAtMs: atMs,
  });
  if (!isNew) return null;
  await askToPoll(pool, { id, askedAtMs: atMs });
  return id;
}

/** What is not known of a question that Stripe put by itself, or did not happen yet. */
const UNTOLD = {
  ...{ because: null, decisionId: null, profile: null, policyVersion: null, rules: [], terms: null },
  ...{ language: null, bodyHmac: null },
  ...{ phone: null, phoneCountry: null, phoneEnds: null, messageId: null, liftedBy: null, declinesUntilMs: null },
  ...{ sentAtMs: null, deliveredAtMs: null, answerByMs: null, answeredAtMs: null, endedAtMs: null },
  askedAgainAtMs: null,
} as const;
