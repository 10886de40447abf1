const waiting = new Set<() => void>();

/**
 * Calls `run` when the program has nothing else left to do, unless `forget` is called before. Once: what `run` could
 * not do then doesn't keep the program from ending. Where there is no `process`, as in browsers, never.
 */
export function callAtExit(run: () => void): void {
  if (typeof process === 'undefined' || typeof process.once !== 'function') return;
  // One listener for all clients: programs may have many.
  if (waiting.size === 0) process.once('beforeExit', callAll);
  waiting.add(run);
}

/** Forgets what was to be called. */
export function forgetAtExit(run: () => void): void {
  if (waiting.delete(run) && waiting.size === 0) process.off('beforeExit', callAll);
}

function callAll(): void {
  const runs = [...waiting];
  waiting.clear();
  for (const run of runs) run();
}
