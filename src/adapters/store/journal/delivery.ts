import type { Clock, RecordText } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { isPermanent } from '../permanent.ts';
import { pause } from './pause.ts';

/** How batches come into the database. */
export interface DeliveryOptions {
  /** Idempotent by the records' ids; all or none of a batch. */
  write(records: readonly RecordText[]): Promise<void>;
  /** Keeps a record that the database refuses for itself; may reject, then it is asked again. */
  refuse(record: RecordText, error: unknown): Promise<void>;
  readonly clock: Clock;
  readonly retryMs: number;
  /** Aborted when the shipper is to end. */
  readonly signal: AbortSignal;
}

type Attempt =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'silent' };

const DONE: Attempt = { kind: 'done' };

async function attempt(run: () => Promise<void>): Promise<Attempt> {
  try {
    await run();
    return DONE;
  } catch (error) {
    return { kind: 'failed', error };
  }
}

/** Tries until the batch is in or refused for good (`failed`), or the shipper is to end (`silent`). */
async function writeBatch(options: DeliveryOptions, records: readonly RecordText[]): Promise<Attempt> {
  const { write, clock, retryMs, signal } = options;
  // A silent attempt may still succeed while the next one is under way: whichever is first counts.
  const anyDone = Promise.withResolvers<Attempt>();
  while (!signal.aborted) {
    const over = new AbortController();
    const trying = attempt(() => write(records));
    void trying.then((outcome) => outcome === DONE && anyDone.resolve(DONE));
    const silence = pause(clock, limits.shipHangMs, signal, over.signal).then((): Attempt => ({ kind: 'silent' }));
    const outcome = await Promise.race([trying, anyDone.promise, silence]);
    over.abort();
    if (outcome === DONE) return DONE;
    if (outcome.kind === 'failed') {
      if (isPermanent(outcome.error)) return outcome;
      await pause(clock, retryMs, signal);
    }
  }
  return { kind: 'silent' };
}

/**
 * Brings records into the database, in order, however often that must be tried. When the database refuses a batch for
 * its content, it is halved until the records are found that are at fault; those are refused, the others go in.
 * Resolves with false if the shipper is to end before all that is done.
 */
export async function deliver(options: DeliveryOptions, records: readonly RecordText[]): Promise<boolean> {
  const outcome = await writeBatch(options, records);
  if (outcome.kind !== 'failed') return outcome.kind === 'done';
  const [record] = records;
  if (record === undefined) return true;
  if (records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    return (await deliver(options, records.slice(0, middle))) && deliver(options, records.slice(middle));
  }
  while (!options.signal.aborted) {
    if ((await attempt(() => options.refuse(record, outcome.error))) === DONE) return true;
    await pause(options.clock, options.retryMs, options.signal);
  }
  return false;
}
