import { editDistance, nearest } from '../language/nearest.ts';
import { NAME_ALIASES } from '../rules/aliases/names.ts';
import { type AttributeDefinition, createCatalogue } from '../rules/attributes.ts';
import type { MetadataOwner } from '../rules/condition.ts';
import type { CellType } from './cell.ts';

/** What a column of a history is. */
export type ColumnMeaning =
  | { readonly kind: 'own'; readonly name: OwnColumn }
  | { readonly kind: 'attribute' | 'feature'; readonly name: string }
  | { readonly kind: 'metadata'; readonly owner: MetadataOwner; readonly key: string };

/** Columns that are of the history itself. */
export type OwnColumn = keyof typeof OWN;

/** A column with what it is, and what stands in it. */
export interface HistoryColumn {
  /** As the history names it. */
  readonly header: string;
  readonly meaning: ColumnMeaning;
  readonly type: CellType;
  /** Whether a row without it is no row. */
  readonly isRequired: boolean;
}

/** What can be made of a history's columns. */
export interface ColumnsReading {
  /** In the order in which they stand. */
  readonly columns: readonly HistoryColumn[];
  /** Why it can't be read; empty where it can. */
  readonly problems: readonly string[];
  /** What a reader may want to know. */
  readonly notes: readonly string[];
}

const TEXT = { kind: 'text' } as const;
const MINOR = { kind: 'minor' } as const;
const BOOLEAN = { kind: 'boolean' } as const;
const TIME = { kind: 'time' } as const;

/** Columns that are of the history itself, or that name what no attribute does. */
const OWN = {
  authorization: TEXT,
  created: TIME,
  history_length: MINOR,
  event: TEXT,
  is_fraud: BOOLEAN,
  disputed_at: TIME,
  approved: BOOLEAN,
  challenged: BOOLEAN,
  refunded: BOOLEAN,
  // What a service recorded besides.
  labelled_at: TIME,
  portfolio: TEXT,
  challenge_rejected: BOOLEAN,
  allowance: TEXT,
  unaskable: TEXT,
  list_hits: TEXT,
} as const satisfies Record<string, CellType>;

/** Columns that a history must have. */
export const REQUIRED_COLUMNS: readonly string[] = ['authorization', 'created', 'card', 'amount'];

/** As attributes these are major units; in a history they are minor ones, as Stripe sends them. */
const MINOR_ATTRIBUTES: ReadonlySet<string> = new Set([
  'amount',
  'merchant_amount',
  'cashback_amount',
  'previously_approved_amount',
]);

/** What Stripe says in the place of a signal's value. */
const NO_VALUE = ['not_assessed', 'unknown'];

const ATTRIBUTES = createCatalogue();
const PREFIXES: readonly (readonly [string, MetadataOwner])[] = [
  ['metadata.', 'authorization'],
  ['card_metadata.', 'card'],
  ['cardholder_metadata.', 'cardholder'],
];

/**
 * What the columns of a history are, by their names: without regard to case, but that of metadata. `features` are what
 * the policy counts, as its rules read them.
 */
export function readColumns(headers: readonly string[], features: readonly AttributeDefinition[]): ColumnsReading {
  const declared = new Map(features.map((feature) => [feature.name, feature]));
  const columns = headers.map((header) => columnOf(header, declared));
  const names = columns.map(({ header, meaning }) => (meaning.kind === 'metadata' ? header : meaning.name));
  const twice = names.filter((name, at) => names.indexOf(name) < at);
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name));
  return {
    columns,
    problems: [
      ...[...new Set(twice)].map((name) => `there are two columns named ${name}; leave one of them out`),
      ...(missing.length > 0 ? [missingColumns(missing, headers)] : []),
    ],
    notes: notesOf(columns, declared),
  };
}

