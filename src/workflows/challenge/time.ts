import { findChallenge } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { limits } from '../../core/domain/limits.ts';
import { happen } from './happen.ts';

/**
 * Ends a question whose time is over. Of Stripe's answers we hear late, by looks that are some minutes apart: those
 * have so long to come.
 */
export async function letTimePass(pool: SqlPool, id: string, nowMs: number): Promise<void> {
  const challenge = await findChallenge(pool, id);
  if (!challenge) return;
  const graceMs = challenge.channel === 'stripe' ? limits.challengePollAfterMs : 0;
  await happen(pool, id, { kind: 'time', atMs: nowMs - graceMs });
}
