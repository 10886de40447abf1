import { changeChallenge, lockChallenge, type StoredChallenge } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import { withEvent } from '../../core/challenge/state.ts';
import type { ChallengeEvent } from '../../core/domain/challenge.ts';
import { bringAbout, declinesUntilMs } from './consequences.ts';

/** What an event made of a question. */
export interface Happened {
  readonly before: StoredChallenge;
  readonly after: StoredChallenge;
}

/**
 * Takes something that happened to a question, with all that follows from it (an allowance, or its end; a label, a
 * review and a job), in one transaction: joined to the caller's where there is one. The same event taken twice changes
 * nothing. Null where there is no such question.
 */
export function happen(pool: SqlPool, id: string, event: ChallengeEvent): Promise<Happened | null> {
  return together(pool, async (joined) => {
    const before = await lockChallenge(joined, id);
    if (!before) return null;
    const changed = withEvent(before, event);
    if (changed === before) return { before, after: before };
    const { state, because, sentAtMs, deliveredAtMs, answerByMs, answeredAtMs, endedAtMs } = changed;
    const become = { state, because, sentAtMs, deliveredAtMs, answerByMs, answeredAtMs, endedAtMs };
    // What somebody took back stays so.
    const until = before.liftedBy === null ? declinesUntilMs({ ...before, ...become }) : before.declinesUntilMs;
    const after = { ...before, ...become, declinesUntilMs: until };
    await changeChallenge(joined, id, { ...become, declinesUntilMs: until });
    if (state !== before.state) await bringAbout(joined, before, after);
    return { before, after };
  });
}
