/** How a piece of a line looks; few, so that each means something. */
export type Style = 'plain' | 'dim' | 'bold' | 'declined' | 'challenged' | 'attack';

export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** A line of a picture: pieces beside each other, every character one column wide. */
export type Line = readonly Piece[];

// SGR codes of ECMA-48.
const CODES: Readonly<Record<Style, string>> = {
  plain: '',
  dim: '2',
  bold: '1',
  declined: '31',
  challenged: '33',
  attack: '1;35',
};

/** A piece of text in this style. */
export function piece(text: string, style: Style = 'plain'): Piece {
  return { text, style };
}

/** How many columns a line takes. */
export function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + text.length, 0);
}

/** The line within `columns`: what is too long ends in an ellipsis. */
export function cut(line: Line, columns: number): Line {
  if (widthOf(line) <= columns) return line;
  const kept: Piece[] = [];
  let left = columns;
  for (const { text, style } of line) {
    if (left <= 0) break;
    kept.push(piece(text.length < left ? text : cutText(text, left, true), style));
    left -= text.length;
  }
  return kept;
}

/** The text within `columns`; `isCut` marks it as cut even if it just fits. */
export function cutText(text: string, columns: number, isCut = false): string {
  if (text.length <= columns && !isCut) return text;
  return columns <= 0 ? '' : `${text.slice(0, columns - 1).trimEnd()}…`;
}

/** `left`, and `right` at the other end of `columns`; the left gives way where both don't fit. */
export function spread(left: Line, right: Line, columns: number): Line {
  const room = Math.max(0, columns - widthOf(right) - 1);
  const shown = cut(left, room);
  return [...shown, piece(' '.repeat(Math.max(0, columns - widthOf(shown) - widthOf(right)))), ...right];
}

/** The line as a terminal takes it. */
export function render(line: Line, colours: boolean): string {
  return line
    .map(({ text, style }) => (colours && CODES[style] !== '' ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text))
    .join('')
    .trimEnd();
}
