import { isConcealed } from '../../domain/personal.ts';
import { missing } from '../../domain/value.ts';
import { parseIsoTime } from '../functions/iso-time.ts';
import type { ScowlType } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';
import { timeFromNumber } from './coerce-time.ts';

/** Told what was wrong with a value, never the value: `is text, not a number`. */
export type Fault = (problem: string) => void;

/** Makes a value of an input's type of what was sent. Never throws; what can't be read is a fault, and `no_value`. */
export type Coercion = (raw: unknown, fault: Fault) => ScowlValue;

/**
 * The coercion to a type: `5`, `5.0` and `"5"` are the int 5, an ISO text with a zone and seconds since 1970 are a
 * time, the text `null` is null. Null, and what is not there, is `not_sent`. A text that was concealed before stands
 * for a value of any type.
 */
export function compileCoercion(type: ScowlType): Coercion {
  const coerce = compileKind(type);
  return (raw, fault) => {
    if (raw === undefined || raw === null || raw === 'null') return missing('not_sent');
    if (type.kind !== 'string' && typeof raw === 'string' && isConcealed(raw)) return raw;
    return coerce(raw, fault);
  };
}

function compileKind(type: ScowlType): Coercion {
  switch (type.kind) {
    case 'int':
      return scalar('a whole number', (raw) => wholeNumber(numberFrom(raw)));
    case 'float':
    case 'duration':
      return scalar('a number', numberFrom);
    case 'bool':
      return scalar('true or false', boolFrom);
    case 'string':
      return scalar('text', textFrom);
    case 'time':
      return scalar('a time', timeFrom);
    case 'unknown':
      return scalar('a single value', scalarFrom);
    case 'null':
      return () => missing('no_value');
    case 'array':
      return compileArray(compileCoercion(type.item));
    case 'map':
      return compileMap(compileCoercion(type.value));
    case 'struct':
      return compileStruct([...type.fields].map(([name, field]) => [name, compileCoercion(field)]));
  }
}

function scalar(wanted: string, from: (raw: unknown) => string | number | boolean | null): Coercion {
  return (raw, fault) => {
    const value = from(raw);
    return value ?? failed(raw, wanted, fault);
  };
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

function numberFrom(raw: unknown): number | null {
  const number = typeof raw === 'string' && DECIMAL.test(raw.trim()) ? Number(raw) : raw;
  return typeof number === 'number' && Number.isFinite(number) ? number + 0 : null;
}

function wholeNumber(number: number | null): number | null {
  return Number.isInteger(number) ? number : null;
}

function boolFrom(raw: unknown): boolean | null {
  if (typeof raw === 'boolean') return raw;
  return raw === 'true' ? true : raw === 'false' ? false : null;
}

function textFrom(raw: unknown): string | null {
  if (typeof raw === 'string') return raw;
  return typeof raw === 'boolean' || (typeof raw === 'number' && Number.isFinite(raw)) ? String(raw) : null;
}

function timeFrom(raw: unknown): number | null {
  if (typeof raw === 'string') {
    const text = raw.trim();
    return DECIMAL.test(text) ? timeFromNumber(Number(text)) : parseIsoTime(text);
  }
  return typeof raw === 'number' ? timeFromNumber(raw) : null;
}

function scalarFrom(raw: unknown): string | number | boolean | null {
  return typeof raw === 'string' || typeof raw === 'boolean' ? raw : numberFrom(raw);
}

function compileArray(item: Coercion): Coercion {
  return (raw, fault) => {
    if (!Array.isArray(raw)) return failed(raw, 'a list', fault);
    return raw.map((value: unknown, index) => item(value, (problem) => fault(`has at ${index} what ${problem}`)));
  };
}

function compileMap(value: Coercion): Coercion {
  return (raw, fault) => {
    const entries = entriesOf(raw);
    if (!entries) return failed(raw, 'an object', fault);
    return new Map(
      entries.map(([key, inner]) => [key, value(inner, (problem) => fault(`has a field that ${problem}`))]),
    );
  };
}

function compileStruct(fields: readonly (readonly [string, Coercion])[]): Coercion {
  return (raw, fault) => {
    const entries = entriesOf(raw);
    if (!entries) return failed(raw, 'an object', fault);
    const sent = new Map(entries);
    return new Map(
      fields.map(([name, coerce]) => [
        name,
        coerce(sent.get(name), (problem) => fault(`has a field ${name} that ${problem}`)),
      ]),
    );
  };
}

/** An object's own entries: what every object has is not among them. */
function entriesOf(raw: unknown): [string, unknown][] | null {
  if (raw instanceof Map) return [...raw];
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? Object.entries(raw) : null;
}

function failed(raw: unknown, wanted: string, fault: Fault): ScowlValue {
  fault(`is ${kindOf(raw)}, not ${wanted}`);
  return missing('no_value');
}

function kindOf(raw: unknown): string {
  if (Array.isArray(raw)) return 'a list';
  if (typeof raw === 'string') return 'text';
  if (typeof raw === 'number')
    return Number.isInteger(raw) ? 'a number' : Number.isFinite(raw) ? 'a fraction' : 'no finite number';
  if (typeof raw === 'boolean') return 'true or false';
  return 'an object';
}
