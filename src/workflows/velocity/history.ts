import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { isReport, type ReportRecord, reportEvents } from '../../adapters/stripe/reports.ts';
import { decisionEvent } from '../../core/decision/past-asks.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Rates } from '../../core/domain/rates.ts';
import type { TrackedRecord } from '../../core/domain/tracked-event.ts';
import type { FeatureEvent } from '../../core/features/feature-event.ts';
import type { HistoryPage } from './fill.ts';
import { trackedEvent } from './tracked.ts';

interface Row {
  readonly kind: 'decision' | 'report' | 'tracked';
  /** With its microseconds. */
  readonly exactly: string;
  readonly id: string;
  readonly record: unknown;
}

// Each part along an index of its own; what has one moment goes by kind and id, so that a page ends between two rows.
const PAGE = `
select *, received_at::text as exactly from (
  (select 'decision' as kind, received_at, id, record from decisions
    where received_at >= $1::timestamptz and (received_at, 'decision', id) > ($1::timestamptz, $2, $3)
    order by received_at, id limit $4)
  union all
  (select 'report', received_at, id, record from events
    where type in ('issuing_authorization.created', 'issuing_authorization.updated')
      and received_at >= $1::timestamptz and (received_at, 'report', id) > ($1::timestamptz, $2, $3)
    order by received_at, id limit $4)
  union all
  (select 'tracked', received_at, place, record
    from (select *, lpad(seq::text, 20, '0') as place from tracked_events) placed
    where received_at >= $1::timestamptz and (received_at, 'tracked', place) > ($1::timestamptz, $2, $3)
    order by received_at, seq limit $4)
) page order by received_at, kind, id limit $4`;

// What is read, counted: for the progress that people see.
const COUNT = `
select (select count(*) from decisions where received_at >= $1)
  + (select count(*) from events
      where type in ('issuing_authorization.created', 'issuing_authorization.updated') and received_at >= $1)
  + (select count(*) from tracked_events where received_at >= $1) as rows`;

/**
 * The stored past from a moment on, as events to count, in the order in which they were received: asks, Stripe's
 * reports of them, tracked events.
 */
export async function* storedHistory(
  pool: SqlPool,
  sinceMs: number,
  rates: Rates,
  pageRows: number = limits.fillPage,
): AsyncGenerator<HistoryPage> {
  const counted = await pool.query<{ rows: string }>(COUNT, [new Date(sinceMs)]);
  // What comes meanwhile is read as well: there may be more than were counted.
  const total = Math.max(1, Number(counted.rows[0]?.rows ?? 1));
  let read = 0;
  let after = { at: new Date(sinceMs).toISOString(), kind: '', id: '' };
  for (;;) {
    const { rows } = await pool.query<Row>(PAGE, [after.at, after.kind, after.id, pageRows], 'history_page');
    const last = rows.at(-1);
    if (!last) return;
    read += rows.length;
    yield { events: rows.flatMap((row) => eventsOf(row, rates)), share: Math.min(1, read / total) };
    if (rows.length < pageRows) return;
    after = { at: last.exactly, kind: last.kind, id: last.id };
  }
}

// INVARIANT: the records are ours, as `record.ts`, `event-record.ts` and `tracked-event.ts` make them.
function eventsOf({ kind, record }: Row, rates: Rates): FeatureEvent[] {
  switch (kind) {
    case 'decision': {
      const event = decisionEvent(record as DecisionRecord, rates);
      return event ? [event] : [];
    }
    case 'report': {
      const report = record as ReportRecord;
      return isReport(report) ? reportEvents(report, rates) : [];
    }
    case 'tracked':
      return [trackedEvent(record as TrackedRecord)];
  }
}
