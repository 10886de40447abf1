import { z } from 'zod';
import { caseResult, diagnostic } from './check.ts';

/** What a problem's `code` can be, with what it means. The same words stand in /docs. */
export const PROBLEMS = {
  unauthorized: 'There is no key, or it is not known, or it was revoked.',
  forbidden: 'The key lacks the scope that this wants, or is bound to another mode or account.',
  not_found: 'There is nothing by this name.',
  method_not_allowed: 'This path takes other methods.',
  invalid_request: 'Something in the path, the query or the body is not as it must be; `errors` says what.',
  unsupported_media_type: 'A body is application/json, in UTF-8; of several events, application/x-ndjson.',
  too_large: 'The body is larger than this takes.',
  rate_limited: 'Too many requests; Retry-After says when to come again.',
  faulty_policy: 'The policy has errors; `diagnostics` has all of them.',
  failing_cases: 'Cases of the policy failed; `cases` has them.',
  conflict: 'Somebody else was first; look at how it stands now.',
  filling: 'Features of the policy are being filled from history; `filling` says how far. Send it again until it is.',
  refused: 'It can be understood and is not allowed; `detail` says why.',
  key_reused: 'The Idempotency-Key was used before for another request.',
  in_progress: 'A request with this Idempotency-Key is under way.',
  unavailable:
    'The database, or Stripe, can not be reached, or too much waits. Authorizations are answered all the same.',
  internal: 'It is our fault; the log has it under the id in `instance`.',
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** What is wrong with a request, as RFC 9457 has it. */
export const problem = z
  .object({
    type: z.string().meta({ description: 'Where this kind of problem is described.' }),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Each fault with its place: `body.files[0].name`, `query.limit`.' }),
    diagnostics: z.array(diagnostic).optional(),
    cases: z.array(caseResult).optional(),
    filling: z
      .object({
        version: z.string(),
        events: z.int().meta({ description: 'Events that were counted so far.' }),
        share: z
          .number()
          .min(0)
          .max(1)
          .meta({ description: 'The part of the stored past that was read, from 0 to 1.' }),
      })
      .optional(),
  })
  .meta({ id: 'Problem', description: 'What is wrong with a request (RFC 9457).' });
