import type { AskRow } from '../../adapters/store/database/asks.ts';
import { findAuthorization } from '../../adapters/store/database/authorizations.ts';
import { insertChallenge } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { fieldsOf, text } from '../../adapters/stripe/fields.ts';
import { isCardPresent } from '../../core/domain/card-presence.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { askToPoll } from './poll.ts';

/**
 * Keeps a question that Stripe put by itself, about a decline of its own, and gives its id: that is made of the
 * authorization and the question's place there. Null where nothing is known of the decline.
 */
export async function followOwn(
  pool: SqlPool,
  scope: Scope,
  authorizationId: string,
  place: number,
  ask: AskRow | undefined,
): Promise<string | null> {
  const told = await findAuthorization(pool, scope, authorizationId);
  if (!ask || !told) return null;
  const id = `chl_${authorizationId}_${place}`;
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
  if (isNew) await askToPoll(pool, { id, askedAtMs: atMs });
  return id;
}

/** What is not known of a question that Stripe put by itself, or did not happen yet. */
const UNTOLD = {
  ...{ because: null, decisionId: null, profile: null, policyVersion: null, rules: [], terms: null, language: null },
  ...{ phone: null, phoneCountry: null, phoneEnds: null, messageId: null, liftedBy: null, declinesUntilMs: null },
  ...{ sentAtMs: null, deliveredAtMs: null, answerByMs: null, answeredAtMs: null, endedAtMs: null },
  askedAgainAtMs: null,
} as const;
