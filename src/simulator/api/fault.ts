import { ApiError } from './error.ts';
import type { ApiRequest } from './request.ts';

/** What goes wrong with a request: an error in place of its reply, or a connection that breaks. */
export type Fault = { readonly status: number; readonly code?: string } | 'drop';

/**
 * Asked for each request whether something goes wrong: `before` anything is done, or `after` it was done. Null is no.
 */
export type Faults = (request: ApiRequest, when: 'before' | 'after') => Fault | null;

/** The error that a fault stands for, as Stripe would put it. */
export function faultError({ status, code }: Exclude<Fault, 'drop'>): ApiError {
  const type = status >= 500 ? 'api_error' : status === 402 ? 'card_error' : 'invalid_request_error';
  return new ApiError(`Something went wrong on purpose (${status}).`, { status, type, ...(code && { code }) });
}
