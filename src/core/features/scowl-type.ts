/**
 * The type of an expression. `unknown` is that of an input which nothing tells yet: any single value.
 * `isPersonal` says that the value itself tells something of a person (an e-mail address, a phone number, a name, or a
 * part of one), so that it must not leave the service in the clear; a count of them is not personal.
 */
export type ScowlType = (
  | { readonly kind: 'bool' | 'int' | 'string' | 'time' | 'duration' | 'null' | 'unknown' }
  | { readonly kind: 'float'; readonly money?: Money }
  | { readonly kind: 'array'; readonly item: ScowlType }
  | { readonly kind: 'map'; readonly value: ScowlType }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, ScowlType> }
) & { readonly isPersonal?: boolean };

/**
 * An amount of money in major units, read straight from an input. `currencyInput` is the input that holds its currency;
 * null where it is always US dollars.
 */
export interface Money {
  readonly currencyInput: string | null;
  /** Inputs by each of which the currency is always the same one: a card has one. */
  readonly oneCurrencyBy?: readonly string[];
}

export const BOOL: ScowlType = { kind: 'bool' };
export const INT: ScowlType = { kind: 'int' };
export const FLOAT: ScowlType = { kind: 'float' };
export const STRING: ScowlType = { kind: 'string' };
export const TIME: ScowlType = { kind: 'time' };
export const DURATION: ScowlType = { kind: 'duration' };
export const NULL: ScowlType = { kind: 'null' };
export const UNKNOWN: ScowlType = { kind: 'unknown' };
