import type { CallOptions, SendCall } from './call.ts';
import type * as is from './resources.ts';

/** Authorizations, with all that was decided about them. */
export function authorizationsClient(send: SendCall) {
  return {
    get: (id: string, options?: CallOptions) =>
      send<is.Authorization>({ method: 'GET', path: ['authorizations', id], isScoped: true }, options),
  };
}

/** Who had the last word about all asks. */
export function funnelClient(send: SendCall) {
  return {
    get: (query: is.FunnelQuery = {}, options?: CallOptions) =>
      send<is.Funnel>({ method: 'GET', path: ['funnel'], query, isScoped: true }, options),
  };
}
