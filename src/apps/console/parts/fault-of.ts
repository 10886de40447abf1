import { CountersignError } from '../../../sdk/index.ts';

/** What is wrong with one place of a request (`body.note`), by the API, as the end of a sentence; null if nothing. */
export function faultOf(error: unknown, path: string): string | null {
  const errors = error instanceof CountersignError ? (error.problem?.errors ?? []) : [];
  return errors.find((each) => each.path === path)?.message ?? null;
}
