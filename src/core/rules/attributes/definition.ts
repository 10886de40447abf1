import type { Authorization } from '../../domain/authorization.ts';
import type { ChallengeHistory } from '../../domain/facts.ts';
import type { Features } from '../../domain/features.ts';
import type { Lists } from '../../domain/lists.ts';
import type { Rates } from '../../domain/rates.ts';
import { missing, type Value } from '../../domain/value.ts';

/**
 * What a condition may do with an attribute:
 * - `string`: text, compared without regard to case; `id`: text, compared exactly
 * - `enum`: one of `values`, without regard to case; where `isOpen`, Stripe may send others
 * - `country`: ISO 3166-1 alpha-2; `currency`: ISO 4217; both without regard to case
 * - `number`: finite; money in major units
 * - `boolean`: stands alone, `:x:` or `not :x:`
 * - `metadata`: text, compared exactly, or read as a number where it is compared with one
 */
export type AttributeType = 'string' | 'id' | 'enum' | 'country' | 'currency' | 'number' | 'boolean' | 'metadata';

/** What an attribute is about. A condition that is not a rule's may read some families only. */
export type Family =
  | 'signal'
  | 'amount'
  | 'merchant'
  | 'verification'
  | 'card'
  | 'cardholder'
  | 'account'
  | 'time'
  | 'challenge'
  | 'metadata'
  | 'feature';

/** All that an attribute may be read from. */
export interface AttributeInputs {
  readonly authorization: Authorization;
  readonly rates: Rates;
  /** What a fuel dispenser's token ask is counted as, in major units of the card's currency; null to take it as is. */
  readonly fuelDispenserAmount: number | null;
  readonly features: Features;
  /** The entries of the lists that conditions name; none, if not given. */
  readonly lists?: Lists;
  /** What the cardholder answered before; nothing is known of it, if not given. */
  readonly challenges?: ChallengeHistory | null;
}

/** One thing that a condition may read. */
export interface AttributeDefinition {
  /** As a condition names it, without its colons; of metadata with them, e.g. `::card:program::`. */
  readonly name: string;
  readonly type: AttributeType;
  readonly family: Family;
  readonly description: string;
  /** Where it comes from: the field of Stripe's authorization, or what it is worked out from. */
  readonly source: string;
  /** The values of an enum; from least to most where `isOrdered`. */
  readonly values?: readonly string[];
  readonly isOpen?: boolean;
  readonly isOrdered?: boolean;
  /** Values that people expect but that never stand here, and what to write instead; null: it reads as missing. */
  readonly instead?: ReadonlyMap<string, string | null>;
  /** The least and the greatest value of a number, where what reads it lets no other through. */
  readonly range?: { readonly min: number; readonly max: number };
  /** What is often written here by mistake, and the attribute that has it. */
  readonly mistakenFor?: { readonly pattern: RegExp; readonly what: string; readonly attribute: string };
  /** Whether every ask has it, so that nothing read from it is missing. */
  readonly isAlwaysThere?: boolean;
  /** Whether nothing can be said of its type: its own definition has a fault. */
  readonly isUnchecked?: boolean;
  /** Whether a record must not hold it in the clear. */
  readonly isPersonal?: boolean;
  /** Never throws on an authorization; the same for the same inputs. */
  read(inputs: AttributeInputs): Value;
}

/** What was sent, or missing (`not_sent`) where it was not. */
export function sent(value: string | number | boolean | null | undefined): Value {
  return value ?? missing('not_sent');
}
