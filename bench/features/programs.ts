import type { Rates } from '../../src/core/domain/rates.ts';
import type { FeaturePlan } from '../../src/core/features/plan.ts';
import { AUTHORIZATION } from '../../src/core/policy/authorization-event.ts';
import { policyOf, shippedFiles } from '../../test/support/policy.ts';
import { policyFiles } from '../rules/countersign.ts';

/** Features to evaluate, read from policy files as the service reads them. */
export interface BenchProgram {
  readonly plan: FeaturePlan;
  readonly rates: Rates;
  /** How many features an authorization has. */
  readonly featureCount: number;
  /** In how many timelines an authorization is written. */
  readonly writtenCount: number;
}

/** All features that the package ships. */
export function shippedProgram(): BenchProgram {
  return programOf(shippedFiles());
}

/** Counts, sums and distinct ones by card and by merchant, defined as the shipped ones of these names are. */
const TEN_FEATURES = `event authorization
total_authorizations_per_card_hourly := Count(by card last 1 hour exclusive)
total_authorizations_per_card_weekly := Count(by card last 1 week exclusive)
approved_authorizations_per_card_daily := Count(by card where is_approved last 1 day exclusive)
declined_authorizations_per_card_weekly := Count(by card where is_declined last 1 week exclusive)
total_amount_approved_on_card_daily := Sum(amount by card where is_approved last 1 day exclusive)
average_amount_on_card_weekly := Average(amount by card last 1 week exclusive)
merchant_count_for_card_weekly := CountUnique(merchant by card last 1 week exclusive)
total_authorizations_per_merchant_hourly := Count(by merchant last 1 hour exclusive)
declined_authorizations_per_merchant_weekly := Count(by merchant where is_declined last 1 week exclusive)
card_count_for_merchant_weekly := CountUnique(card by merchant last 1 week exclusive)
`;

/** Ten of them, by two keys. */
export function tenFeatures(): BenchProgram {
  return programOf({ ...policyFiles([]), 'features/ten.scowl': TEN_FEATURES });
}

/** Features of one file. */
export function programOfText(text: string): BenchProgram {
  return programOf({ ...policyFiles([]), 'features/bench.scowl': text });
}

function programOf(files: Readonly<Record<string, string>>): BenchProgram {
  const { features, rates } = policyOf(files);
  const event = features.events.get(AUTHORIZATION);
  return {
    plan: features,
    rates,
    featureCount: event?.features.size ?? 0,
    writtenCount: event?.requests.filter(({ columns }) => columns !== null).length ?? 0,
  };
}
