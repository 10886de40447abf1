import { harmless } from '../../../core/decision/plain.ts';

/**
 * Rows under headings, aligned, with a line break at the end of each. Text of others can't break out of its row; the
 * last column is as wide as it likes. Columns whose heading is among `numbers` stand to the right.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly string[] = [],
): string {
  const cells = [headings, ...rows.map((row) => row.map(harmless))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const isNumber = headings.map((heading) => numbers.includes(heading));
  const padded = (cell: string, column: number) =>
    isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return cells
    .map((row) => row.map(padded).join('  ').trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}
