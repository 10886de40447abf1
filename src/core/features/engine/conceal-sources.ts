import { isPersonalName } from '../../domain/personal.ts';
import { handsValuesOn } from '../compile/call.ts';
import { childrenOf } from '../plan/walk.ts';
import type { CheckedEvent, CheckedInput, Term } from '../term.ts';
import { isPersonalType, type Origin, pathWithin } from './conceal.ts';

/** What a term's value is made from, in one event, as far as that matters to what it may tell of a person. */
export interface Source extends Origin {
  /** Whether it is personal by the name of an input, whatever it looks like. */
  readonly isPersonal: boolean;
  /** Inputs that a part of it is made from: it is personal where they look personal, whatever it looks like itself. */
  readonly origins: ReadonlySet<string>;
  /** All open inputs that it depends on. */
  readonly openInputs: ReadonlySet<string>;
  /** Whether it depends on earlier events. */
  readonly hasPast: boolean;
}

/** Finds what terms of one event are made from. */
export interface Sources {
  of(term: Term): Source;
  /**
   * Whether the term looks into a text that may be personal: of the concealed text, which is all that is recorded, it
   * could not be computed. One that depends on earlier events is not among them: its value would be of then.
   */
  looksInside(term: Term): boolean;
}

/**
 * Whether anybody could have put anything into an input: those of tracked events, and metadata. What a built-in event
 * has besides is of the type that it says.
 */
export function isOpenInput({ type, path }: CheckedInput, { isBuiltIn }: CheckedEvent): boolean {
  if (isPlain(type.kind)) return false;
  return !isBuiltIn || type.kind === 'map' || type.kind === 'unknown' || path.length > 1;
}

/** Where an input stands in a tracked event's data: of built-in events the types say what is personal. */
export function pathOfInput({ path }: CheckedInput, { isBuiltIn }: CheckedEvent): string | null {
  return isBuiltIn ? null : path.join('.');
}

/** Items of a list have its name. */
function pathOfIndex(path: string | null, index: Term): string | null {
  return index.kind === 'constant' && typeof index.value === 'string' ? pathWithin(path, index.value) : path;
}

/** A source that stands at a path: its name says whether it is personal. */
function at(path: string | null, source: Source): Source {
  return path === null ? source : { ...source, path, isPersonal: isPersonalName(path) };
}

function isPlain(kind: Term['type']['kind']): boolean {
  return kind === 'bool' || kind === 'time' || kind === 'duration' || kind === 'null';
}

const NOTHING: ReadonlySet<string> = new Set();
const CLOSED: Source = {
  isOpen: false,
  path: null,
  isPersonal: false,
  origins: NOTHING,
  openInputs: NOTHING,
  hasPast: false,
};

/** The sources of an event's terms; each feature is gone through once. */
export function createSources(event: CheckedEvent): Sources {
  const inputs = new Map(event.inputs.map((input) => [input.name, input]));
  const terms = new Map(event.features.map(({ name, term }) => [name, term]));
  const features = new Map<string, Source>();

  function of(term: Term): Source {
    if (term.kind === 'input') {
      const input = inputs.get(term.name);
      if (!input || !isOpenInput(input, event)) return CLOSED;
      return at(pathOfInput(input, event), { ...CLOSED, isOpen: true, openInputs: new Set([term.name]) });
    }
    if (term.kind === 'feature') return ofFeature(term.name);
    // What an aggregate gives was concealed before it was kept.
    if (term.kind === 'aggregate') return { ...CLOSED, hasPast: true };
    const parts = childrenOf(term).map(of);
    const [target = CLOSED] = parts;
    const source = ofParts(term, parts);
    if (term.kind === 'field') return at(pathWithin(target.path, term.name), source);
    return term.kind === 'index' ? at(pathOfIndex(target.path, term.index), source) : source;
  }

  function ofFeature(name: string): Source {
    const known = features.get(name);
    if (known) return known;
    const term = terms.get(name);
    const source = term ? of(term) : CLOSED;
    features.set(name, source);
    return source;
  }

  return {
    of,
    looksInside(term) {
      if (!isLook(term) || of(term).hasPast) return false;
      return childrenOf(term).some((operand) => isPersonalType(operand.type) || of(operand).isOpen);
    },
  };
}

function isLook(term: Term): boolean {
  if (term.kind === 'compare') return term.operator !== '=' && term.operator !== '!=';
  return term.kind === 'call' && !handsValuesOn(term.function);
}

function ofParts(term: Term, parts: readonly Source[]): Source {
  const openInputs = union(parts.map((part) => part.openInputs));
  const shared = { openInputs, hasPast: parts.some(({ hasPast }) => hasPast) };
  if (isPlain(term.type.kind) || !carriesValues(term)) return { ...CLOSED, ...shared };
  const open = { ...shared, path: null, isOpen: parts.some((part) => part.isOpen) };
  const isPersonal = parts.some((part) => part.isPersonal);
  if (term.kind !== 'call' || handsValuesOn(term.function)) {
    return { ...open, isPersonal, origins: union(parts.map(({ origins }) => origins)) };
  }
  return term.function.keepsPersonal
    ? { ...open, isPersonal, origins: openInputs }
    : { ...open, isPersonal: false, origins: NOTHING };
}

function carriesValues({ kind }: Term): boolean {
  return ['call', 'struct', 'array', 'map', 'field', 'index', 'case'].includes(kind);
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [only] = sets;
  return only && sets.length === 1 ? only : new Set(sets.flatMap((set) => [...set]));
}
