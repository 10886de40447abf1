import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';

/** What waits to be looked at, and to be handed to the queue. */
export interface Waiting {
  readonly inbox: {
    /** With those that are put off. */
    readonly waiting: number;
    readonly postponed: number;
    /** The first that is not put off; null where there is none. */
    readonly first: string | null;
    /** When the first of all arrived. */
    readonly oldestAtMs: number | null;
  };
  readonly outbox: { readonly waiting: number; readonly first: string | null };
}

const COUNT = `
select (select count(*)::int from (select 1 from outbox limit $1) o) as outbox,
  i.waiting, i.postponed, (select min(seq) from inbox where tries = 0) as record,
  (select min(seq) from outbox) as job,
  (select coalesce(d.received_at, e.received_at)
    from (select * from inbox order by seq limit 1) first
    left join decisions d on first.kind = 'decision' and d.id = first.id
    left join events e on first.kind = 'event' and e.livemode = first.livemode and e.account = first.account
      and e.id = first.id) as oldest
from (select count(*)::int as waiting, (count(*) filter (where tries > 0))::int as postponed
  from (select tries from inbox order by seq limit $1) i) i`;

interface Row {
  readonly outbox: number;
  readonly waiting: number;
  readonly postponed: number;
  readonly record: string | null;
  readonly job: string | null;
  readonly oldest: Date | null;
}

/** Counts what waits, up to `maxCountedWaiting` of each: however long the line, the cost is bounded. */
export async function countWaiting(pool: SqlPool): Promise<Waiting> {
  const { rows } = await pool.query<Row>(COUNT, [limits.maxCountedWaiting], 'count_waiting');
  const { outbox = 0, waiting = 0, postponed = 0, record = null, job = null, oldest = null } = rows[0] ?? {};
  return {
    inbox: { waiting, postponed, first: record, oldestAtMs: oldest?.getTime() ?? null },
    outbox: { waiting: outbox, first: job },
  };
}
