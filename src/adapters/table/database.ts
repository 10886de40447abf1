import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { limits } from '../../core/domain/limits.ts';

/** A DuckDB of this process, empty, on one thread. */
export interface Database {
  /** All rows of a query, as JavaScript's values. */
  all(sql: string): Promise<readonly (readonly unknown[])[]>;
  stream(sql: string): Promise<DuckDBResult>;
  run(sql: string): Promise<void>;
  close(): void;
}

/**
 * Opens one, which puts what does not fit into memory into `spillFolder`. It is loaded only here: whoever reads no
 * table does not wait for it.
 */
export async function openDatabase(
  spillFolder: string,
  memoryMebibytes: number = limits.tableMemoryMebibytes,
): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${memoryMebibytes}MiB`,
    // By itself it would take one of the folder that somebody happens to work in.
    temp_directory: spillFolder,
    // Nothing is fetched from elsewhere, whatever a file is named like.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection: DuckDBConnection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    all: async (sql) => (await connection.runAndReadAll(sql)).getRowsJS(),
    stream: (sql) => connection.stream(sql),
    run: async (sql) => void (await connection.run(sql)),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
