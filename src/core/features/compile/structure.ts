import { missing } from '../../domain/value.ts';
import { isNull, type ScowlValue } from '../scowl-value.ts';
import type { Code } from './frame.ts';

/** A struct or a map of these values; a null stays in it as it is. */
export function compileEntries(entries: readonly { readonly key: string; readonly code: Code }[]): Code {
  return (frame) => {
    const values = new Map<string, ScowlValue>();
    for (const { key, code } of entries) values.set(key, code(frame));
    return values;
  };
}

/** A list of these values; a null stays in it as it is. */
export function compileArray(items: readonly Code[]): Code {
  return (frame) => items.map((item) => item(frame));
}

/** The field of a struct; null where it has none. */
export function compileField(target: Code, name: string): Code {
  return (frame) => entryOf(target(frame), name);
}

/** What a map has under a text, or a list at a whole number from 0; null where there is nothing. */
export function compileIndex(target: Code, index: Code): Code {
  return (frame) => {
    const value = target(frame);
    if (isNull(value)) return value;
    const at = index(frame);
    if (typeof at === 'object' && isNull(at)) return at;
    if (typeof at === 'string') return entryOf(value, at);
    if (typeof at !== 'number' || !Array.isArray(value)) return missing('no_value');
    return (value as readonly ScowlValue[])[at] ?? missing('no_value');
  };
}

function entryOf(value: ScowlValue, name: string): ScowlValue {
  if (isNull(value)) return value;
  return value instanceof Map ? (value.get(name) ?? missing('not_sent')) : missing('no_value');
}
