import { appendAudit } from '../../adapters/store/database/audit.ts';
import { changeChallenge, lockChallenge, type StoredChallenge } from '../../adapters/store/database/challenges.ts';
import { addLabels } from '../../adapters/store/database/labels.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { ChallengeState } from '../../core/domain/challenge.ts';

/** What came of lifting a NO. */
export type Lifted =
  | { readonly kind: 'done'; readonly challenge: StoredChallenge }
  | { readonly kind: 'not_rejected'; readonly state: ChallengeState }
  | { readonly kind: 'lifted_before'; readonly liftedBy: string };

interface Lift {
  readonly note: string | null;
  /** The id of a key or user. */
  readonly author: string;
  readonly nowMs: number;
}

/**
 * Takes back a NO that the cardholder said by mistake: that merchant is not declined on that card any more, and the
 * label is withdrawn, as of now. What was done meanwhile stays: the review, and a card that was frozen. Null where
 * there is no such question.
 */
export function liftRejection(pool: SqlPool, id: string, { note, author, nowMs }: Lift): Promise<Lifted | null> {
  return together(pool, async (joined) => {
    const before = await lockChallenge(joined, id);
    if (!before) return null;
    const { scope, state, liftedBy, authorizationId, answeredAtMs } = before;
    if (state !== 'rejected') return { kind: 'not_rejected', state };
    if (liftedBy !== null) return { kind: 'lifted_before', liftedBy };
    const change = { declinesUntilMs: nowMs, liftedBy: author };
    await changeChallenge(joined, id, change);
    if (authorizationId !== null) {
      const about = { scope, authorizationId, transactionId: null, card: null, source: 'challenge', ref: id } as const;
      // Later than the NO, whatever this machine's clock says.
      const knownAtMs = Math.max(nowMs, (answeredAtMs ?? 0) + 1);
      const detail = note === null ? {} : { note };
      await addLabels(joined, [{ ...about, verdict: 'withdrawn', knownAtMs, author, detail }], nowMs);
    }
    const detail = { ...scope, note };
    await appendAudit(joined, { actor: author, act: 'challenge.lift', subject: id, detail, atMs: nowMs });
    return { kind: 'done', challenge: { ...before, ...change } };
  });
}
