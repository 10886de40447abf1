import type { z } from 'zod';
import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import type { YamlDocument } from './document.ts';

/** The document's value in the schema's shape, or what is wrong with it, each fault at its place in the file. */
export function validate<T>(
  document: YamlDocument,
  schema: z.ZodType<T>,
): { value: T | null; diagnostics: Diagnostic[] } {
  if (document.value === null || document.value === undefined)
    return { value: null, diagnostics: [emptyFile(document)] };
  const parsed = schema.safeParse(document.value, { reportInput: true });
  if (parsed.success) return { value: parsed.data, diagnostics: [] };
  return { value: null, diagnostics: parsed.error.issues.flatMap((issue) => locate(document, schema, issue)) };
}

/** A file that was cut off or emptied must not pass for one that says nothing on purpose. */
function emptyFile({ source }: YamlDocument): Diagnostic {
  const hint = 'write {} where it is meant to say nothing';
  return { severity: 'error', source, span: { start: 0, end: 0 }, message: 'the file is empty', hint };
}

function locate(document: YamlDocument, schema: z.ZodType, issue: z.core.$ZodIssue): Diagnostic[] {
  const { source } = document;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      const hint = near ? `did you mean "${near}"?` : known.length > 0 ? `known here: ${known.join(', ')}` : undefined;
      const span = document.spanOfKey([...issue.path, key]);
      return { severity: 'error', source, span, message: `there is no setting "${key}" here`, ...(hint && { hint }) };
    });
  }
  const hint = hintFor(issue);
  const span = document.spanOf(issue.path);
  return [{ severity: 'error', source, span, message: describe(issue), ...(hint && { hint }) }];
}

function describe(issue: z.core.$ZodIssue): string {
  const what =
    issue.path.length === 0 ? 'the file' : String(issue.path.filter((part) => typeof part === 'string').at(-1));
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? `${what} is required` : `${what} must be ${article(issue.expected)}`;
  }
  if (issue.code === 'invalid_value') return `${what} must be one of: ${issue.values.join(', ')}`;
  if (issue.code === 'too_small')
    return `${what} must be ${bound(issue, issue.inclusive, 'at least', 'more than')} ${issue.minimum}`;
  if (issue.code === 'too_big')
    return `${what} must be ${bound(issue, issue.inclusive, 'at most', 'less than')} ${issue.maximum}`;
  return `${what}: ${issue.message}`;
}

/** What was most likely meant. */
function hintFor(issue: z.core.$ZodIssue): string | null {
  const written = String(issue.input);
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const meant = SYNONYMS[written.toLowerCase()];
    const near = meant && values.includes(meant) ? meant : nearest(written.toLowerCase(), values);
    return near ? `did you mean ${near}?` : null;
  }
  if (issue.code !== 'invalid_type') return null;
  const number = Number.parseFloat(written.replace(',', '.'));
  if (issue.expected === 'number' && typeof issue.input === 'string' && !Number.isNaN(number)) return `write ${number}`;
  const unit = SPANS.get(String(issue.path.at(-1)));
  if (issue.expected === 'string' && typeof issue.input === 'number' && unit) return `write ${written} ${unit}`;
  if (issue.expected === 'object' && typeof issue.input !== 'object') return EXAMPLES[String(issue.path[0])] ?? null;
  return null;
}

/** Words of other tools for ours. */
const SYNONYMS: Readonly<Record<string, string>> = {
  block: 'decline',
  deny: 'decline',
  allow: 'approve',
  yes: 'approve',
  true: 'approve',
  no: 'decline',
  false: 'decline',
  high: 'elevated',
};

/** Time spans, and the unit that is meant most often. */
const SPANS: ReadonlyMap<string, string> = new Map([
  ['ago', 'minutes'],
  ['every', 'seconds'],
]);

const EXAMPLES: Readonly<Record<string, string>> = {
  thresholds: 'e.g. fraud_risk_score: { decline: 50 }',
  challenge: 'e.g. challenge: { otherwise: decline }',
  disputability: 'e.g. very_unlikely: { fraud_risk_score: -10 }',
  stand_in: 'e.g. stand_in: { otherwise: decline }',
};

function bound(issue: { origin: string }, isInclusive: boolean | undefined, within: string, beyond: string): string {
  const words = isInclusive === false ? beyond : within;
  return issue.origin === 'array' ? `a list of ${words}` : words;
}

const WORDS: Readonly<Record<string, string>> = { object: 'a map of settings', array: 'a list', int: 'a whole number' };

function article(expected: string): string {
  return WORDS[expected] ?? `a ${expected}`;
}

/** The keys that the schema knows at a path; none where they are not fixed. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let at = unwrap(schema);
  for (const part of path) at = unwrap(typeof part === 'number' ? at?.element : at?.shape?.[String(part)]);
  return at?.def?.keyType?.options ?? Object.keys(at?.shape ?? {});
}

interface SchemaNode {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly def?: { readonly innerType?: unknown; readonly keyType?: { readonly options?: string[] } };
}

function unwrap(schema: unknown): SchemaNode | undefined {
  let node = schema as SchemaNode | undefined;
  while (node?.def?.innerType !== undefined) node = node.def.innerType as SchemaNode;
  return node;
}
