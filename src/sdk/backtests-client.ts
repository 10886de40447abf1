import { limits } from '../core/domain/limits.ts';
import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';
import { systemTimers } from './timers.ts';

/** How a run is looked at until it is over. */
export interface OverOptions extends CallOptions {
  readonly everyMs?: number;
  readonly onLook?: (run: is.WholeBacktest) => void;
}

/** Policies and thresholds, tried on what the service recorded. */
export function backtestsClient(send: SendCall) {
  const list = (query: is.Paged<is.BacktestFilter> = {}, options?: CallOptions) =>
    send<Page<is.Backtest>>({ method: 'GET', path: ['backtests'], query, isScoped: true }, options);
  const authorizations = (id: string, query: is.Paged<is.BacktestRowFilter> = {}, options?: CallOptions) => {
    const path = ['backtests', id, 'authorizations'];
    return send<Page<is.BacktestRow>>({ method: 'GET', path, query, isScoped: true }, options);
  };
  const get = (id: string, options?: CallOptions) =>
    send<is.WholeBacktest>({ method: 'GET', path: ['backtests', id], isScoped: true }, options);
  return {
    /** Has one run; look at it again by its id. */
    run: (body: is.BacktestRequest = {}, options?: CallOptions) =>
      send<is.Backtest>({ method: 'POST', path: ['backtests'], body, isScoped: true, isAct: true }, options),
    list,
    each: (query: is.Paged<is.BacktestFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
    /** A run, and its result once it is done. */
    get,
    /** The run once it is over, looked at again and again; `onLook` hears how far it is meanwhile. */
    async over(id: string, { onLook, everyMs = limits.runLookMs, ...options }: OverOptions = {}) {
      for (;;) {
        const run = await get(id, options);
        if (run.ended_at !== null) return run;
        onLook?.(run);
        await pause(everyMs, options.signal);
      }
    },
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

/** Resolves after a while, or at once when the signal is given: whoever looks next is told so. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const cancel = systemTimers.hold(ms, end);
    function end(): void {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    }
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
