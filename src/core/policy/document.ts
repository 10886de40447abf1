import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source, Span } from '../language/source.ts';

/** The way to a value in a YAML document: keys of maps and indexes of lists. */
export type Path = readonly PropertyKey[];

/** A YAML file that could be read, and where each of its values stands. */
export interface YamlDocument {
  readonly source: Source;
  readonly value: unknown;
  /** The value at a path or, where there is none, the nearest thing around it that there is. */
  spanOf(path: Path): Span;
  /** The key at the end of a path. */
  spanOfKey(path: Path): Span;
}

/** What people mostly meant when YAML says this. */
const HINTS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: `put a condition in double quotes: when: ":card_type: = 'virtual'"`,
  BAD_SCALAR_START: `put a condition in double quotes: when: ":card_type: = 'virtual'"`,
  MULTIPLE_DOCS: 'one document a file: take the --- out',
  DUPLICATE_KEY: 'keep one of them',
};

interface ParsedYaml {
  readonly document: YamlDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

// Parsing takes most of the time that a policy takes to be read, and its files are read for what they say and for the
// version, too.
const parsed = new WeakMap<Source, ParsedYaml>();

/**
 * Parses YAML 1.2, a source once. Faults of the YAML itself come as diagnostics, all of them; then there is no
 * document.
 */
export function parseYaml(source: Source): { document: YamlDocument | null; diagnostics: Diagnostic[] } {
  const known = parsed.get(source) ?? readYaml(source);
  parsed.set(source, known);
  return { document: known.document, diagnostics: [...known.diagnostics] };
}

function readYaml(source: Source): ParsedYaml {
  const document = parseDocument(source.text, {
    lineCounter: new LineCounter(),
    prettyErrors: false,
    uniqueKeys: true,
  });
  const diagnostics = [...document.errors, ...document.warnings].map((fault): Diagnostic => {
    const [start, end] = fault.pos;
    const severity = fault.name === 'YAMLWarning' ? 'warning' : 'error';
    const hint = HINTS[fault.code];
    const message = `this is not valid YAML: ${fault.message}`;
    return { severity, source, span: { start, end }, message, ...(hint && { hint }) };
  });
  if (document.errors.length > 0) return { document: null, diagnostics };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { document: located(source, document, value), diagnostics };
  } catch (error) {
    // Too many aliases of aliases: a file that would unfold to more than memory holds.
    const message = `this YAML can't be unfolded: ${error instanceof Error ? error.message : String(error)}`;
    return { document: null, diagnostics: [{ severity: 'error', source, span: { start: 0, end: 0 }, message }] };
  }
}

function located(source: Source, document: Document.Parsed, value: unknown): YamlDocument {
  function spanOf(path: Path): Span {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return spanOfNode(source.text, node);
    }
    return { start: 0, end: 0 };
  }
  function spanOfKey(path: Path): Span {
    const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && keyOf(item.key) === path.at(-1))
      : undefined;
    return pair && isNode(pair.key) && pair.key.range ? spanOfNode(source.text, pair.key) : spanOf(path);
  }
  return { source, value, spanOf, spanOfKey };
}

function keyOf(key: unknown): unknown {
  return isScalar(key) ? key.value : key;
}

/** A block's range reaches into the blank lines after it; people want to see its text underlined. */
function spanOfNode(text: string, node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/**
 * Maps places in a string to places in the YAML that spells it: quotes, escapes, indentation and folded lines are
 * stepped over. `spelled` is where the string stands in the file.
 */
export function placesInYaml(source: Source, spelled: Span, decoded: string): (span: Span) => Span {
  const offsets: number[] = [];
  let at = spelled.start;
  for (let index = 0; index < decoded.length; index += 1) {
    at = skipMarkup(source.text, at, spelled.end, decoded.charAt(index));
    offsets.push(at);
    at += unitLength(source.text, at, decoded.charAt(index));
  }
  offsets.push(at);
  const place = (offset: number) => offsets[Math.min(offset, offsets.length - 1)] ?? spelled.end;
  return ({ start, end }) => ({ start: place(start), end: end > start ? place(end - 1) + 1 : place(end) });
}

/** Steps over what spells nothing of the string before its next unit: quotes, block markers, breaks and indentation. */
function skipMarkup(text: string, from: number, end: number, unit: string): number {
  let at = from;
  while (at < end && text[at] !== unit && text[at] !== '\\' && !isFolded(text, at, unit)) at += 1;
  return at;
}

/** A line break in the file that stands for a blank in the string. */
function isFolded(text: string, at: number, unit: string): boolean {
  return unit === ' ' && text[at] === '\n';
}

const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** How much of the file spells one unit of the string. */
function unitLength(text: string, at: number, unit: string): number {
  return text[at] === '\\' && unit !== '\\' ? (ESCAPE_LENGTHS[text[at + 1] ?? ''] ?? 2) : 1;
}
