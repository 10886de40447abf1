import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from './pool.ts';

/** How often something happened, among how many decisions. */
interface Share {
  readonly times: number;
  readonly of: number;
}

/**
 * What was recorded in the day before a moment, of the latest decisions at most: how many were declined (or
 * challenged), and how many each rule that was considered matched, whether it decided or was in shadow.
 */
export async function sharesBefore(
  pool: SqlPool,
  beforeMs: number,
): Promise<{ readonly declines: Share; readonly matches: ReadonlyMap<string, Share> }> {
  const { rows } = await pool.query<{ id: string | null; times: number; of: number }>(
    `with latest as (
      select outcome, record->'considered' as considered from decisions
      where received_at >= $1 and received_at < $2 order by received_at desc limit $3
    )
    select null as id, count(*) filter (where outcome <> 'approve')::int as times, count(*)::int as "of" from latest
    union all
    select finding->>'id', count(*) filter (where finding->>'result' = 'matched')::int, count(*)::int
    from latest, jsonb_array_elements(considered) finding where finding->>'result' <> 'not_sampled' group by 1`,
    [new Date(beforeMs - limits.breakerYoungMs), new Date(beforeMs), limits.breakerSampleDecisions],
  );
  const declines = rows.find(({ id }) => id === null) ?? { times: 0, of: 0 };
  const matches = rows.flatMap(({ id, times, of }): [string, Share][] => (id === null ? [] : [[id, { times, of }]]));
  return { declines: { times: declines.times, of: declines.of }, matches: new Map(matches) };
}
