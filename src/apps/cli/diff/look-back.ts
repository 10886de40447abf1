import type { BacktestRequest, BacktestResult } from '../../../sdk/index.ts';
import type { Terminal } from '../command.ts';
import { followRun } from '../history/follow-run.ts';
import { CalmError } from '../remote/calm-error.ts';
import type { Service } from '../remote/connect.ts';
import { createProgress } from '../replay/progress.ts';

type Comparison = NonNullable<BacktestResult['against']>;

/** What another policy would have changed in the decisions of some days. */
export interface LookedBack {
  /** The run that tells more (/v1/backtests); null: nothing was decided, and nothing was run. */
  readonly run: string | null;
  readonly decisions: number;
  readonly changed: number;
  /** Those of which the record does not tell all that the policy reads, and what it lacks. */
  readonly unknown: number;
  readonly unrecorded: readonly string[];
  readonly outcomes: readonly Pick<Comparison['changed'][number], 'from' | 'to' | 'count'>[];
  readonly examples: readonly Comparison['samples'][number][];
}

const NOTHING = { run: null, decisions: 0, changed: 0, unknown: 0, unrecorded: [], outcomes: [], examples: [] };

/** Has the service decide the last days again by two policies. Throws CalmError where nothing comes of it. */
export async function lookBack(
  { client, clock }: Service,
  tried: Pick<BacktestRequest, 'policy' | 'against'>,
  days: number,
  { stderr }: Pick<Terminal, 'stderr'>,
): Promise<LookedBack> {
  const run = await client.backtests.runLastDays({ ...tried, days, nowMs: clock.nowMs() });
  if (!run) return NOTHING;
  const done = await followRun({ client }, run.id, createProgress(stderr, clock.nowMs));
  if (done?.kind !== 'backtest' || !done.result.against) throw new CalmError('the decisions were not decided again');
  const { window, against: comparison } = done.result;
  const { changed, samples, other } = comparison;
  return {
    run: run.id,
    decisions: window.rows,
    changed: changed.reduce((sum, { count }) => sum + count, 0),
    unknown: other.unrecorded.count,
    unrecorded: other.unrecorded.attributes,
    outcomes: changed.map((each) => ({ from: each.from, to: each.to, count: each.count })),
    examples: samples,
  };
}
