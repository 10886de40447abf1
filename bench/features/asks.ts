import { askEvent } from '../../src/core/decision/count-ask.ts';
import { createRandom } from '../../src/core/domain/random.ts';
import type { EntryOutcome } from '../../src/core/features/built-in-event.ts';
import type { FeatureEvent } from '../../src/core/features/feature-event.ts';
import { authorizationOf } from '../../test/support/asks.ts';
import type { BenchProgram } from './programs.ts';

/** An ask, and what becomes of it. */
export interface BenchAsk {
  readonly event: FeatureEvent;
  readonly outcome: EntryOutcome;
}

/** Who buys, where and when. */
export interface Purchase {
  readonly card: number;
  readonly merchant: number;
  readonly atMs: number;
}

/** When the week begins that everything is filled with. */
export const START_MS = Date.UTC(2026, 5, 1);
export const WEEK_MS = 7 * 86_400_000;

const COUNTRIES = ['US', 'US', 'US', 'US', 'FR', 'GB'] as const;
const ARRIVES_AFTER_MS = 400;

/**
 * Makes asks as they come from Stripe, each of a cardholder with one card; the same for the same seed. One in 25 is
 * declined, one in 100 challenged and as many declined by Stripe. `isSettled` says that the outcome is known already.
 */
export function createAskMaker({ rates }: Pick<BenchProgram, 'rates'>, seed: number) {
  const random = createRandom(seed);
  const base = authorizationOf();
  let made = 0;

  function outcomeOf(chance: number): EntryOutcome {
    if (chance < 0.01) return 'challenged';
    if (chance < 0.02) return 'declined_by_stripe';
    return chance < 0.06 ? 'declined' : 'approved';
  }

  return ({ card, merchant, atMs }: Purchase, isSettled = false): BenchAsk => {
    made += 1;
    const outcome = outcomeOf(random());
    const authorization = {
      ...base,
      id: stripeId('iauth', made),
      scope: { livemode: true, account: null },
      createdAtMs: atMs,
      // Stripe's times are whole seconds.
      askedAtMs: Math.floor(atMs / 1_000) * 1_000,
      amountMinor: 100 + Math.floor(20_000 * random() ** 3),
      merchant: {
        ...base.merchant,
        networkId: String(100_000_000_000 + merchant),
        country: COUNTRIES[merchant % COUNTRIES.length] ?? 'US',
      },
      card: { ...base.card, id: stripeId('ic', card) },
      cardholder: { ...base.cardholder, id: stripeId('ich', card), metadata: { user_id: userId(card) } },
    };
    const event = askEvent(authorization, rates, Math.floor(atMs) + ARRIVES_AFTER_MS, {
      outcome: isSettled ? outcome : 'pending',
    });
    return { event: isSettled ? { ...event, isReported: isByStripe(outcome) } : event, outcome };
  };
}

/** Whether an outcome is one that only Stripe can tell. */
export function isByStripe(outcome: EntryOutcome): boolean {
  return outcome === 'declined_by_stripe';
}

/** How a program's back end calls the cardholder of a card. */
export function userId(card: number): string {
  return `user_${String(card).padStart(6, '0')}`;
}

/** As long as Stripe's are. */
function stripeId(prefix: string, number: number): string {
  return `${prefix}_1Q${number.toString(36).padStart(22, '0')}`;
}
