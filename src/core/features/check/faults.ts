import { limits } from '../../domain/limits.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import { createReporter, type Reporter } from '../../language/reporter.ts';
import { positionAt, type Source, type Span } from '../../language/source.ts';

/** A piece of one of the texts that are checked together. */
export interface Place {
  readonly source: Source;
  readonly span: Span;
}

/** What is wrong with several texts, each with its own bound. */
export interface Faults {
  of(source: Source): Reporter;
  diagnostics(): Diagnostic[];
}

/** Collects faults by text, and each fault once: a key that is looked up in two events may be wrong in both. */
export function createFaults(sources: readonly Source[]): Faults {
  const reporters = new Map(sources.map((source) => [source, createUniqueReporter(source)]));
  return {
    of(source) {
      const known = reporters.get(source) ?? createUniqueReporter(source);
      reporters.set(source, known);
      return known;
    },
    diagnostics: () => [...reporters.values()].flatMap(({ diagnostics }) => diagnostics),
  };
}

function createUniqueReporter(source: Source): Reporter {
  const reporter = createReporter(source, limits.maxScowlFaults);
  const said = new Set<string>();
  function isNew({ start, end }: Span, message: string): boolean {
    const key = `${start} ${end} ${message}`;
    return !said.has(key) && said.add(key) !== null;
  }
  return {
    ...reporter,
    error(span, message, hint) {
      if (isNew(span, message)) reporter.error(span, message, hint);
    },
    warn(span, message, hint) {
      if (isNew(span, message)) reporter.warn(span, message, hint);
    },
  };
}

/** `velocity.scowl:3:5` */
export function placeText({ source, span }: Place): string {
  const { line, column } = positionAt(source.text, span.start);
  return `${source.path}:${line}:${column}`;
}

const LONGEST_QUOTED = 40;

/** What stands there, to begin a sentence with; "this" where that would be long. */
export function quotedAt({ source, span }: Place): string {
  const text = source.text.slice(span.start, span.end).trim();
  return text === '' || text.length > LONGEST_QUOTED || text.includes('\n') ? 'this' : text;
}
