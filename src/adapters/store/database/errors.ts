/** What a database refused or broke off. Carries no query, no parameters and no row values. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** The SQLSTATE, or the system's code (`ECONNREFUSED`) where the database was not reached. */
  readonly code: string | undefined;
  readonly severity: string | undefined;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  /** Only BullMQ's: a number that says what it refused. */
  readonly detail: string | undefined;

  constructor(message: string, fields: { readonly [field: string]: unknown }) {
    super(message);
    const text = (field: string) => (typeof fields[field] === 'string' ? fields[field] : undefined);
    this.code = text('code');
    this.severity = text('severity');
    this.constraint = text('constraint');
    this.table = text('table');
    this.column = text('column');
    this.detail = this.code === 'BM001' ? text('detail') : undefined;
  }
}

/** The database is not there at the moment: nothing was sent to it. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = '08001';
}

// What `pg` says without a code when a connection is lost or can't be had.
const LOST_MESSAGES =
  /connection terminated|timeout exceeded|timeout expired|read timeout|not queryable|connection error/i;
const LOST_CODES = /^(08...|57P0[1-5]|53300|E[A-Z_]{3,})$/;

/** Whether an error says that the connection is gone or can't be had, so that another try may find it again. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? LOST_CODES.test(code) : LOST_MESSAGES.test(error.message);
}

/** Whether the same can be tried again later: nothing is wrong with it, but the database is away or busy. */
export function isPassing(error: unknown): boolean {
  // The embedded database is just starting, or somebody is long at it.
  if (error instanceof Error && 'code' in error && error.code === '55P03') return true;
  return error instanceof DatabaseUnavailable || isConnectionError(error);
}

/**
 * A driver's error as an SqlError. Detail, hint and position are dropped since they quote rows and parameters; of data
 * exceptions (class 22), whose messages quote the value itself, the quoted part is dropped too.
 */
export function scrubError(error: unknown): Error {
  if (error instanceof SqlError || error instanceof DatabaseUnavailable) return error;
  if (!(error instanceof Error)) return new SqlError(String(error), {});
  const fields = { ...error } as { readonly [field: string]: unknown };
  const isQuoting = typeof fields.code === 'string' && fields.code.startsWith('22');
  // An AggregateError of several failed addresses has an empty message.
  const message = error.message || String(fields.code ?? 'no connection');
  return new SqlError(isQuoting ? message.replace(/".*"/s, '"…"') : message, fields);
}
