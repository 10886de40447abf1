import type { StoredChallenge } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { keptYesMs } from '../../adapters/store/database/sms.ts';
import { happen } from './happen.ts';

/**
 * Whether nobody heard yet that the question left: whoever claimed it may have died before sending it, and then a YES
 * from its phone means something else.
 */
export function isUnheardOf({ messageId, sentAtMs }: Pick<StoredChallenge, 'messageId' | 'sentAtMs'>): boolean {
  return messageId === null && sentAtMs === null;
}

/** Counts a YES that waited until it was known that its question left, as of when it was said. */
export async function hearKept(joined: SqlPool, challengeId: string): Promise<void> {
  const atMs = await keptYesMs(joined, challengeId);
  if (atMs !== null) await happen(joined, challengeId, { kind: 'yes', atMs });
}
