import type { Scope } from '../../../core/domain/scope.ts';
import type { TrafficCounts } from '../../../core/domain/traffic.ts';
import type { SqlPool } from './pool.ts';
import { spanValues } from './span-values.ts';

/** What one process answered in one minute of its clock, of one mode and account. */
export interface TrafficRow extends TrafficCounts {
  /** Of one process, from its start to its end. */
  readonly process: string;
  readonly scope: Scope;
  readonly minuteMs: number;
}

const WRITE = `
insert into traffic (livemode, account, minute, process, asked, approved, declined, challenged, recorded_late,
  stand_ins, missing, latencies)
select livemode, account, minute, process, asked, approved, declined, challenged, recorded_late, stand_ins, missing,
  latencies
from jsonb_to_recordset($1::jsonb) as counted (livemode boolean, account text, minute timestamptz, process text,
  asked integer, approved integer, declined integer, challenged integer, recorded_late integer, stand_ins jsonb,
  missing jsonb, latencies jsonb)
on conflict (livemode, account, minute, process) do update set asked = excluded.asked, approved = excluded.approved,
  declined = excluded.declined, challenged = excluded.challenged, recorded_late = excluded.recorded_late,
  stand_ins = excluded.stand_ins, missing = excluded.missing, latencies = excluded.latencies`;

/** Writes what was counted up to now, in the place of what was written of the same process and minute before. */
export async function writeTraffic(pool: SqlPool, rows: readonly TrafficRow[]): Promise<void> {
  if (rows.length === 0) return;
  const written = rows.map(
    ({ scope, minuteMs, process, asked, outcomes, standIns, missing, recordedLate, latencies }) => ({
      ...{ livemode: scope.livemode, account: scope.account ?? '', minute: new Date(minuteMs).toISOString(), process },
      ...{ asked, approved: outcomes.approve, declined: outcomes.decline, challenged: outcomes.challenge },
      ...{ recorded_late: recordedLate, stand_ins: standIns, missing, latencies },
    }),
  );
  await pool.query(WRITE, [JSON.stringify(written)], 'write_traffic');
}

/** What all processes counted in the minutes from `fromMs` on and before `toMs`, each by itself, in their order. */
export async function readTraffic(
  pool: SqlPool,
  scope: Scope,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly TrafficRow[]> {
  interface Row {
    minute: Date;
    process: string;
    asked: number;
    approved: number;
    declined: number;
    challenged: number;
    recorded_late: number;
    stand_ins: Record<string, number>;
    missing: Record<string, number>;
    latencies: Record<number, number>;
  }
  const { rows } = await pool.query<Row>(
    `select minute, process, asked, approved, declined, challenged, recorded_late, stand_ins, missing, latencies
    from traffic where livemode = $1 and account = $2 and minute >= $3 and minute < $4 order by minute, process`,
    spanValues(scope, { fromMs, toMs }),
    'read_traffic',
  );
  return rows.map((row) => ({
    process: row.process,
    scope,
    minuteMs: row.minute.getTime(),
    asked: row.asked,
    outcomes: { approve: row.approved, decline: row.declined, challenge: row.challenged },
    standIns: row.stand_ins,
    missing: row.missing,
    recordedLate: row.recorded_late,
    latencies: row.latencies,
  }));
}
