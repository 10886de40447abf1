import { FOREIGN_COMPARISONS } from '../../language/signs.ts';
import { look, type Piece, type Scan, type Sign, take, word } from './token.ts';

// Bounded, or a row of `!` would be read again for each of them.
const OPERATOR = /[=<>!~]{0,3}[=<>~]|[≠≤≥]|\*\*|%|\^/y;
const CONNECTIVE = /&&?|\|\|?|!/y;
const ATTRIBUTE = /:([A-Za-z_][\w.-]*):(?![=:])/y;
const METADATA = /::(?:[^:\n\r"']{1,100}:)?[^:\n\r"']{1,100}::/y;
const LIST = /@[A-Za-z_][\w-]*/y;
const DASH = /[–−]/y;
const NO_EVENTS = /<>\s*\(/y;
const BEFORE_NO_EVENTS = /[\p{L}\p{N}_]$/u;

const PLAIN: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** What other languages write for a sign of this one. */
const MEANT: Readonly<Record<string, Sign>> = {
  ...FOREIGN_COMPARISONS,
  '–': '-',
  '−': '-',
};

/**
 * Reads what belongs to another language, rules among them, and reports it: the token is what was most likely meant.
 * Null where nothing of that kind begins here.
 */
export function readForeign(scan: Scan): Piece | null {
  return readOperator(scan) ?? readConnective(scan) ?? readAttribute(scan) ?? readList(scan) ?? readDash(scan);
}

function readOperator(scan: Scan): Piece | null {
  const text = look(scan, OPERATOR);
  if (text === null || PLAIN.has(text)) return null;
  // `Count<>(…)`: the event is missing, not an operator.
  if (look(scan, NO_EVENTS) !== null && BEFORE_NO_EVENTS.test(scan.text.slice(0, scan.at).slice(-1))) return null;
  const span = take(scan, text.length);
  const meant = MEANT[text];
  const hint = meant === undefined ? 'there are =, !=, <, <=, >, >=, +, -, * and /' : hintFor(meant);
  scan.reporter.error(span, `there is no operator "${text}"`, hint);
  return { kind: meant ?? (/[*%^]/.test(text) ? '*' : '='), span };
}

function hintFor(meant: Sign): string {
  return meant === '=' ? 'write = to compare, := to give a name to a value' : `write ${meant}`;
}

function readConnective(scan: Scan): Piece | null {
  const text = look(scan, CONNECTIVE);
  if (text === null || scan.text.startsWith('!=', scan.at)) return null;
  const span = take(scan, text.length);
  const meant = text === '!' ? 'not' : text.startsWith('&') ? 'and' : 'or';
  scan.reporter.error(span, `there is no operator "${text}"`, `write ${meant}`);
  return word(meant, span);
}

/** `:amount:` and `::card:program::`, which are how rules read an attribute and metadata. */
function readAttribute(scan: Scan): Piece | null {
  const metadata = look(scan, METADATA);
  const text = metadata ?? look(scan, ATTRIBUTE);
  if (text === null) return null;
  const span = take(scan, text.length);
  const bare = text.replace(/^:+|:+$/g, '');
  if (metadata !== null) {
    const [owner = '', key] = bare.split(':');
    const map = key === undefined ? 'metadata' : `${owner}_metadata`;
    const hint = `write ${map}[${JSON.stringify(key ?? owner)}]`;
    scan.reporter.error(span, `${text} is how a rule reads metadata`, hint);
    return word(map, span);
  }
  scan.reporter.error(span, `${text} is how a rule reads an attribute`, `write ${bare}`);
  return word(bare.replaceAll(/[.-]/g, '_'), span);
}

function readList(scan: Scan): Piece | null {
  const text = look(scan, LIST);
  if (text === null) return null;
  const span = take(scan, text.length);
  scan.reporter.error(span, `only a rule reads a list such as ${text}`, 'write the values: in ["a", "b"]');
  return word(text.slice(1).replaceAll('-', '_'), span);
}

function readDash(scan: Scan): Piece | null {
  const text = look(scan, DASH);
  if (text === null) return null;
  const span = take(scan, text.length);
  scan.reporter.error(span, `the dash "${text}" is no minus`, 'write - to subtract, or -- before a comment');
  return { kind: '-', span };
}
