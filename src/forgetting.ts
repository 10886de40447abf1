import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { scrubRefused } from './adapters/store/journal/scrub.ts';
import type { Config } from './config.ts';
import type { Claims } from './core/decision/ports.ts';
import type { Stores } from './stores.ts';
import type { EraseOptions } from './workflows/forget/erase.ts';
import { createEraser, type Eraser } from './workflows/forget/eraser.ts';
import { watchErasures } from './workflows/forget/watch.ts';
import type { Velocity } from './workflows/velocity/velocity.ts';

/** Who takes persons out of everything, and whoever else has to do with it. */
export interface Forgetting {
  readonly eraser: Eraser;
  close(): void;
}

/** Starts to look for erasures elsewhere, and is ready for those that are asked for here. */
export function startForgetting(
  { dataDir }: Config,
  { database: { pool }, journal, shipper, live, hash, clock }: Stores,
  {
    velocity,
    claims,
    ...others
  }: { velocity: Velocity; claims: Claims } & Pick<EraseOptions, 'followed' | 'forgetJobs'>,
): Forgetting {
  const dir = join(dataDir, 'journal');

  async function sweepJournal(texts: readonly string[]): Promise<readonly string[]> {
    await journal.flushed();
    // A record that says nothing: it is there so that the segment before it goes.
    await journal.turnOver(JSON.stringify({ kind: 'sent', id: `sent_${randomUUID()}`, replies: [] }));
    await shipper.drained();
    return scrubRefused(dir, texts);
  }

  const eraser = createEraser({
    ...others,
    pool,
    clock,
    conceal: hash,
    rates: () => live.current().rates,
    sweepJournal,
    forgetCounts: velocity.forget,
    forgetClaims: (asks) => claims.forget(asks),
    refreshLists: live.refresh,
  });
  const close = watchErasures({ pool, clock }, () => Promise.all([sweepJournal([]), live.refresh()]));
  return { eraser, close };
}
