/** A record of a CSV file, with the line that it begins on; or what is wrong with that line. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: string };

/** A record that is spread over more lines than this has a quote that was never meant to open one. */
const MAX_RECORD_LINES = 50;

/**
 * The records of a CSV file (RFC 4180), in constant memory. Blank lines are passed over. A quote that never ends costs
 * its own line alone: the lines after it are read as if it were not there.
 */
export async function* readCsv(lines: AsyncIterable<string>, separator: string): AsyncGenerator<CsvRecord> {
  let open: string[] = [];
  let number = 0;
  for await (const line of lines) {
    number += 1;
    open.push(line);
    const read = takeRecords(open, number - open.length + 1, separator, false);
    open = read.open;
    yield* read.records;
  }
  yield* takeRecords(open, number - open.length + 1, separator, true).records;
}

function takeRecords(lines: readonly string[], first: number, separator: string, isEnd: boolean) {
  const records: CsvRecord[] = [];
  let from = 0;
  while (from < lines.length) {
    const line = first + from;
    const found = recordAt(lines, from, separator);
    if (found === null) {
      if (!isEnd && lines.length - from < MAX_RECORD_LINES) break;
      records.push({ line, problem: 'a quote begins here and never ends' });
      from += 1;
      continue;
    }
    if ('problem' in found) records.push({ line, problem: found.problem });
    else if (found.cells.length > 1 || found.cells[0]?.trim() !== '') records.push({ line, cells: found.cells });
    from += found.lines;
  }
  return { records, open: lines.slice(from) };
}

type Found =
  | { readonly lines: number; readonly cells: string[] }
  | { readonly lines: number; readonly problem: string }
  /** A quote is still open at the end. */
  | null;

function recordAt(lines: readonly string[], from: number, separator: string): Found {
  let text = lines[from] ?? '';
  for (let count = 1; ; count += 1) {
    const cells = cellsOf(text, separator);
    if (cells === 'stray') return { lines: count, problem: 'a quote stands where none may: write it twice, in quotes' };
    if (cells !== 'open') return { lines: count, cells };
    const next = lines[from + count];
    if (next === undefined) return null;
    text += `\n${next}`;
  }
}

function cellsOf(text: string, separator: string): string[] | 'open' | 'stray' {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end === -1) return 'open';
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < text.length && text[at] !== separator) return 'stray';
    } else {
      const end = text.indexOf(separator, at);
      const cell = text.slice(at, end === -1 ? text.length : end);
      if (cell.includes('"')) return 'stray';
      cells.push(cell);
      at += cell.length;
    }
    if (at >= text.length) return cells;
    at += 1;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
