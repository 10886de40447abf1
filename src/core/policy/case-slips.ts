import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import { BASE_AUTHORIZATION } from './base-authorization.ts';
import { isMap } from './case-authorization.ts';
import type { Path, YamlDocument } from './document.ts';

/** Maps whose keys are the card program's own. */
const OWN_KEYS = 'metadata';
/** A slip of the keys changes so much of a name's length at most; Stripe has names that share words with ours. */
const SLIP = 2;

/**
 * Warns of what a case says of Stripe's object and nothing reads: a key that is most likely a misspelt one, and an
 * amount where Stripe has none while it asks. `path` leads to the authorization.
 */
export function authorizationSlips(document: YamlDocument, path: Path, said: unknown): Diagnostic[] {
  const warn = (at: Path, message: string, hint: string): Diagnostic => {
    const span = document.spanOfKey([...path, ...at]);
    return { severity: 'warning', source: document.source, span, message, hint };
  };
  const misspelt = unknownKeys(said, BASE_AUTHORIZATION, []).map(({ at, near }) =>
    warn(at, `nothing reads "${String(at.at(-1))}" of an authorization`, `did you mean "${near}"?`),
  );
  if (!isMap(said) || said.pending_request !== undefined || !said.amount) return misspelt;
  const message = 'while Stripe asks, this is 0: the amount stands in pending_request';
  return [...misspelt, warn(['amount'], message, 'write pending_request: { amount: … }, or amount in major units')];
}

function unknownKeys(said: unknown, shape: unknown, at: Path): { at: Path; near: string }[] {
  if (!isMap(said) || !isMap(shape) || at.at(-1) === OWN_KEYS) return [];
  const known = Object.keys(shape);
  return Object.entries(said).flatMap(([key, value]) => {
    if (known.includes(key)) return unknownKeys(value, shape[key], [...at, key]);
    const near = nearest(key, known);
    return near !== null && Math.abs(near.length - key.length) <= SLIP ? [{ at: [...at, key], near }] : [];
  });
}
