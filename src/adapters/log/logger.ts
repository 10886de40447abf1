import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * Structured logs, a JSON object a line, at the end of a file, or on standard error: standard output belongs to
 * results.
 */
export function createLogger(level: string, file: string | null): Logger {
  // Written some lines at a time, and at least every half second: a log line must not cost an answer a system call.
  // What stands in the buffer is flushed at exit.
  const formatters = { level: (label: string) => ({ level: label }) };
  const options = { level, base: null, formatters, timestamp: pino.stdTimeFunctions.isoTime };
  const destination = pino.destination({ dest: file ?? 2, sync: false, minLength: 4096, periodicFlush: 500 });
  return pino(options, destination);
}
