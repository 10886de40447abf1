import type { Arrival } from '../../../core/decision/arrival.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import { together } from './together.ts';

/** What a step may do: all in the one transaction of the batch; what it gave `afterwards`, once that is committed. */
export interface Acting {
  readonly pool: SqlPool;
  readonly nowMs: number;
  /** Runs when the batch is committed, and never if it isn't: alarms, metrics. Must not throw. */
  afterwards(run: () => void): void;
}

/**
 * What follows from records that were stored. They come in any order, and one may come again: a step brings about what
 * is true by all that is known, so that neither matters.
 */
export type ArrivalStep = (arrivals: readonly Arrival[], acting: Acting) => Promise<void>;

/** Which of them go on to the steps: what isn't to be looked at is taken care of here. */
export type ArrivalFilter = (arrivals: readonly Arrival[], acting: Acting) => Promise<readonly Arrival[]>;

/** What became of a batch. */
export type Taken =
  | { readonly kind: 'taken'; readonly count: number }
  /** Another process is at it. */
  | { readonly kind: 'busy' }
  /** Nothing was done; `seqs` are what it was tried with. */
  | { readonly kind: 'failed'; readonly seqs: readonly string[]; readonly error: unknown };

interface Row {
  readonly seq: string;
  readonly record: Arrival | null;
}

// One process at a time: steps then read and write without others in between. Held until the transaction ends.
const LOCK = `select pg_try_advisory_xact_lock(hashtext('countersign'), hashtext('inbox')) as is_mine`;

/** Waits until no batch is being taken, and keeps others from it until the transaction that this is called in ends. */
export async function holdInbox(joined: SqlPool): Promise<void> {
  await joined.query("select pg_advisory_xact_lock(hashtext('countersign'), hashtext('inbox'))");
}

// A record that was erased meanwhile is null.
const TAKE = `
select i.seq, coalesce(d.record, e.record) as record
from (select * from inbox where not_before <= $1 order by seq limit $2) i
left join decisions d on i.kind = 'decision' and d.id = i.id
left join events e on i.kind = 'event' and e.livemode = i.livemode and e.account = i.account and e.id = i.id
order by i.seq`;

export interface TakeOptions {
  readonly limit: number;
  readonly nowMs: number;
  readonly admit?: ArrivalFilter | undefined;
  readonly steps: readonly ArrivalStep[];
}

/** Takes the first records that wait through all steps, in one transaction: it is done for all of them, or for none. */
export async function takeArrivals(pool: SqlPool, { limit, nowMs, admit, steps }: TakeOptions): Promise<Taken> {
  const waiting: (() => void)[] = [];
  let seqs: readonly string[] = [];
  try {
    const taken = await together(pool, async (joined): Promise<Taken> => {
      const { rows: locked } = await joined.query<{ is_mine: boolean }>(LOCK);
      if (!locked[0]?.is_mine) return { kind: 'busy' };
      const { rows } = await joined.query<Row>(TAKE, [new Date(nowMs), limit], 'take_inbox');
      if (rows.length === 0) return { kind: 'taken', count: 0 };
      seqs = rows.map(({ seq }) => seq);
      // INVARIANT: the records are ours, as `record.ts` and `event-record.ts` make them.
      const found = rows.flatMap(({ record }) => record ?? []);
      const acting = { pool: joined, nowMs, afterwards: (run: () => void) => void waiting.push(run) };
      const arrivals = admit ? await admit(found, acting) : found;
      for (const step of steps) await step(arrivals, acting);
      await joined.query('delete from inbox where seq = any($1)', [seqs]);
      return { kind: 'taken', count: rows.length };
    });
    for (const run of waiting) run();
    return taken;
  } catch (error) {
    return { kind: 'failed', seqs, error };
  }
}

/** Has a decision that is stored taken through the steps once more: something else became known of it. */
export async function lookAgain(pool: SqlPool, { livemode, account }: Scope, decisionId: string): Promise<void> {
  await pool.query(`insert into inbox (kind, livemode, account, id) values ('decision', $1, $2, $3)`, [
    livemode,
    account ?? '',
    decisionId,
  ]);
}

/** Puts a record off that could not be taken: for a second at first, and for twice as long each further time. */
export async function postponeArrival(pool: SqlPool, seq: string, nowMs: number, error: string): Promise<void> {
  await pool.query(
    `update inbox set tries = tries + 1, error = $3,
      not_before = $2::timestamptz + least($4 * 2 ^ least(tries, 30), $5) * interval '1 millisecond'
    where seq = $1`,
    [seq, new Date(nowMs), error, limits.ingestRetryMs, limits.ingestMaxRetryMs],
  );
}

/** Whether any record waits that could not be taken at once. */
export async function isAnyPostponed(pool: SqlPool): Promise<boolean> {
  const { rows } = await pool.query<{ is_any: boolean }>('select exists (select from inbox where tries > 0) as is_any');
  return rows[0]?.is_any ?? false;
}
