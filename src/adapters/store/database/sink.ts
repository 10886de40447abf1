import type { RecordOutcome, RecordSink, RecordText } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { isPermanent } from '../permanent.ts';
import { DatabaseUnavailable, SqlError } from './errors.ts';
import type { SqlPool } from './pool.ts';
import { writeRecords } from './write.ts';

interface Waiting {
  readonly text: RecordText;
  resolve(outcome: RecordOutcome): void;
  reject(error: unknown): void;
}

/**
 * The database as the place of record, with group commit: one batch is under way, what arrives meanwhile is the next.
 * `record` rejects when the record was not written, or may not have been; it is not tried again here, so that the
 * caller can turn to another place while the deadline still holds. A record that the database refuses for itself
 * rejects alone.
 */
export function createDatabaseSink({ pool }: { readonly pool: SqlPool }): RecordSink {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function drain(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, limits.databaseMaxBatchRecords);
      waiting = waiting.slice(batch.length);
      await writeBatch(pool, batch);
    }
    isWriting = false;
  }

  return {
    record(text) {
      if (waiting.length >= limits.maxUnwrittenRecords) {
        return Promise.reject(new DatabaseUnavailable(`${waiting.length} records wait for the database already`));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ text, resolve, reject });
        if (!isWriting) void drain();
      });
    },
  };
}

/** Settles every record of the batch; a record that can't be stored is found by halves. */
async function writeBatch(pool: SqlPool, batch: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await writeRecords(
      pool,
      batch.map(({ text }) => text),
    );
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome) resolve(outcome);
      else reject(new SqlError('the database did not say what became of the record', {}));
    }
  } catch (error) {
    if (!isPermanent(error) || batch.length === 1) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await writeBatch(pool, batch.slice(0, half));
    await writeBatch(pool, batch.slice(half));
  }
}
