import { limits } from '../../domain/limits.ts';
import { looksPersonal } from '../../domain/personal.ts';
import { type Missing, missing } from '../../domain/value.ts';
import type { Code, Frame } from '../compile/frame.ts';
import type { ScowlType } from '../scowl-type.ts';
import { isNull, type JsonValue, type ScowlValue } from '../scowl-value.ts';
import { allConcealed, concealedJson, holdsPersonal, isPersonalType, type Origin } from './conceal.ts';
import { valueToJson } from './recorded-json.ts';

/** A term's value as it may leave this process: what is personal in it is concealed. */
export type KeptCode = (frame: Frame) => JsonValue;
/** A key, or an identity, as one text; the null that a part of it is. */
export type TextCode = (frame: Frame) => string | Missing;

/** A term whose value is kept: ready to be asked, of which type, and what from. */
export interface KeptTerm {
  readonly code: Code;
  readonly type: ScowlType;
  readonly source: Origin & { readonly isPersonal: boolean; readonly originSlots: readonly number[] };
}

/** The value as JSON, concealed where it is personal; null is null. */
export function compileKept(term: KeptTerm): KeptCode {
  const { code } = term;
  const conceal = concealmentOf(term);
  return (frame) => conceal(code(frame), frame);
}

/**
 * Values as one text that is the same for the same values: numbers and texts that read the same are the same. A long
 * one is concealed, to be shorter.
 */
export function compileText(terms: readonly KeptTerm[]): TextCode {
  const [only] = terms;
  if (!only) return () => '';
  const texts = terms.map(compilePart);
  const [first] = texts;
  if (first && texts.length === 1) return first;
  return (frame) => {
    let joined = '';
    for (const text of texts) {
      const part = text(frame);
      if (typeof part !== 'string') return part;
      // With their lengths, no two lists of parts make one text.
      joined += `${part.length}:${part}`;
    }
    return joined;
  };
}

function compilePart(term: KeptTerm): TextCode {
  const { code } = term;
  const { isOpen } = term.source;
  const conceal = concealmentOf(term);
  return (frame) => {
    const value = code(frame);
    if (typeof value === 'object' && isNull(value)) return value;
    const json = conceal(value, frame);
    if (json === null) return missing('no_value');
    const text = typeof json === 'object' ? canonicalText(json) : String(json);
    // An event that is read from its record may have as a number what was sent as text, or as its HMAC.
    const isPersonal = typeof json === 'number' && isOpen && looksPersonal(text);
    return isPersonal || text.length > limits.maxKeyLength ? frame.conceal(text) : text;
  };
}

function concealmentOf({ type, source }: KeptTerm): (value: ScowlValue, frame: Frame) => JsonValue {
  const { isOpen, isPersonal, originSlots } = source;
  if (isPersonal) return (value, { conceal }) => allConcealed(value, conceal);
  if (!isOpen && !isPersonalType(type)) return valueToJson;
  return (value, { slots, conceal }) => {
    const isMadeOfPersonal = originSlots.some((slot) => holdsPersonal(slots[slot] ?? missing('not_sent')));
    return isMadeOfPersonal ? allConcealed(value, conceal) : concealedJson(value, type, source, conceal);
  };
}

/** JSON with the fields of objects in one order. */
function canonicalText(json: JsonValue): string {
  if (json === null || typeof json !== 'object') return JSON.stringify(json);
  if (Array.isArray(json)) return `[${(json as readonly JsonValue[]).map(canonicalText).join()}]`;
  const fields = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${canonicalText(value)}`).join()}}`;
}
