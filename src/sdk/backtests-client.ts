import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** Policies and thresholds, tried on what the service recorded. */
export function backtestsClient(send: SendCall) {
  const list = (query: is.Paged<is.BacktestFilter> = {}, options?: CallOptions) =>
    send<Page<is.Backtest>>({ method: 'GET', path: ['backtests'], query, isScoped: true }, options);
  const authorizations = (id: string, query: is.Paged<is.BacktestRowFilter> = {}, options?: CallOptions) => {
    const path = ['backtests', id, 'authorizations'];
    return send<Page<is.BacktestRow>>({ method: 'GET', path, query, isScoped: true }, options);
  };
  return {
    /** Has one run; look at it again by its id. */
    run: (body: is.BacktestRequest = {}, options?: CallOptions) =>
      send<is.Backtest>({ method: 'POST', path: ['backtests'], body, isScoped: true, isAct: true }, options),
    list,
    each: (query: is.Paged<is.BacktestFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
    /** A run, and its result once it is done. */
    get: (id: string, options?: CallOptions) =>
      send<is.WholeBacktest>({ method: 'GET', path: ['backtests', id], isScoped: true }, options),
    /** Ends a run that is not over. */
    cancel: (id: string, options?: CallOptions) => {
      const path = ['backtests', id, 'cancel'];
      return send<is.Backtest>({ method: 'POST', path, isScoped: true, isAct: true }, options);
    },
    /** Throws a run away with what came of it, whether or not it is over. */
    remove: (id: string, options?: CallOptions) =>
      send<is.Backtest>({ method: 'DELETE', path: ['backtests', id], isScoped: true, isAct: true }, options),
    authorizations,
    eachAuthorization: (id: string, query: is.Paged<is.BacktestRowFilter> = {}, options?: CallOptions) =>
      eachRow((page) => authorizations(id, page, options), query),
  };
}
