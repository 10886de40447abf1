import { look, type Piece, type Scan, take } from './token.ts';

// Everything that somebody may have meant as one number, so that it is one fault.
const NUMBER_LIKE = /(?:\d[\d_]*|(?=\.\d))(?:\.\d[\d_]*)*(?:[eE][+-]?\d+)?(?:%(?!\s*[\p{L}\d_('"]))?/uy;
const NUMBER = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Above it not every cent has a number of its own. */
const MAX_NUMBER = 1e15;

/** Reads a number without a sign, if one begins here. What only looks like one is a fault, and read by a guess. */
export function readNumber(scan: Scan): Piece | null {
  const text = look(scan, NUMBER_LIKE);
  if (text === null || text === '') return null;
  const span = take(scan, text.length);
  const value = guess(text);
  if (value > MAX_NUMBER) {
    scan.reporter.error(span, 'this number is too big', `write a number up to ${MAX_NUMBER}`);
    return { kind: 'number', value: MAX_NUMBER, span };
  }
  if (!NUMBER.test(text)) scan.reporter.error(span, `"${text}" is not a plain number`, `write ${value}`);
  return { kind: 'number', value, span };
}

function guess(text: string): number {
  const bare = text.replaceAll('_', '');
  // `1.000.000`: points as thousands signs.
  const isGrouped = bare.split('.').length > 2;
  const value = Number.parseFloat(isGrouped ? bare.replaceAll('.', '') : bare);
  return text.endsWith('%') ? value / 100 : value;
}
