import type { Authorization } from '../domain/authorization.ts';
import type { CountedRecord, RecordedFeature } from '../domain/decision.ts';
import { type Features, NO_FEATURES } from '../domain/features.ts';
import { limits } from '../domain/limits.ts';
import { looksPersonal } from '../domain/personal.ts';
import type { Rates } from '../domain/rates.ts';
import { isMissing, type Value } from '../domain/value.ts';
import type { EntryOutcome } from '../features/built-in-event.ts';
import type { FeatureEvent, FeatureResult } from '../features/feature-event.ts';
import { isNull, type ScowlValue } from '../features/scowl-value.ts';
import type { CheckedInput } from '../features/term.ts';
import { AUTHORIZATION, attributeOfInput, METADATA_INPUTS } from '../policy/authorization-event.ts';
import type { Policy } from '../policy/policy.ts';

/** What an ask is called in a timeline: an authorization that is asked about again after an answer is another one. */
export function askEntryId(authorizationId: string, historyLength: number): string {
  return `${authorizationId}:${historyLength}`;
}

/**
 * An ask as an event to compute features of. `arrival` is its place in the order of asks, e.g. when it arrived. Values
 * of attributes that are `given` by name go before those that the authorization tells.
 */
export function askEvent(
  authorization: Authorization,
  rates: Rates,
  arrival: number,
  { outcome = 'pending', given = null }: { readonly outcome?: EntryOutcome; readonly given?: Features | null } = {},
): FeatureEvent {
  const { id, historyLength, scope, askedAtMs } = authorization;
  const inputs = { authorization, rates, features: NO_FEATURES, fuelDispenserAmount: null };
  return {
    type: AUTHORIZATION,
    id: askEntryId(id, historyLength),
    scope,
    atMs: askedAtMs,
    arrival,
    outcome,
    read: ({ name, path }) =>
      given?.get(name) ?? attributeOfInput(name)?.read(inputs) ?? metadataOf(authorization, path),
  };
}

function metadataOf(authorization: Authorization, [map = '', key = '']: CheckedInput['path']): unknown {
  const owner = Object.hasOwn(METADATA_INPUTS, map) ? METADATA_INPUTS[map as keyof typeof METADATA_INPUTS] : null;
  if (owner === null) return undefined;
  const metadata = owner === 'authorization' ? authorization.metadata : authorization[owner].metadata;
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined;
}

/**
 * What is kept with a decision of what was counted for it, by the policy that made it; null where it has no features.
 */
export function countedRecord(result: FeatureResult, policy: Policy): CountedRecord | null {
  const declared = policy.features.program.events.get(AUTHORIZATION)?.features ?? [];
  if (declared.length === 0) return null;
  const features: RecordedFeature[] = [];
  const approximate: string[] = [];
  for (const { name } of declared) {
    const recorded = recordedFeature(result, name);
    features.push(recorded);
    if (typeof recorded !== 'object' && result.qualityOf(name) === 'approximate') approximate.push(name);
  }
  return { features, approximate, ...result.recorded() };
}

function recordedFeature({ values, kept }: FeatureResult, name: string): RecordedFeature {
  const value = values.get(name);
  if (typeof value === 'boolean') return value;
  if (value !== undefined && isNull(value)) return { missing: value.missing };
  // What is personal is concealed; structs and arrays are made of other features.
  const json = kept(name);
  return typeof json === 'object' ? null : json;
}

/** The feature whose fields go into the metadata of our reply. */
const TO_STRIPE = 'to_stripe';

/**
 * What the policy's `to_stripe` says of an ask, as Stripe's metadata takes it; what is missing stays away, and
 * what looks like an e-mail address or a phone number.
 */
export function toStripe(result: FeatureResult): Record<string, string> {
  const fields = result.values.get(TO_STRIPE);
  if (!(fields instanceof Map)) return {};
  const texts = [...fields].flatMap(([name, value]): [string, string][] =>
    isNull(value) ? [] : [[name, String(value).slice(0, limits.metadataValueLength)]],
  );
  // The checker refuses what is personal by its type; metadata may hold anything.
  return Object.fromEntries(texts.filter(([, text]) => !looksPersonal(text)));
}

/** A feature's value as a rule reads it. What is no single value is not read by rules. */
export function featureValue(value: ScowlValue | undefined): Value | undefined {
  if (value === undefined || typeof value !== 'object') return value;
  return isNull(value) && isMissing(value) ? value : undefined;
}
