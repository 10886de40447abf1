/** A cell of a CSV file: what is null stays empty. */
export type CsvCell = string | number | null;

/** Cells that a spreadsheet would run: what they begin with. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A record of a CSV file (RFC 4180), with its line end. A text that a spreadsheet would take for a formula gets an
 * apostrophe in front; numbers are none.
 */
export function csvRecord(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
