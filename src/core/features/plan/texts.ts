import { termText } from '../normal-form.ts';
import type { CheckedProgram, Term } from '../term.ts';

/** Canonical texts of a program's terms: equal for what means the same, whatever it is called. */
export interface Texts {
  /** The text of a term that stands in this event; features in it stand there by the hash of their definitions. */
  of(event: string, term: Term): string;
  /** The hash of a feature's definition, with the definitions of all that it reads. */
  definition(event: string, feature: string): string;
}

/** Texts of a program's terms; each definition is hashed once. */
export function createTexts(program: CheckedProgram, hash: (text: string) => string): Texts {
  const terms = new Map<string, Term>();
  for (const { name: event, features } of program.events.values()) {
    for (const { name, term } of features) terms.set(`${event}.${name}`, term);
  }
  const definitions = new Map<string, string>();
  const of = (event: string, term: Term): string => termText(term, definition, { program, event });

  function definition(event: string, feature: string): string {
    const name = `${event}.${feature}`;
    const known = definitions.get(name);
    if (known !== undefined) return known;
    const term = terms.get(name);
    if (!term) throw new Error(`there is no feature ${name}; the checker refuses it`);
    const made = hash(of(event, term)).slice(0, HASH_LENGTH);
    definitions.set(name, made);
    return made;
  }
  return { of, definition };
}

/** Of a hash in hex: 64 bits, which tells some thousand definitions apart. */
export const HASH_LENGTH = 16;
