/** One character on a screen, and the SGR codes that it was written with, e.g. `1;35`. */
export interface Cell {
  readonly text: string;
  readonly codes: string;
}

const INTRODUCER = '\x1b[';
const REST_OF_SEQUENCE = /(\??[\d;]*)([A-Za-z])/y;

/** What a terminal shows after it was sent this: as much of xterm's language as the demo speaks. */
export function frameOf(sent: string, columns: number, rows: number): readonly (readonly Cell[])[] {
  const blank: Cell = { text: ' ', codes: '' };
  const emptyLine = () => Array.from({ length: columns }, () => blank);
  let lines = Array.from({ length: rows }, emptyLine);
  let [row, column, codes] = [0, 0, ''];
  let at = 0;
  while (at < sent.length) {
    REST_OF_SEQUENCE.lastIndex = at + INTRODUCER.length;
    const sequence = sent.startsWith(INTRODUCER, at) ? REST_OF_SEQUENCE.exec(sent) : null;
    if (!sequence) {
      const line = lines[row];
      if (line && column < columns) line[column] = { text: sent.charAt(at), codes };
      column += 1;
      at += 1;
      continue;
    }
    const [whole, parameters = '', final] = sequence;
    at += INTRODUCER.length + whole.length;
    if (final === 'm') codes = parameters === '0' ? '' : parameters;
    if (final === 'H') [row = 1, column = 1] = parameters.split(';').map(Number);
    if (final === 'H') [row, column] = [row - 1, column - 1];
    if (final === 'K') lines[row]?.fill(blank, column);
    if (final === 'J') lines = lines.map(emptyLine);
  }
  return lines;
}
