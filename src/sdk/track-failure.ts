import { CountersignError } from './error.ts';

/** What to do with the events of a request that failed. */
export type TrackFailure =
  /** Send them again later; not before that long, where the service says so. */
  | { readonly kind: 'later'; readonly notBeforeMs: number }
  /** Send fewer at a time. */
  | { readonly kind: 'fewer' }
  /** Give them up, or only those that the service named, by their line from 1, with what is wrong with each. */
  | { readonly kind: 'refused'; readonly why: string; readonly lines: ReadonlyMap<number, string> };

const MENDABLE: ReadonlySet<number> = new Set([401, 403, 404, 408, 429]);

/**
 * Tells from an error what can be done: another try may do after no answer, "later", or a fault of the service's own.
 */
export function failureOf(error: unknown): TrackFailure {
  if (!(error instanceof CountersignError)) return { kind: 'refused', why: String(error), lines: new Map() };
  const { status, retryAfterSeconds, message, problem } = error;
  // Below 400: something else answered there, as networks do that want a login first. A key that is not known yet, or
  // a wrong way there, is mended by people: what happened meanwhile should not be lost.
  if (status === null || status < 400 || status >= 500 || MENDABLE.has(status)) {
    return { kind: 'later', notBeforeMs: (retryAfterSeconds ?? 0) * 1_000 };
  }
  if (status === 413) return { kind: 'fewer' };
  const lines = (problem?.errors ?? []).flatMap(({ path, message: fault }): [number, string][] => {
    const [, line, field = ''] = /^line (\d+)\.?(.*)$/.exec(path) ?? [];
    return line === undefined ? [] : [[Number(line), `${field} ${fault}`.trim()]];
  });
  return { kind: 'refused', why: message, lines: new Map(lines) };
}
