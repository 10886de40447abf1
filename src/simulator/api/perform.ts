import { type ApiError, errorBody } from './error.ts';
import { type Faults, faultError } from './fault.ts';
import { asApiError } from './handle-error.ts';
import type { IdempotencyKeys, Reply } from './idempotency.ts';
import { type ApiRequest, fingerprint } from './request.ts';

export type Outcome =
  | { readonly kind: 'replied'; readonly reply: Reply; readonly isReplayed: boolean }
  /** The caller's connection breaks. */
  | { readonly kind: 'dropped' };

export interface PerformPorts {
  readonly keys: IdempotencyKeys;
  readonly faults: Faults;
  /** Told of errors that are bugs of the simulator: the caller only sees a 500. */
  onFailure(error: unknown): void;
}

/**
 * Does what a request asks for, once for each idempotency key. `begin` checks the parameters and gives the work; what
 * it throws is thrown, and nothing is kept of it. From then on every reply is kept, errors and 500s included.
 */
export async function perform(
  request: ApiRequest,
  begin: () => () => Promise<object>,
  { keys, faults, onFailure }: PerformPorts,
): Promise<Outcome> {
  const { idempotencyKey: key, requestId } = request;
  const print = fingerprint(request);
  const saved = key === null ? null : keys.find(key, print);
  if (saved) return { kind: 'replied', reply: saved, isReplayed: true };
  const run = begin();
  const first = faults(request, 'before');
  if (first === 'drop') return { kind: 'dropped' };
  if (first) throw faultError(first);
  if (key !== null) keys.begin(key, print);
  const done = await replyTo(run, requestId, onFailure);
  const last = faults(request, 'after');
  // What was done before a connection broke is still there for whoever asks again.
  const reply = last === null || last === 'drop' ? done : errorReply(faultError(last), requestId);
  if (key !== null) keys.save(key, reply);
  return last === 'drop' ? { kind: 'dropped' } : { kind: 'replied', reply, isReplayed: false };
}

/** An error as a reply. */
export function errorReply(error: ApiError, requestId: string): Reply {
  return { status: error.status, body: JSON.stringify(errorBody(error)), requestId };
}

async function replyTo(
  run: () => Promise<object>,
  requestId: string,
  onFailure: (error: unknown) => void,
): Promise<Reply> {
  try {
    return { status: 200, body: JSON.stringify(await run()), requestId };
  } catch (error) {
    return errorReply(asApiError(error, onFailure), requestId);
  }
}
