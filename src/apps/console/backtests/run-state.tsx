import { sayCount } from '../../../core/domain/figures.ts';
import type { Backtest } from '../../../sdk/index.ts';

const STATES = {
  queued: ['…', 'waits', undefined],
  running: ['▸', 'runs', undefined],
  done: ['✓', 'done', 'approve'],
  failed: ['✕', 'failed', 'decline'],
  cancelled: ['–', 'cancelled', undefined],
} as const;

const STAGES = { starting: 'starting', deciding: 'deciding', summing: 'adding up' } as const;

/** Where a run stands: a word, and how far it is while it is under way. */
export function RunState({ run }: { readonly run: Pick<Backtest, 'state' | 'progress'> }) {
  const [sign, word, tone] = STATES[run.state];
  return (
    <span className="word" data-tone={tone}>
      <span aria-hidden="true">{sign}</span>
      {word}
      {run.state === 'running' && run.progress && <span className="faint">{percentOf(run.progress)} %</span>}
    </span>
  );
}

/** How far a run is, as a bar and in words. */
export function RunProgress({ progress }: Pick<Backtest, 'progress'>) {
  if (!progress) return <p role="status">It begins as soon as the runs before it are over.</p>;
  return (
    <div className="backtest-progress">
      <progress aria-label="How far it is" max={100} value={percentOf(progress)} />
      <p>
        {percentOf(progress)} %, {STAGES[progress.stage]}: {sayCount(progress.rows)} asks were read.
      </p>
    </div>
  );
}

function percentOf({ share }: NonNullable<Backtest['progress']>): number {
  return Math.floor(100 * Math.min(1, share));
}
