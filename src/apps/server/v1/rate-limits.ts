import type { RequestHandler } from 'express';
import { type Options, rateLimit } from 'express-rate-limit';
import { limits } from '../../../core/domain/limits.ts';
import { addressOf } from './browser.ts';
import { credentialOf } from './credential.ts';
import { Problem, sendProblem } from './problem.ts';
import type { RateKind } from './route.ts';

/** How much anybody may ask. Counted in this process alone: several gateways allow as many times as much. */
export interface RateLimits {
  /**
   * Holds up who tries keys, sessions or passwords that don't hold, by address; a key or a session that held lately
   * passes whatever its neighbours do.
   */
  readonly refused: RequestHandler;
  /** So many requests a minute a key or a user, of either kind. */
  readonly perKey: Readonly<Record<RateKind, RequestHandler>>;
  /** A key or a session that held. */
  held(hash: string): void;
}

const MOST_HELD = 1_000;
const MINUTE_MS = 60_000;

/** Limits for one API. `perKey` wants the caller's id in `response.locals.callerId`. */
export function createRateLimits(): RateLimits {
  const held = new Set<string>();
  const common = {
    windowMs: MINUTE_MS,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => {
      const seconds = String(response.getHeader('Retry-After') ?? MINUTE_MS / 1_000);
      const detail = `come again in ${seconds} seconds`;
      sendProblem(response, new Problem('rate_limited', detail, {}, { 'Retry-After': seconds }));
    },
  } satisfies Partial<Options>;
  const perKey = (limit: number) =>
    rateLimit({ ...common, limit, keyGenerator: (_request, { locals }) => String(locals.callerId) });
  return {
    refused: rateLimit({
      ...common,
      limit: limits.apiRefusedPerMinute,
      standardHeaders: false,
      keyGenerator: addressOf,
      skip: (request) => held.has(credentialOf(request)?.hash ?? ''),
      skipSuccessfulRequests: true,
      requestWasSuccessful: (_request, { statusCode }) => statusCode !== 401,
      // A proxy in front may say for whom it asks; who believes that lets callers choose their address.
      validate: { xForwardedForHeader: false, forwardedHeader: false },
    }),
    perKey: { calls: perKey(limits.apiRequestsPerMinute), events: perKey(limits.eventRequestsPerMinute) },
    held(hash) {
      held.add(hash);
      const [oldest] = held;
      if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
    },
  };
}
