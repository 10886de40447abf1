import type { ClientBase } from 'pg';

/** What a query gives, as `pg` gives it: int8 and numeric as text, timestamptz as Date, jsonb as an object. */
export interface SqlResult<Row> {
  rows: Row[];
  rowCount: number | null;
  command: string;
}

/** One session, or what behaves like one: from `begin` to `commit` nobody else's statements come between. */
export interface SqlClient {
  readonly query: SqlQuery;
  release(destroy?: boolean): void;
}

/**
 * Sends one statement. With a name it is prepared under that, once a connection: for long statements on the hot path,
 * whose parsing and planning would cost more than they do.
 */
export type SqlQuery = <Row>(text: string, values?: readonly unknown[], name?: string) => Promise<SqlResult<Row>>;

/** The part of `pg.Pool` that Kysely and our own SQL use; both databases are behind it. */
export interface SqlPool {
  /** Kysely looks at a pool's options. */
  readonly options: object;
  connect(): Promise<SqlClient>;
  readonly query: SqlQuery;
  end(): Promise<void>;
}

/** A statement over a client of `pg`, in the shape of `SqlQuery`. */
export async function send<Row>(
  client: ClientBase,
  text: string,
  values: readonly unknown[] = [],
  name?: string,
): Promise<SqlResult<Row>> {
  const result = await client.query({ text, values: [...values], ...(name && { name }) });
  return result as unknown as SqlResult<Row>;
}
