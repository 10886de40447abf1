import type { Span } from '../language/source.ts';
import type { AttributeReference, MetadataOwner } from './condition.ts';
import { KEYWORDS, look, type Scan, type Token } from './token.ts';

const NAME = /[A-Za-z_][\w.-]*/y;
const BLANK_AND_WORD = /[ \t]+[A-Za-z_][\w.-]*/y;
const BLANKS = /[ \t]+/y;
// Of a metadata key: all but what would stand after it if its `::` were missing.
const KEY = /[^:\n=<>'"‘’“”()]*/y;
const PLAIN_KEY = /[\p{L}\p{N}_.-]+/uy;
const MAX_NAME_WORDS = 6;

const OWNERS: readonly MetadataOwner[] = ['card', 'cardholder'];
const keywords: ReadonlySet<string> = new Set(KEYWORDS);

/** Reads what begins with a colon: an attribute or a metadata key. Null, with a fault, where it is neither. */
export function readAttribute(scan: Scan): Token | null {
  const start = scan.at;
  const attribute = scan.text.startsWith('::', start) ? readMetadata(scan) : readNamed(scan);
  return attribute && { kind: 'attribute', attribute, span: attribute.span };
}

/** The attribute that was meant by a name whose colons are not as they should be. */
function named(name: string, span: Span): AttributeReference {
  return { kind: 'named', name, span };
}

function readNamed(scan: Scan): AttributeReference | null {
  const { text, reporter } = scan;
  const start = scan.at;
  const blanks = look(scan, BLANKS, start + 1)?.length ?? 0;
  const first = look(scan, NAME, start + 1 + blanks);
  if (first === null) {
    scan.at = start + 1;
    reporter.error({ start, end: scan.at }, 'this colon belongs to no attribute', 'an attribute is written :amount:');
    return null;
  }
  const words = [first];
  let end = start + 1 + blanks + first.length;
  const firstEnd = end;
  // `:total_charges per_hour:` is a name with a blank in it; `:is_3d_secure and :amount:` lacks a colon.
  while (text[end] !== ':' && words.length < MAX_NAME_WORDS) {
    const next = look(scan, BLANK_AND_WORD, end);
    if (next === null || keywords.has(next.trim().toLowerCase())) break;
    words.push(next.trim());
    end += next.length;
  }
  const trailing = text[end] === ':' ? 0 : (look(scan, BLANKS, end)?.length ?? 0);
  // With a blank before the colon it closes this name only if nothing follows that it could open.
  const isClosed =
    text[end] === ':' || (text[end + trailing] === ':' && look(scan, /:[\w:]/y, end + trailing) === null);
  if (!isClosed) {
    scan.at = firstEnd;
    const span = { start, end: firstEnd };
    reporter.error(span, `the colon after :${first} is missing`, `write :${first}:`);
    return named(first, span);
  }
  scan.at = text[end] === ':' ? end + 1 : end + trailing + 1;
  const span = { start, end: scan.at };
  const name = words.join('_');
  if (blanks > 0 || words.length > 1 || text[end] !== ':') {
    reporter.error(span, 'the name of an attribute has no blanks', `write :${name}:`);
  }
  return named(name, span);
}

function readMetadata(scan: Scan): AttributeReference | null {
  const { text, reporter } = scan;
  const start = scan.at;
  const first = look(scan, KEY, start + 2) ?? '';
  const afterFirst = start + 2 + first.length;
  if (first.trim() === '') {
    scan.at = start + 2;
    reporter.error({ start, end: scan.at }, 'the key of this metadata is missing', 'write e.g. ::program::');
    return null;
  }
  if (text.startsWith('::', afterFirst)) {
    scan.at = afterFirst + 2;
    return { kind: 'metadata', owner: 'authorization', key: first, span: { start, end: scan.at } };
  }
  if (text[afterFirst] === ':') {
    const key = look(scan, KEY, afterFirst + 1) ?? '';
    const afterKey = afterFirst + 1 + key.length;
    if (key.trim() !== '' && !/^\s/.test(key) && text.startsWith('::', afterKey)) {
      scan.at = afterKey + 2;
      return ownedMetadata(scan, first, key, { start, end: scan.at });
    }
    const owner = OWNERS.find((known) => known === first.toLowerCase());
    if (owner) return unclosed(scan, start, afterFirst + 1, owner);
    return unclosed(scan, start, start + 2, 'authorization', first);
  }
  return unclosed(scan, start, start + 2, 'authorization');
}

function ownedMetadata(scan: Scan, prefix: string, key: string, span: Span): AttributeReference {
  const owner = OWNERS.find((known) => known === prefix.toLowerCase());
  if (owner) return { kind: 'metadata', owner, key, span };
  const instead: Readonly<Record<string, string>> = {
    customer: `Issuing has cardholders instead: write ::cardholder:${key}::`,
    destination: `the account is :connected_account:; for metadata write ::card:${key}:: or ::cardholder:${key}::`,
  };
  scan.reporter.error(
    span,
    `there is no metadata of "${prefix}"`,
    instead[prefix.toLowerCase()] ?? `write ::${key}::, ::card:${key}:: or ::cardholder:${key}::`,
  );
  return { kind: 'metadata', owner: 'authorization', key, span };
}

/** Metadata whose `::` is missing: the key is taken to be what a single colon ends, or one word. */
function unclosed(
  scan: Scan,
  start: number,
  keyAt: number,
  owner: MetadataOwner,
  key = look(scan, PLAIN_KEY, keyAt) ?? '',
): AttributeReference | null {
  const colon = scan.text[keyAt + key.length] === ':' ? 1 : 0;
  scan.at = keyAt + key.length + colon;
  const span = { start, end: scan.at };
  const prefix = owner === 'authorization' ? '' : `${owner}:`;
  scan.reporter.error(span, 'a metadata key ends with two colons', `write ::${prefix}${key || 'key'}::`);
  return key === '' ? null : { kind: 'metadata', owner, key, span };
}
