import { type Layout, ROW_ID } from './layout.ts';
import { codeOfLetter, type OutcomeCode, outcomeLetter } from './outcome.ts';
import type { Rows } from './rows.ts';

// Ids of entries that are no longer there one by one, so that a duplicate is still known as one: by hour of the entry's
// time, a text of ten characters an entry, nine for the id and one for the outcome.

const HOUR_MS = 3_600_000;
const ID_LENGTH = 9;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
// By character code.
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, DIGITS.indexOf(String.fromCharCode(code))));

/** The hour under which an entry of this time stands, counted from 1970. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS);
}

/** An id of 53 bits as nine characters, letters, digits, `-` and `_`. */
export function idText(id: number): string {
  let [text, rest] = ['', id];
  for (let place = 0; place < ID_LENGTH; place++) {
    text = DIGITS.charAt(rest % 64) + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}

/** The id of such a text; what follows the nine characters is not looked at. */
export function numberOfIdText(text: string): number {
  let id = 0;
  for (let place = 0; place < ID_LENGTH; place++) id = id * 64 + (VALUES[text.charCodeAt(place)] ?? 0);
  return id;
}

/** Of the first `count` rows what is to be remembered, by hour: to be appended to what stands there. */
export function foldedIdsOf({ rowNumbers }: Layout, rows: Rows, count: number): ReadonlyMap<number, string> {
  const byHour = new Map<number, string>();
  for (let row = 0; row < count; row++) {
    const at = row * rowNumbers;
    const hour = hourOf(rows.numbers[at] ?? 0);
    const text = idText(rows.numbers[at + ROW_ID] ?? 0) + outcomeLetter(rows.outcomes[row] ?? 0);
    byHour.set(hour, (byHour.get(hour) ?? '') + text);
  }
  return byHour;
}

/** Every id of an hour's text, with what it became. */
export function* eachFoldedId(text: string): Generator<[id: number, outcome: OutcomeCode]> {
  for (let at = 0; at < text.length; at += ID_LENGTH + 1) {
    yield [numberOfIdText(text.slice(at)), codeOfLetter(text.charAt(at + ID_LENGTH))];
  }
}

/** The outcome that stands with an id in the text of its hour; null where it was not folded. */
export function findFoldedId(text: string, id: string): OutcomeCode | null {
  const at = placeOf(text, id);
  return at === -1 ? null : codeOfLetter(text.charAt(at + ID_LENGTH));
}

/** Only at a multiple of ten: an id may also be made of the end of one and the beginning of the next. */
function placeOf(text: string, id: string): number {
  let at = text.indexOf(id);
  while (at !== -1 && at % (ID_LENGTH + 1) !== 0) at = text.indexOf(id, at + 1);
  return at;
}
