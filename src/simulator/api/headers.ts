import type { Request, RequestHandler, Response } from 'express';
import { createRandom } from '../world/random.ts';
import { ApiError } from './error.ts';
import type { Reply } from './idempotency.ts';

const BASE62 = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

/** Gives each response its `Request-Id`. */
export function createRequestIds(): RequestHandler {
  let count = 0;
  return (_request, response, next) => {
    count += 1;
    const random = createRandom('request', count);
    response.set('Request-Id', `req_${Array.from({ length: 14 }, () => random.pick(BASE62)).join('')}`);
    next();
  };
}

export function requestIdOf(response: Response): string {
  return response.get('Request-Id') ?? '';
}

/** The version that the caller wants, or null; an ApiError if it is none. Objects look the same in every version. */
export function versionOf(request: Request): string | null {
  const version = request.get('Stripe-Version');
  if (version === undefined) return null;
  if (/^\d{4}-\d\d-\d\d(\.[a-z_]+)?$/.test(version)) return version;
  throw new ApiError(`Invalid Stripe API version: ${version}`);
}

/** The connected account that the caller names, if any. */
export function accountOf(request: Request): string | undefined {
  return request.get('Stripe-Account') ?? request.get('Stripe-Context');
}

/** The idempotency key of a POST, if there is one. */
export function idempotencyKeyOf(request: Request): string | null {
  return (request.method === 'POST' && request.get('Idempotency-Key')) || null;
}

/** Refuses bodies that aren't forms, such as JSON: Stripe's v1 takes none. */
export const refuseOtherForms: RequestHandler = (request, _response, next) => {
  const type = request.get('Content-Type');
  const isForm = type === undefined || request.is('application/x-www-form-urlencoded') !== false;
  if (request.method !== 'POST' || isForm || request.get('Content-Length') === '0') next();
  else throw new ApiError(`A POST takes a form (application/x-www-form-urlencoded), not ${type}.`);
};

export function sendReply(request: Request, response: Response, reply: Reply, isReplayed: boolean): void {
  const key = idempotencyKeyOf(request);
  if (key !== null) response.set('Idempotency-Key', key);
  if (isReplayed) response.set('Idempotent-Replayed', 'true');
  if (key !== null) response.set('Original-Request', reply.requestId);
  response.status(reply.status).type('json').send(reply.body);
}
