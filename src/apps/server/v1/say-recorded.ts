import type { z } from 'zod';
import type { RecordedAsk } from '../../../adapters/store/database/recorded-history.ts';
import { namedFeatures } from '../../../core/decision/recorded-features.ts';
import type { historyRow } from '../../../sdk/schema/history.ts';
import { RECORDED_COLUMNS, recordedColumns } from '../../../workflows/history/recorded-columns.ts';
import type { RecordedDecision } from '../../../workflows/history/recorded-row.ts';
import type { ApiPorts } from './ports.ts';
import { sayTime } from './say.ts';
import { knownPolicy } from './versions.ts';

type Said = z.input<typeof historyRow>;

/**
 * An ask of the record as a row of the history format; null for one that no policy decided, unless `all` are wanted,
 * and for one that could not be read. The page is small, and so is what is read here of each record.
 */
export async function sayRecorded(
  ports: ApiPorts,
  ask: RecordedAsk,
  { features, all }: { readonly features: boolean; readonly all: boolean },
): Promise<Said | null> {
  // INVARIANT: written by us, as `decisionRecord` made it.
  const record = ask.decision === null ? null : (JSON.parse(ask.decision) as RecordedDecision);
  if (record?.answered_by !== 'policy' && !all) return null;
  const counted = features && record?.counted ? record.counted : null;
  const then = counted && record ? await knownPolicy(ports, record.policy_version) : null;
  const row = recordedColumns(ask, record, counted ? namedFeatures(counted, then) : {});
  return row && said(row);
}

function said(row: NonNullable<ReturnType<typeof recordedColumns>>): Said {
  const spoken: [string, string | number | boolean][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (value === null) continue;
    const isTime = RECORDED_COLUMNS.get(name) === 'time' && typeof value === 'number';
    spoken.push([name, isTime ? sayTime(value) : value]);
  }
  return Object.fromEntries(spoken);
}
