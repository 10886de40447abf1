import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs, a JSON object a line, on standard error: standard output belongs to results. */
export function createLogger(level: string): Logger {
  // Buffered writes: a log line must not cost an answer its time. What stands in the buffer is flushed at exit.
  const formatters = { level: (label: string) => ({ level: label }) };
  const options = { level, base: null, formatters, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, pino.destination({ dest: 2, sync: false }));
}
