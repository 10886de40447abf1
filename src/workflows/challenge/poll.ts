import type Stripe from 'stripe';
import type { Logger } from '../../adapters/log/logger.ts';
import { findChallenge, type StoredChallenge } from '../../adapters/store/database/challenges.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import { isLive } from '../../adapters/stripe/client.ts';
import { answersUntilMs, isOpen } from '../../core/challenge/state.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { JobHandler } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';

/** Has Stripe asked, by jobs, what became of a question that it put, until that is settled. */
export async function askToPoll(
  pool: SqlPool,
  { id, askedAtMs }: Pick<StoredChallenge, 'id' | 'askedAtMs'>,
): Promise<void> {
  await enqueueRound(pool, id, 0, askedAtMs);
}

/** What looking after questions that Stripe put stands on. */
export interface PollPorts {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly stripe: Stripe;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Has the authorization of a question retrieved, which goes the way of all reports, and comes back later: after twice
 * as long each time, until the question is settled or long over. Of the mode that the key is not of nothing can be
 * asked: its questions are heard of by Stripe's reports alone, which is said once.
 */
export function pollChallenge({ pool, clock, stripe, logger }: PollPorts): JobHandler {
  let isSaid = false;
  return async ({ challenge: id, round }) => {
    const challenge = await findChallenge(pool, String(id));
    if (!challenge || !isOpen(challenge) || challenge.authorizationId === null) return;
    const nowMs = clock.nowMs();
    if (nowMs >= answersUntilMs(challenge) + limits.challengePollAfterMs) return;
    const { scope, authorizationId: authorization } = challenge;
    if (isLive(stripe) !== scope.livemode) {
      const { livemode } = scope;
      if (!isSaid)
        logger.warn({ livemode }, "STRIPE_SECRET_KEY is of the other mode: Stripe's reports alone tell answers");
      isSaid = true;
      return;
    }
    const number = Number(round);
    await together(pool, async (joined) => {
      const data = { livemode: scope.livemode, account: scope.account, authorization };
      const key = `retrieve/${challenge.id}/${number}`;
      await enqueue(joined, [{ name: 'retrieve_authorization', key, data }]);
      await enqueueRound(joined, challenge.id, number + 1, nowMs);
    });
  };
}

async function enqueueRound(pool: SqlPool, id: string, round: number, fromMs: number): Promise<void> {
  const waitMs = Math.min(limits.challengePollFirstMs * 2 ** round, limits.challengePollMaxMs);
  const data = { challenge: id, round };
  await enqueue(pool, [
    { name: 'poll_challenge', key: `poll_challenge/${id}/${round}`, data, notBeforeMs: fromMs + waitMs },
  ]);
}
