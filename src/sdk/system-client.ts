import type { CallOptions, SendCall } from './call.ts';
import type * as is from './resources.ts';

/** What runs, in which versions, on what. */
export function systemClient(send: SendCall) {
  return { get: (options?: CallOptions) => send<is.System>({ method: 'GET', path: ['system'] }, options) };
}
