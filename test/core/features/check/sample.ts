import { checkProgram } from '../../../../src/core/features/check.ts';
import { parseScowl } from '../../../../src/core/features/parse.ts';
import type { SeenTypes } from '../../../../src/core/features/seen-types.ts';
import type { CheckedEvent, Term } from '../../../../src/core/features/term.ts';
import { formatDiagnostic, sortDiagnostics } from '../../../../src/core/language/diagnostic.ts';
import { SMALL_AUTHORIZATION } from '../../../support/authorization-event.ts';

/** Texts by what the file is called; one text alone is `a.scowl`. */
export type Texts = string | Readonly<Record<string, string>>;

/** Reads and checks texts together, beside a small event `authorization`. */
export function checked(texts: Texts, seen: SeenTypes = new Map()) {
  const files = typeof texts === 'string' ? { 'a.scowl': texts } : texts;
  const parts = Object.entries(files).map(([path, text]) => {
    const source = { path, text };
    return { source, ...parseScowl(source) };
  });
  const { program, diagnostics } = checkProgram(parts, { builtIn: [SMALL_AUTHORIZATION], seen });
  return { program, diagnostics: [...parts.flatMap((part) => part.diagnostics), ...diagnostics] };
}

/** All that is wrong with texts, as people read it. */
export function faultsOf(texts: Texts, seen?: SeenTypes): string {
  return sortDiagnostics(checked(texts, seen).diagnostics).map(formatDiagnostic).join('\n');
}

/** An event of texts that are without errors. */
export function eventOf(texts: Texts, name: string, seen?: SeenTypes): CheckedEvent {
  const event = checked(texts, seen).program?.events.get(name);
  if (!event) throw new Error(`no event ${name}:\n${faultsOf(texts, seen)}`);
  return event;
}

/** The term of a feature of texts that are without errors. */
export function termOf(texts: Texts, event: string, feature: string, seen?: SeenTypes): Term {
  const found = eventOf(texts, event, seen).features.find(({ name }) => name === feature);
  if (!found) throw new Error(`no feature ${feature}`);
  return found.term;
}
