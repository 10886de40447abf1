import type { CheckReport } from '../../../sdk/index.ts';

/** Something wrong in a file of the draft. */
export type Problem = CheckReport['diagnostics'][number];

/** Places in a text, as far as it has them. */
export interface Lines {
  /** How many lines there are. */
  readonly lines: number;
  line(number: number): { readonly from: number; readonly to: number };
  readonly length: number;
}

/** Where the text stands that a problem is about: never empty where the line has a letter to underline. */
export function rangeOf({ line, column, end_line, end_column }: Problem, doc: Lines): { from: number; to: number } {
  const from = offsetAt(doc, line, column);
  const to = Math.max(from, offsetAt(doc, end_line, end_column));
  if (to > from) return { from, to };
  const { from: start, to: end } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return from < end ? { from, to: from + 1 } : { from: Math.max(start, from - 1), to: from };
}

function offsetAt(doc: Lines, line: number, column: number): number {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(from + Math.max(column, 1) - 1, to);
}

/** The next problem after a place, of all files in their order, and the first one after the last; null for none. */
export function nextProblem(
  problems: readonly Problem[],
  { file, line, column }: { readonly file: string; readonly line: number; readonly column: number },
): Problem | null {
  const isAfter = (each: Problem) =>
    each.path > file || (each.path === file && (each.line > line || (each.line === line && each.column > column)));
  return problems.find(isAfter) ?? problems[0] ?? null;
}
