import type { Weather } from './climate.ts';
import type { RiskLevel, RiskSignals } from './issuer.ts';
import type { Means } from './means.ts';
import type { Random } from './random.ts';

// The score is binormal: good and bad purchases are two normal distributions, so far apart that the score alone tells
// them apart with an area under the curve near 0.90, and drawn out to 0 … 100 by a logistic curve.
const FRAUD_SHIFT = 1.42;
const STEEPNESS = 1.5;
const MIDDLE = 2.2;

/** What Stripe's models see when they look at a purchase. */
export interface Look {
  readonly isFraud: boolean;
  /** How odd it looks, in standard deviations of a good purchase's score. */
  readonly oddness: number;
  readonly means: Means;
  readonly weather: Weather;
}

/** Draws what Stripe thinks. It knows the truth only as well as a model would. */
export function drawSignals(random: Random, { isFraud, oddness, means, weather }: Look): RiskSignals {
  const z = random.normal() + (isFraud ? FRAUD_SHIFT : 0) + oddness;
  const isAssessed = !random.chance(0.01);
  // Declines for wrong numbers and for wrong credentials go together, loosely.
  const numbers = asPercent(weather.invalidRatePercent * random.lognormal(1, 0.35));
  const credentials = asPercent(weather.invalidRatePercent * random.lognormal(1.1, 0.35));
  const disputes = asPercent(weather.disputeRatePercent * random.lognormal(1, 0.15));
  return {
    fraudScore: isAssessed ? asPercent(100 / (1 + Math.exp(-STEEPNESS * (z - MIDDLE)))) : null,
    cardTestingLevel: levelOf(Math.max(numbers, credentials), [6, 18, 40]),
    invalidAccountNumberDeclineRatePercent: numbers,
    invalidCredentialsDeclineRatePercent: credentials,
    merchantDisputeLevel: levelOf(disputes, [0.6, 1.5, 4]),
    merchantDisputeRatePercent: disputes,
    disputability: disputabilityOf(random, means),
    networkScore: random.chance(0.08) ? drawNetworkScore(random, z) : null,
  };
}

function levelOf(percent: number, [normal, elevated, highest]: readonly [number, number, number]): RiskLevel {
  if (percent < normal) return 'low';
  if (percent < elevated) return 'normal';
  return percent < highest ? 'elevated' : 'highest';
}

/** Who pays for fraud: the merchant, unless the cardholder was authenticated or the chip was read. */
function disputabilityOf(random: Random, { method, threeDSecure }: Means): RiskSignals['disputability'] {
  if (random.chance(0.03)) return 'unknown';
  if (threeDSecure === 'authenticated' || method === 'chip' || method === 'contactless') return 'very_unlikely';
  if (threeDSecure === 'attempt_acknowledged') return 'neutral';
  return random.chance(0.85) ? 'very_likely' : 'neutral';
}

/** A rougher look at the same thing, from 1 to 99. */
function drawNetworkScore(random: Random, z: number): number {
  const rough = z + 0.8 * random.normal();
  return Math.min(99, Math.max(1, Math.round(100 / (1 + Math.exp(-(rough - MIDDLE))))));
}

function asPercent(percent: number): number {
  return Math.round(Math.min(100, Math.max(0, percent)) * 100) / 100;
}
