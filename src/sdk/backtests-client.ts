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

/** Two policies, held against each other over the last days. */
export interface LastDays extends Pick<is.BacktestRequest, 'policy' | 'against'> {
  readonly days: number;
  /** Until when; now without it. */
  readonly nowMs?: number;
}

const DAY_MS = 86_400_000;
/** Stripe's clock may be ahead of ours. */
const AHEAD_MS = 60_000;

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
  const run = (body: is.BacktestRequest = {}, options?: CallOptions) =>
    send<is.Backtest>({ method: 'POST', path: ['backtests'], body, isScoped: true, isAct: true }, options);
  return {
    /** Has one run; look at it again by its id. */
    run,
    /**
     * Has one run over what was asked in the last days, however young: what turned out to be true of it is not asked
     * for. Null, and none is run, where nothing was decided.
     */
    async runLastDays({ days, nowMs = systemTimers.nowMs(), ...policies }: LastDays, options?: CallOptions) {
      const from = new Date(nowMs - days * DAY_MS).toISOString();
      const query = { from, limit: 1 };
      const call = { method: 'GET', path: ['decisions'], query, isScoped: true } as const;
      if ((await send<Page<unknown>>(call, options)).data.length === 0) return null;
      const to = new Date(nowMs + AHEAD_MS).toISOString();
      return run({ ...policies, from, to, maturity_days: 0 }, options);
    },
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
