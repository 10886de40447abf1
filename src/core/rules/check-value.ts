import { limits } from '../domain/limits.ts';
import { nearest } from '../language/nearest.ts';
import type { Reporter } from '../language/reporter.ts';
import type { AttributeDefinition } from './attributes/definition.ts';
import type { Literal } from './condition.ts';
import { countries } from './countries.ts';
import { printNumber } from './read-number.ts';
import { inQuotes } from './read-string.ts';

/**
 * Reports a value that this attribute can't be compared with, or never has. `isOrdered` says that the comparison is one
 * of size. `printed` is the attribute as the condition writes it.
 */
export function checkValue(
  definition: AttributeDefinition,
  printed: string,
  literal: Literal,
  reporter: Reporter,
  isOrdered = false,
): void {
  const { type } = definition;
  if (isMistaken(definition, literal)) reportMistaken(definition, printed, literal, reporter);
  else if (type === 'number') checkNumber(printed, literal, reporter);
  else if (type === 'metadata') checkMetadata(printed, literal, reporter, isOrdered);
  else if (literal.kind !== 'string') {
    const text = literal.kind === 'number' ? printNumber(literal.value) : String(literal.value);
    reporter.error(literal.span, `${printed} is text, not ${articled(literal.kind)}`, `write '${text}'`);
  } else if (type === 'enum') checkEnum(definition, printed, literal.value, literal, reporter);
  else if (type === 'country') checkCountry(printed, literal.value, literal, reporter);
  else if (type === 'currency') checkCurrency(printed, literal.value, literal, reporter);
}

function isMistaken({ mistakenFor }: AttributeDefinition, { value }: Literal): boolean {
  return typeof value !== 'boolean' && mistakenFor !== undefined && mistakenFor.pattern.test(String(value));
}

/** `:merchant_category: = '5411'` */
function reportMistaken({ mistakenFor }: AttributeDefinition, printed: string, literal: Literal, reporter: Reporter) {
  const value = inQuotes(String(literal.value));
  const hint = `use :${mistakenFor?.attribute}:, e.g. :${mistakenFor?.attribute}: = ${value}`;
  reporter.error(literal.span, `${value} is ${mistakenFor?.what}, which ${printed} does not hold`, hint);
}

function articled(kind: Literal['kind']): string {
  return kind === 'boolean' ? 'true or false' : `a ${kind}`;
}

function checkNumber(printed: string, literal: Literal, reporter: Reporter, claim = `${printed} is a number`): void {
  if (literal.kind === 'number') return;
  const isDigits = literal.kind === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(literal.value);
  const hint = isDigits ? `write ${literal.value.trim()}, without quotes` : 'write digits, e.g. 75 or 12.50';
  const message = `${claim}, not ${literal.kind === 'string' ? 'text' : articled(literal.kind)}`;
  reporter.error(literal.span, message, hint);
}

function checkMetadata(printed: string, literal: Literal, reporter: Reporter, isOrdered: boolean): void {
  if (literal.kind === 'boolean') {
    reporter.error(literal.span, `${printed} is metadata, which is text`, `write '${literal.value}'`);
  } else if (isOrdered) {
    checkNumber(printed, literal, reporter, '< and > compare numbers');
  }
}

function checkEnum(
  definition: AttributeDefinition,
  printed: string,
  value: string,
  { span }: Literal,
  reporter: Reporter,
): void {
  const values = definition.values ?? [];
  const wanted = value.toLowerCase();
  if (values.some((known) => known.toLowerCase() === wanted)) return;
  const instead = definition.instead?.get(wanted);
  const message = `${printed} is never ${inQuotes(value)}`;
  if (instead === null) {
    reporter.error(span, message, `it is missing then: write is_missing(${printed})`);
    return;
  }
  const near = instead ?? nearest(value, values) ?? values.find((known) => known.split('_').includes(wanted)) ?? null;
  const hint = hintAtValues(near, values);
  if (instead === undefined && definition.isOpen) {
    reporter.warn(span, `${inQuotes(value)} is not a known value of ${printed}`, hint);
  } else {
    reporter.error(span, message, hint);
  }
}

/** Some values of a long list help nobody. */
function hintAtValues(near: string | null, values: readonly string[]): string {
  const meant = near === null ? '' : `did you mean ${inQuotes(near)}? `;
  if (values.length <= limits.maxListedValues) return `${meant}known values: ${values.map(inQuotes).join(', ')}`;
  return meant.trim() || `none of the ${values.length} known values is like it`;
}

function checkCountry(printed: string, value: string, { span }: Literal, reporter: Reporter): void {
  const { codes, codeByName } = countries();
  if (codes.has(value.toUpperCase())) return;
  const code = codeByName.get(value.trim().toLowerCase()) ?? codeByName.get(nearest(value, codeByName.keys()) ?? '');
  const isCode = /^[A-Za-z]{2}$/.test(value);
  const message = isCode
    ? `there is no country ${inQuotes(value)}`
    : `${printed} is a code of two letters (ISO 3166-1), not ${inQuotes(value)}`;
  const isNear = code !== undefined && (!isCode || codeByName.get(value.toLowerCase()) === code);
  reporter.error(span, message, isNear ? `write '${code}'` : "write e.g. 'US' or 'DE'");
}

let knownCurrencies: ReadonlySet<string> | null = null;

function checkCurrency(printed: string, value: string, { span }: Literal, reporter: Reporter): void {
  if (!/^[A-Za-z]{3}$/.test(value)) {
    const message = `${printed} is a code of three letters (ISO 4217), not ${inQuotes(value)}`;
    reporter.error(span, message, "write e.g. 'usd' or 'eur'");
    return;
  }
  knownCurrencies ??= new Set(Intl.supportedValuesOf('currency'));
  if (knownCurrencies.has(value.toUpperCase())) return;
  reporter.warn(span, `there is no currency ${inQuotes(value)} that is known here`, "write e.g. 'usd' or 'eur'");
}
