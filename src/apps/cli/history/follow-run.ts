import type { WholeBacktest } from '../../../sdk/index.ts';
import type { Service } from '../remote/connect.ts';
import type { Progress } from '../replay/progress.ts';

/** A run whose result is there. */
export type DoneRun = WholeBacktest & { readonly result: NonNullable<WholeBacktest['result']> };

/**
 * Follows a run of the service until it is over, and tells how far it is. Null, with a line that says why, where
 * nothing came of it. A user who wants no more has it cancelled.
 */
export async function followRun(
  { client }: Pick<Service, 'client'>,
  id: string,
  progress: Progress,
  signal?: AbortSignal,
): Promise<DoneRun | null> {
  let hasBegun = false;
  const onLook = ({ progress: reached }: WholeBacktest) => {
    if (signal?.aborted || reached?.stage !== 'deciding') return;
    if (!hasBegun) progress.begin('deciding', 1, 'rows');
    hasBegun = true;
    progress.reach(reached.share, reached.rows);
  };
  const cancel = () => void client.backtests.cancel(id).catch(() => {});
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  const run = await client.backtests.over(id, { onLook }).finally(() => signal?.removeEventListener('abort', cancel));
  progress.end();
  const { result } = run;
  if (result) return { ...run, result } as DoneRun;
  progress.say(run.state === 'cancelled' ? 'interrupted: nothing was judged' : `${run.error ?? run.state}`);
  return null;
}
