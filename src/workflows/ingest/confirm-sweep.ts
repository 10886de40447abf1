import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import {
  type Askable,
  countUnconfirmed,
  type ToRetrieve,
  takeUnconfirmed,
} from '../../adapters/store/database/unconfirmed.ts';
import type { Alarms, Clock } from '../../core/decision/ports.ts';
import type { JobHandler, JobRequest } from '../../core/domain/job.ts';
import { restoreLost } from './restore.ts';
import type { StandingAlarms } from './standing.ts';

export interface ConfirmSweepOptions {
  readonly pool: SqlPool;
  /** The mode of the key that Stripe can be asked by; null without one. */
  readonly askable: Askable;
  readonly alarms: Alarms;
  readonly standing: Pick<StandingAlarms, 'judge'>;
  readonly clock: Clock;
}

/**
 * Asks Stripe, by jobs, what became of asks that it did not report; counts those that nobody can ask for, and says so
 * (`answers_unconfirmed`) as long as there are any; restores records that were lost.
 */
export function createConfirmSweep({ pool, askable, alarms, standing, clock }: ConfirmSweepOptions): JobHandler {
  return async () => {
    const nowMs = clock.nowMs();
    if (askable !== null) {
      await together(pool, async (joined) => {
        await enqueue(joined, (await takeUnconfirmed(joined, nowMs, askable === 'live')).map(jobOf));
      });
    }
    await standing.judge('answers_unconfirmed', async () => {
      const { unaskable, givenUp, unknown } = await countUnconfirmed(pool, clock.nowMs(), askable);
      if (unaskable + givenUp + unknown === 0) return null;
      return { no_key_for: unaskable, given_up: givenUp, not_at_stripe: unknown, key: askable ?? 'none' };
    });
    await restoreLost(pool, alarms, nowMs);
  };
}

function jobOf({ livemode, account, id, round }: ToRetrieve): JobRequest {
  const key = ['retrieve', livemode ? 'live' : 'test', account, id, round].join('/');
  return { name: 'retrieve_authorization', key, data: { livemode, account: account || null, authorization: id } };
}
