import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { claimKey, type NamedRequest, releaseKey, settleKey } from '../../../adapters/store/database/idempotency.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { limits } from '../../../core/domain/limits.ts';
import { Problem, problemBody, statusOf } from './problem.ts';
import { invalid } from './request.ts';
import type { Route } from './route.ts';

/** What is answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** It was done before, when the same request came first. */
  readonly isReplayed: boolean;
}

/**
 * Does an act once, however often its request comes with one Idempotency-Key: the first answer is kept for a day and
 * given again, a refusal too. What failed through our own fault, or could not be reached, is kept by nobody.
 */
export async function once(
  pool: SqlPool,
  named: NamedRequest | null,
  route: Route,
  act: () => Promise<unknown>,
): Promise<Answer> {
  if (!named) return { status: route.status, body: await act(), isReplayed: false };
  const claim = await claimKey(pool, named);
  switch (claim.kind) {
    case 'replay':
      return { status: claim.status, body: claim.body, isReplayed: true };
    case 'mismatch':
      throw new Problem('key_reused', 'this Idempotency-Key was used for another request');
    case 'in_progress': {
      const headers = { 'Retry-After': String(limits.apiRetrySeconds) };
      throw new Problem('in_progress', 'a request with this Idempotency-Key is under way', {}, headers);
    }
    case 'first':
      return first(pool, named, route, act);
  }
}

async function first(pool: SqlPool, named: NamedRequest, route: Route, act: () => Promise<unknown>): Promise<Answer> {
  let body: unknown;
  try {
    body = await act();
  } catch (error) {
    const isRefused = error instanceof Problem && statusOf(error.code) < 500;
    const settled = isRefused
      ? settleKey(pool, named, statusOf(error.code), problemBody(error))
      : releaseKey(pool, named);
    await settled.catch(() => {});
    throw error;
  }
  // What is done is done: where its answer can't be kept, it is given all the same.
  await settleKey(pool, named, route.status, route.redact(body)).catch(() => {});
  return { status: route.status, body, isReplayed: false };
}

const NAME = /^[\x21-\x7e]{1,200}$/;

/** What a request is called by its sender, and what it is; null where it has no name, or changes nothing. */
export function namedRequest(route: Route, actor: string, request: Request): NamedRequest | null {
  const key = request.get('idempotency-key');
  if (key === undefined || !route.isAct) return null;
  if (!NAME.test(key)) {
    throw invalid([{ path: 'headers.idempotency-key', message: 'is 1 to 200 visible ASCII characters' }]);
  }
  const said = JSON.stringify([request.method, request.originalUrl, request.body ?? null]);
  return { key, actor, requestHash: createHash('sha256').update(said).digest('hex') };
}
