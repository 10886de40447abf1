import type { z } from 'zod';
import type { ProblemCode, problem } from './schema/problem.ts';

export type ProblemBody = z.output<typeof problem>;

/** What the API refused, or that it could not be reached; `message` can be shown to people. */
export class CountersignError extends Error {
  override readonly name = 'CountersignError';
  /** `unreachable` where no answer of the API's came. */
  readonly code: ProblemCode | 'unreachable';
  /** Null where no answer came. */
  readonly status: number | null;
  /** The problem, whole: the faults of a request, diagnostics and cases of a policy. */
  readonly problem: ProblemBody | null;
  /** How long to wait before another try; null where the API says none. */
  readonly retryAfterSeconds: number | null;

  constructor(
    message: string,
    options: ErrorOptions & Partial<Pick<CountersignError, 'problem' | 'status' | 'retryAfterSeconds'>>,
  ) {
    super(message, options);
    this.problem = options.problem ?? null;
    this.code = options.problem?.code ?? 'unreachable';
    this.status = options.status ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
