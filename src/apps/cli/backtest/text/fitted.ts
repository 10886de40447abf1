import { plain } from '../../../../core/decision/plain.ts';
import { table } from '../../remote/table.ts';

/** What is printed for people fits so many columns. */
export const WIDTH = 100;

const LEAST = 10;

/** A table that fits the width: texts of the column under `flexible` are cut where there is no room. */
export function fittedTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly string[],
  flexible: string,
): string {
  const column = headings.indexOf(flexible);
  const cut = (room: number) =>
    rows.map((row) => row.map((cell, index) => (index === column ? plain(cell, room) : cell)));
  const whole = table(headings, rows, numbers);
  const over = Math.max(...whole.split('\n').map((line) => line.length)) - WIDTH;
  if (over <= 0) return whole;
  const widest = Math.max(flexible.length, ...rows.map((row) => (row[column] ?? '').length));
  return table(headings, cut(Math.max(LEAST, widest - over)), numbers);
}
