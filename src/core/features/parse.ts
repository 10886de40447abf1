import { limits } from '../domain/limits.ts';
import { type Diagnostic, sortDiagnostics } from '../language/diagnostic.ts';
import { createReporter } from '../language/reporter.ts';
import type { Source } from '../language/source.ts';
import { beginsEquals, type Cursor, createCursor, isWord } from './parse/cursor.ts';
import { parseDeclaration } from './parse/declaration.ts';
import { beginsEvent, parseEvent } from './parse/event.ts';
import { parseExpression } from './parse/expression.ts';
import { lex } from './parse/lex.ts';
import { parseStray } from './parse/stray.ts';
import type { Declaration, EventBlock, Program } from './syntax.ts';

/** What a text turned out to say. */
export interface ParsedProgram {
  /**
   * As much as could be read, so that a checker finds further faults in the same run; an expression that could not be
   * read is the literal null there.
   * INVARIANT: only where no diagnostic is an error is it the whole text, and only then may it be planned.
   */
  readonly program: Program;
  /** By place. */
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads a Scowl text. Every fault has its place and what to write instead, and after one it goes on with the next
 * declaration. Never throws; the time it takes grows with the length of the text.
 */
export function parseScowl(source: Source): ParsedProgram {
  const reporter = createReporter(source, limits.maxScowlFaults);
  const { length } = source.text;
  if (length > limits.maxScowlLength) {
    const message = `a file of features has at most ${limits.maxScowlLength} characters, this one ${length}`;
    reporter.error({ start: 0, end: 0 }, message, 'split it');
    return { program: { events: [] }, diagnostics: reporter.diagnostics };
  }
  const tokens = lex(source.text, reporter);
  const events = parseEvents(createCursor(source.text, tokens, reporter, parseExpression));
  return { program: { events }, diagnostics: sortDiagnostics(reporter.diagnostics) };
}

function parseEvents(cursor: Cursor): EventBlock[] {
  const events: EventBlock[] = [];
  // Declarations without an event are read for their faults only.
  let declarations: Declaration[] = [];
  let hasEvent = false;
  while (cursor.begin()) {
    if (beginsEvent(cursor)) {
      const event = parseEvent(cursor);
      declarations = [];
      hasEvent = true;
      if (event) events.push({ ...event, declarations });
      continue;
    }
    const first = cursor.peek();
    if (!hasEvent && !isWord(first, 'require')) {
      const message = `"${cursor.quote(first.span)}" stands before any event`;
      cursor.error(first.span, message, 'write the event first, e.g. event login');
      hasEvent = true;
    }
    const declaration = parseStatement(cursor);
    if (declaration) declarations.push(declaration);
  }
  return events;
}

function parseStatement(cursor: Cursor): Declaration | null {
  const name = cursor.peek();
  const sign = cursor.peek(1).kind;
  if (name.kind !== 'word' || (sign !== ':=' && !beginsEquals(cursor))) return parseStray(cursor);
  cursor.next();
  cursor.next();
  return parseDeclaration(cursor, name, sign === '=');
}
