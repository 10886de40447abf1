/** A YAML scalar as it is meant, and where each of its units stands in the file. */
export interface Spelled {
  readonly text: string;
  /** The offset in the file of each unit of `text`, and after the last that of its end. */
  readonly offsets: readonly number[];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', '/': '/' };

/**
 * Reads the value that stands between these places, as far as somebody has written it: in quotes of either kind, plain,
 * or as a block after `|` or `>`. Quotes need no end.
 */
export function spelled(file: string, start: number, end: number): Spelled {
  const quote = file[start];
  if (quote === "'" || quote === '"') return readQuoted(file, start, end, quote);
  const head = /^[|>][+-]?\d?[+-]?[^\n]*\n/.exec(file.slice(start, end))?.[0] ?? '';
  return readPlain(file, start + head.length, end);
}

function readQuoted(file: string, start: number, end: number, quote: string): Spelled {
  const offsets: number[] = [];
  let text = '';
  let at = start + 1;
  const take = (unit: string, length: number) => {
    text += unit;
    offsets.push(at);
    at += length;
  };
  while (at < end) {
    const unit = file.charAt(at);
    const next = file.charAt(at + 1);
    if (unit === quote) {
      if (quote === '"' || next !== "'") break;
      take("'", 2);
    } else if (unit === '\\' && quote === '"') take(ESCAPES[next] ?? next, 2);
    else if (unit === '\n') take(' ', 1 + indentAt(file, at + 1));
    else take(unit, 1);
  }
  return { text, offsets: [...offsets, Math.min(at, end)] };
}

function readPlain(file: string, start: number, end: number): Spelled {
  const offsets: number[] = [];
  let text = '';
  for (let at = start; at < end; ) {
    const isBreak = file[at] === '\n';
    text += isBreak ? ' ' : file.charAt(at);
    offsets.push(at);
    at += isBreak ? 1 + indentAt(file, at + 1) : 1;
  }
  return { text, offsets: [...offsets, end] };
}

function indentAt(file: string, at: number): number {
  return /^[ \t]*/.exec(file.slice(at, at + 200))?.[0].length ?? 0;
}
