import type { ScowlType } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';

/** What a function takes at one place. `any` takes a value of every type. */
export interface Parameter {
  readonly name: string;
  readonly accepts: readonly (ScowlType['kind'] | 'any')[];
}

/** One function of the language. */
export interface FunctionDefinition {
  /** As people write it: `EmailDomain`. Found without regard to case. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** How many of the parameters may be left out, from the end. */
  readonly optional?: number;
  /** Whether the last parameter may be given any number of times; none at all only where `optional` counts it. */
  readonly isVariadic?: boolean;
  /** For people: what it gives, and what it gives for bad input. */
  readonly description: string;
  readonly example: string;
  /** What it gives, for arguments of these types (never more or fewer than it takes). */
  resultType(args: readonly ScowlType[]): ScowlType | { readonly fault: string; readonly argument: number };
  /**
   * Whether null arguments are given to `evaluate` (Coalesce, IsNull); else the result of a null argument is that null.
   */
  readonly takesNull?: boolean;
  /** Pure, never throws; bad input gives `missing('no_value')`. `event` is the event that is being evaluated. */
  evaluate(args: readonly ScowlValue[], event: { readonly atMs: number }): ScowlValue;
  /**
   * Whether a value that tells something of a person does so after it, too (NormalizeEmail does, EmailDomain does not).
   */
  readonly keepsPersonal?: boolean;
}
