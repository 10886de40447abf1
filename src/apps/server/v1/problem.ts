import type { Response } from 'express';
import type { z } from 'zod';
import { PROBLEMS, type ProblemCode, type problem } from '../../../sdk/schema/problem.ts';

const STATUS: Readonly<Record<ProblemCode, number>> = {
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  invalid_request: 400,
  unsupported_media_type: 415,
  too_large: 413,
  rate_limited: 429,
  faulty_policy: 422,
  failing_cases: 422,
  conflict: 409,
  filling: 409,
  refused: 403,
  key_reused: 422,
  in_progress: 409,
  unavailable: 503,
  internal: 500,
};

type ProblemBody = z.input<typeof problem>;
type Extra = Pick<ProblemBody, 'errors' | 'diagnostics' | 'cases' | 'filling' | 'instance'>;

/** Why a request is not done; thrown by handlers, and what the caller reads. `detail` holds no secret. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extra: Extra;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, extra: Extra = {}, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.extra = extra;
    this.headers = headers;
  }
}

/** The HTTP status of a kind of problem. */
export function statusOf(code: ProblemCode): number {
  return STATUS[code];
}

/** A problem as RFC 9457 writes it. */
export function problemBody({ code, message, extra }: Problem): ProblemBody {
  const title = PROBLEMS[code];
  return { type: `/docs#problem-${code}`, code, title, status: STATUS[code], detail: message, ...extra };
}

/** Answers with a problem, unless an answer has begun. */
export function sendProblem(response: Response, problem: Problem): void {
  if (response.headersSent) return;
  response.status(STATUS[problem.code]).set(problem.headers);
  response.type('application/problem+json').send(JSON.stringify(problemBody(problem)));
}
