import type { Stripe } from 'stripe';
import type { Authorization } from './account.ts';
import { ANSWERED, meaningOf, questionText } from './challenge-texts.ts';
import { InvalidTransition } from './errors.ts';
import type { AccountState } from './state.ts';

type FraudChallenge = Stripe.Issuing.Authorization.FraudChallenge;

const ANSWERABLE_MS = 60 * 60_000;
const VERIFIED_MS = 7 * 24 * 60 * 60_000;

export interface Challenges {
  /** Sends the text of a question that was begun just now. */
  ask(authorization: Authorization): void;
  /** The cardholder writes back; what comes too late, or is neither word, does nothing. */
  reply(authorizationId: string, body: string): void;
  /** The text message is sent, if there is a phone that Stripe sends to: of the US (+1) or the UK (+44). */
  begin(authorizationId: string, cardholder: Stripe.Issuing.Cardholder): FraudChallenge;
  /** Throws `InvalidTransition` where no question is open. */
  respond(authorizationId: string, isConfirmed: boolean): Authorization;
  /** Ends the questions that nobody answered within the hour. */
  expireDue(): void;
  /** Whether the holder of this card said yes to this merchant within the last seven days. */
  isVerified(cardId: string, networkId: string): boolean;
}

/** Stripe's questions to cardholders by text message, with its times: an hour to answer, seven days of trust. */
export function createChallenges(
  { options, store, emitUpdated }: AccountState,
  warn: (cardId: string, type: 'user_indicated_fraud') => void,
): Challenges {
  const { nowMs } = options;
  const { switches } = options.settings;
  const dueMs = new Map<string, number>();
  const verifiedUntilMs = new Map<string, number>();
  const optedOut = new Set<string>();

  function tell(authorizationId: string, to: string | null, body: string): void {
    if (to !== null && !optedOut.has(to)) options.onText?.({ authorizationId, to, body });
  }

  function end(authorizationId: string, status: FraudChallenge['status']): Authorization {
    const before = store.authorization(authorizationId);
    const ended = (before.fraud_challenges ?? []).map((one) => (one.status === 'pending' ? { ...one, status } : one));
    const after = { ...before, fraud_challenges: ended };
    dueMs.delete(authorizationId);
    store.putAuthorization(after);
    if (switches.challengeUpdates === 'emitted') emitUpdated('issuing_authorization.updated', before, after);
    return after;
  }

  function expireDue(): void {
    for (const [id, due] of dueMs) {
      if (due > nowMs()) return;
      dueMs.delete(id);
      if (store.objects.authorizations.has(id)) end(id, 'expired');
    }
  }

  function respond(authorizationId: string, isConfirmed: boolean): Authorization {
    expireDue();
    const { card, merchant_data, fraud_challenges } = store.authorization(authorizationId);
    if (!isPending(fraud_challenges)) {
      throw new InvalidTransition(`The authorization ${authorizationId} has no fraud challenge that is pending.`);
    }
    const answered = end(authorizationId, isConfirmed ? 'verified' : 'rejected');
    if (isConfirmed) verifiedUntilMs.set(pair(card.id, merchant_data.network_id), nowMs() + VERIFIED_MS);
    else if (switches.refusedChallenge === 'marks_card') warn(card.id, 'user_indicated_fraud');
    return store.objects.authorizations.get(authorizationId) ?? answered;
  }

  return {
    ask(authorization) {
      const { id, card, currency, request_history: history, merchant_data: merchant } = authorization;
      if (!isPending(authorization.fraud_challenges)) return;
      const amount = { amountMinor: history.at(-1)?.amount ?? 0, currency };
      tell(id, card.cardholder.phone_number, questionText(amount, merchant.name));
    },
    reply(authorizationId, body) {
      expireDue();
      const authorization = store.objects.authorizations.get(authorizationId);
      const phone = authorization?.card.cardholder.phone_number ?? null;
      const meaning = meaningOf(body);
      if (!authorization || phone === null || meaning === null) return;
      if (meaning === 'stop') optedOut.add(phone);
      else if (meaning === 'start') optedOut.delete(phone);
      else if (isPending(authorization.fraud_challenges)) {
        respond(authorizationId, meaning === 'yes');
        tell(authorizationId, phone, ANSWERED[meaning]);
      }
    },
    begin(authorizationId, { phone_number: phone }) {
      if (phone === null) return undeliverable('no_phone_number');
      if (!/^\+(1|44)\d/.test(phone)) return undeliverable('unsupported_phone_number');
      // INVARIANT: kept in the order in which they fall due, which expireDue relies on.
      dueMs.delete(authorizationId);
      dueMs.set(authorizationId, nowMs() + ANSWERABLE_MS);
      return { channel: 'sms', status: 'pending', undeliverable_reason: null };
    },
    respond,
    expireDue,
    isVerified(cardId, networkId) {
      const key = pair(cardId, networkId);
      const isVerified = (verifiedUntilMs.get(key) ?? 0) > nowMs();
      if (!isVerified) verifiedUntilMs.delete(key);
      return isVerified;
    },
  };
}

function isPending(challenges: Authorization['fraud_challenges']): boolean {
  return challenges?.some(({ status }) => status === 'pending') === true;
}

function undeliverable(reason: 'no_phone_number' | 'unsupported_phone_number'): FraudChallenge {
  return { channel: 'sms', status: 'undeliverable', undeliverable_reason: reason };
}

function pair(cardId: string, networkId: string): string {
  return `${cardId} ${networkId}`;
}
