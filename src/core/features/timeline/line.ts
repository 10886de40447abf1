import type { JsonValue } from '../scowl-value.ts';
import { idText, numberOfIdText } from './folded-ids.ts';
import { type Layout, ROW_COLUMNS, ROW_ID } from './layout.ts';
import { codeOfLetter, type OutcomeCode, outcomeLetter } from './outcome.ts';
import type { Row, Rows } from './rows.ts';

/** A row as JSON: id and outcome in one text of fixed length, time, arrival, then the columns' numbers and others. */
export type Line = readonly [string, ...(JsonValue | undefined)[]];

/**
 * The row as a line of JSON, for stores that keep texts: `["<id of 9 characters><letter>",atMs,arrival,…]`. The letter
 * is always at the same place, so that an outcome is changed without reading the rest.
 */
export function encodeLine({ numbers, others }: Row, outcome: OutcomeCode): string {
  const id = `${idText(numbers[ROW_ID] ?? 0)}${outcomeLetter(outcome)}`;
  return JSON.stringify([id, ...numbers.slice(0, ROW_ID), ...numbers.slice(ROW_COLUMNS), ...others]);
}

/** Rows of lines that were parsed as JSON, in the order of writing. */
export function decodeLines(layout: Layout, written: readonly Line[]): Rows {
  const lines = inOrder(written);
  const numbers: number[] = [];
  const others: JsonValue[] = [];
  const outcomes: OutcomeCode[] = [];
  // The id takes no place of its own among the numbers of a line.
  const numbersEnd = layout.rowNumbers;
  const othersEnd = numbersEnd + layout.rowOthers;
  for (const line of lines) {
    const [id] = line;
    numbers.push(Number(line[1]), Number(line[2]), numberOfIdText(id));
    for (let at = ROW_COLUMNS; at < numbersEnd; at++) numbers.push((line[at] as number | null) ?? Number.NaN);
    for (let at = numbersEnd; at < othersEnd; at++) others.push(line[at] ?? null);
    outcomes.push(codeOfLetter(id.charAt(id.length - 1)));
  }
  return { count: lines.length, numbers, others, outcomes };
}

/** By time, then arrival, then as they were; as they nearly always are already. */
function inOrder(lines: readonly Line[]): readonly Line[] {
  for (let at = 1; at < lines.length; at++) {
    if (compare(lines[at - 1], lines[at]) > 0) return lines.toSorted(compare);
  }
  return lines;
}

function compare(a: Line | undefined, b: Line | undefined): number {
  return Number(a?.[1]) - Number(b?.[1]) || Number(a?.[2]) - Number(b?.[2]);
}
