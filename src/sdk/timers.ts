/** Time, as the client sees it. */
export interface Timers {
  nowMs(): number;
  /** Calls `run` once after `ms`, if the program is still running then; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** The same, and the program goes on until then. */
  hold(ms: number, run: () => void): () => void;
}

/** The machine's own. */
export const systemTimers: Timers = {
  nowMs: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    // A number in browsers, which know no such thing.
    if (typeof timer === 'object') timer.unref();
    return () => clearTimeout(timer);
  },
  hold(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
