import type { CallOptions, SendCall } from './call.ts';
import type * as is from './resources.ts';

/** What all gateways answered in the last minutes. */
export function trafficClient(send: SendCall) {
  return {
    get: (query: is.TrafficQuery = {}, options?: CallOptions) =>
      send<is.Traffic>({ method: 'GET', path: ['traffic'], query, isScoped: true }, options),
  };
}

/** How the service does. */
export function statusClient(send: SendCall) {
  return {
    get: (options?: CallOptions) => send<is.ServiceStatus>({ method: 'GET', path: ['status'] }, options),
  };
}
