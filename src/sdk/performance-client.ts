import type { CallOptions, SendCall } from './call.ts';
import type * as is from './resources.ts';

/** What rules did over time, and what was disputed of what was approved. */
export function performanceClient(send: SendCall) {
  return {
    rules: (query: is.PerformanceQuery = {}, options?: CallOptions) =>
      send<is.Performance>({ method: 'GET', path: ['performance'], query, isScoped: true }, options),
    disputes: (query: is.DisputeRatesQuery = {}, options?: CallOptions) =>
      send<is.DisputeRates>({ method: 'GET', path: ['dispute-rates'], query, isScoped: true }, options),
  };
}

/** What a month came to. */
export function reportsClient(send: SendCall) {
  return {
    get: (month: string, options?: CallOptions) =>
      send<is.MonthlyReport>({ method: 'GET', path: ['reports', month], isScoped: true }, options),
  };
}