function columnOf(header: string, features: ReadonlyMap<string, AttributeDefinition>): HistoryColumn {
  const bare = header.trim();
  const name = bare.toLowerCase();
  const isRequired = REQUIRED_COLUMNS.includes(name);
  if (isOwn(name)) return { header, meaning: { kind: 'own', name }, type: OWN[name], isRequired };
  const feature = features.get(bare);
  if (feature) return { header, meaning: { kind: 'feature', name: bare }, type: typeOf(feature), isRequired };
  const attribute = ATTRIBUTES.get(name);
  if (attribute) return { header, meaning: { kind: 'attribute', name }, type: typeOf(attribute), isRequired };
  const [prefix, owner] = PREFIXES.find(([each]) => bare.startsWith(each)) ?? ['', 'authorization' as const];
  return { header, meaning: { kind: 'metadata', owner, key: bare.slice(prefix.length) }, type: TEXT, isRequired };
}

function isOwn(name: string): name is OwnColumn {
  return Object.hasOwn(OWN, name);
}

/** What stands in the column of an attribute. */
function typeOf({ name, type, values = [], isOpen = false, instead, range }: AttributeDefinition): CellType {
  if (MINOR_ATTRIBUTES.has(name)) return MINOR;
  switch (type) {
    case 'number':
      return { kind: 'number', min: range?.min ?? null, max: range?.max ?? null };
    case 'boolean':
      return BOOLEAN;
    case 'enum':
      return isOpen ? TEXT : wordsOf(values, instead ?? new Map());
    case 'country':
      return { kind: 'code', letters: 2, isUpper: true };
    case 'currency':
      return { kind: 'code', letters: 3, isUpper: false };
    default:
      return TEXT;
  }
}

function wordsOf(values: readonly string[], instead: ReadonlyMap<string, string | null>): CellType {
  const known = [...values, ...NO_VALUE.filter((word) => instead.has(word))];
  const words = new Map(known.map((word) => [word, word]));
  for (const [word, meant] of instead) if (meant !== null) words.set(word, meant);
  return { kind: 'word', words, shown: known };
}

function missingColumns(missing: readonly string[], headers: readonly string[]): string {
  const hints = missing.flatMap((name) => {
    const near = nearest(name, headers);
    return near === null ? [] : [`is ${near} meant for ${name}?`];
  });
  const there = headers.length === 0 ? 'there are none' : `there are ${headers.join(', ')}`;
  const which =
    missing.length === 1 ? `the column ${missing[0]} is missing` : `columns are missing: ${missing.join(', ')}`;
  return [`${which}; ${there}`, ...hints].join('; ');
}

/** What each column is taken for, and what may have been meant. */
function notesOf(columns: readonly HistoryColumn[], features: ReadonlyMap<string, AttributeDefinition>): string[] {
  const notes = [
    listed('attributes', columns, 'attribute'),
    listed('features, which are taken from there and not counted', columns, 'feature'),
    listed('metadata', columns, 'metadata'),
  ].filter((note) => note !== null);
  if (!columns.some(({ meaning }) => meaning.kind === 'attribute' && meaning.name === 'currency')) {
    notes.push('there is no column currency: all amounts are taken for usd');
  }
  const known = [...ATTRIBUTES.names(), ...features.keys(), ...Object.keys(OWN)];
  for (const { meaning } of columns) {
    if (meaning.kind !== 'metadata') continue;
    const alias = NAME_ALIASES.get(meaning.key)?.attribute;
    const near = alias ?? known.find((name) => meaning.key.length > 4 && editDistance(meaning.key, name) <= 2);
    if (near) notes.push(`${meaning.key} is read as metadata; if ${near} is meant, name it so`);
  }
  return notes;
}

function listed(what: string, columns: readonly HistoryColumn[], kind: ColumnMeaning['kind']): string | null {
  const headers = columns.filter(({ meaning }) => meaning.kind === kind).map(({ header }) => header);
  return headers.length === 0 ? null : `${what}: ${headers.join(', ')}`;
}
