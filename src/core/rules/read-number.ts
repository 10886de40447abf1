import { look, type Scan, type Token } from './token.ts';

// Everything that somebody may have meant as one number, so that it is one fault.
const NUMBER_LIKE = /[$€£¥]?[ \t]?[-+]?\.?\d[\p{L}\d_.]*(?:%|[ \t]?[$€£¥])?/uy;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const MAX_NUMBER = 1e15;

/** Reads a number, if one begins here: plain decimals. What only looks like one is a fault, and read by a guess. */
export function readNumber(scan: Scan): Token | null {
  const text = look(scan, NUMBER_LIKE);
  if (text === null) return null;
  const span = { start: scan.at, end: scan.at + text.length };
  scan.at = span.end;
  const value = guess(text);
  if (Math.abs(value) > MAX_NUMBER) {
    scan.reporter.error(span, 'this number is too big', 'write a number up to 1000000000000000');
    return { kind: 'number', value: MAX_NUMBER, span };
  }
  if (!NUMBER.test(text)) {
    const message = /[$€£¥]/.test(text) ? 'a number has no currency sign' : `"${text}" is not a plain number`;
    scan.reporter.error(span, message, `write ${printNumber(value)}`);
  }
  return { kind: 'number', value, span };
}

/** A finite number in plain decimals that read back as the same number: never with an exponent. */
export function printNumber(value: number): string {
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${digits}`;
  return sign + digits.padEnd(shift + 1, '0');
}

function guess(text: string): number {
  const bare = text.replace(/[$€£¥%\s_+]/g, '');
  // `1.000.000`: points as thousands signs.
  const points = bare.split('.').length - 1;
  const value = Number.parseFloat(points > 1 ? bare.replaceAll('.', '') : bare);
  return value === 0 ? 0 : value;
}
