import { NO_FEATURES } from '../../src/core/domain/features.ts';
import { createRandom } from '../../src/core/domain/random.ts';
import { isMissing } from '../../src/core/domain/value.ts';
import type { AttributeInputs } from '../../src/core/rules/attributes.ts';
import { createCatalogue } from '../../src/core/rules/attributes.ts';
import { authorizationOf } from '../../test/support/asks.ts';

/** One ask, as each engine takes it. */
export interface BenchAsk {
  readonly inputs: AttributeInputs;
  /** The attributes that rules read, read already: null where missing. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

const CHECKS = ['match', 'match', 'match', 'match', 'not_provided', 'mismatch'] as const;
const CATEGORIES = [
  'grocery_stores_supermarkets',
  'eating_places_restaurants',
  'taxicabs_limousines',
  'hotels_motels_and_resorts',
  'betting_casino_gambling',
  'wires_money_orders',
] as const;
const START_SECONDS = 1_790_000_000;

/** Different asks, the same for the same seed, with the values of these attributes beside them. */
export function benchAsks(count: number, attributes: readonly string[], seed: number): BenchAsk[] {
  const random = createRandom(seed);
  const catalogue = createCatalogue();
  const definitions = attributes.map((name) => {
    const definition = catalogue.get(name);
    if (!definition) throw new Error(`there is no attribute ${name}`);
    return definition;
  });
  return Array.from({ length: count }, (_, index) => {
    const authorization = authorizationOf(stripeFields(index, random));
    const inputs = { authorization, rates: new Map(), features: NO_FEATURES, fuelDispenserAmount: null };
    const values = definitions.map(({ name, read }) => {
      const value = read(inputs);
      return [name, isMissing(value) ? null : value] as const;
    });
    return { inputs, facts: Object.fromEntries(values) };
  });
}

/** The asks in their order, from the first again after the last. */
export function askAt(asks: readonly BenchAsk[], index: number): BenchAsk {
  const ask = asks[index % asks.length];
  if (!ask) throw new Error('no asks to evaluate');
  return ask;
}

function stripeFields(index: number, random: () => number): Record<string, unknown> {
  const isPresent = random() < 0.5;
  const score = tenths(100 * random() ** 2);
  return {
    id: `iauth_bench${index}`,
    authorization_method: isPresent ? pick(['chip', 'contactless'], random) : pick(['online', 'keyed_in'], random),
    card_presence: isPresent ? 'present' : 'not_present',
    card: {
      type: pick(['physical', 'virtual'], random),
      latest_fraud_warning: { type: random() < 0.03 ? 'card_testing_exposure' : null, started_at: null },
    },
    created: START_SECONDS + Math.floor(random() * 86_400),
    fraud_disputability_likelihood: pick(['neutral', 'neutral', 'very_likely', 'very_unlikely'], random),
    merchant_data: { category: pick(CATEGORIES, random), country: pick(['US', 'US', 'US', 'FR', 'GB'], random) },
    pending_request: {
      amount: 100 + Math.floor(30_000 * random() ** 2),
      network_risk_score: random() < 0.3 ? null : 1 + Math.floor(random() * 99),
    },
    risk_assessment: {
      card_testing_risk: { level: pick(['low', 'low', 'normal', 'elevated'], random) },
      fraud_risk: { level: score > 75 ? 'highest' : 'normal', score },
      merchant_dispute_risk: { dispute_rate: tenths(random()), level: 'normal' },
    },
    verification_data: { cvc_check: pick(CHECKS, random), expiry_check: pick(CHECKS, random) },
  };
}

function pick<T>(values: readonly [T, ...T[]], random: () => number): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
