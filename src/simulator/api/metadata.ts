import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { mergeMetadata } from '../stripe/metadata.ts';
import { refuse } from './parameters.ts';

type Metadata = Readonly<Record<string, string>>;

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 40;

/** The parameter `metadata`: an empty value unsets its key, an empty text for all of it is null. */
export const metadata = z.preprocess(
  // A form whose keys are numbers is read as a list.
  (raw) => (raw === '' ? null : Array.isArray(raw) ? { ...raw } : raw),
  z.record(z.string(), z.string()).superRefine(checkLimits).nullable(),
);

/** The change for `StripeAccount`, where an empty value takes its key away: null takes all that there are now. */
export function metadataChange(current: Metadata, given: Metadata | null): Metadata {
  return given ?? Object.fromEntries(Object.keys(current).map((key) => [key, '']));
}

/** The metadata of a new object. */
export function newMetadata(given: Metadata | null | undefined): Metadata {
  return mergeMetadata({}, given ?? {});
}

/** Stripe's limits: https://docs.stripe.com/metadata */
function checkLimits(given: Metadata, context: z.RefinementCtx): void {
  const entries = Object.entries(given);
  if (entries.length > MAX_KEYS) refuse(context, null, `Metadata can have up to ${MAX_KEYS} keys.`);
  for (const [key, value] of entries) {
    if (key.length > MAX_KEY_LENGTH) {
      refuse(context, null, `Metadata keys can be up to ${MAX_KEY_LENGTH} characters long; '${key}' is longer.`);
    }
    if (value.length > limits.metadataValueLength) {
      const most = limits.metadataValueLength;
      refuse(context, null, `Metadata values can be up to ${most} characters long; that of '${key}' is longer.`);
    }
  }
}
