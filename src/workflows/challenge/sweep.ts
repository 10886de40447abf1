import { allowancesInForce } from '../../adapters/store/database/allowances.ts';
import { channelsOff } from '../../adapters/store/database/challenge-channels.ts';
import { overdueChallenges } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Alarms, Clock } from '../../core/decision/ports.ts';
import type { JobHandler } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import { endSpokenAgainst } from './ends.ts';
import { letTimePass } from './time.ts';

/** What sweeps stand on. */
export interface SweepPorts {
  readonly pool: SqlPool;
  readonly clock: Clock;
  /** Raises or ends an alarm by what is there now; null: nothing is wrong. */
  readonly standing: {
    judge(alarm: 'challenge_channel_off', look: () => Promise<Parameters<Alarms['raise']>[1] | null>): Promise<void>;
  };
}

/**
 * Ends questions whose time is over: what did not leave in time is void, and what nobody answered has expired. Says so
 * (`challenge_channel_off`) as long as a channel is off because answers were refused.
 */
export function sweepChallenges({ pool, clock, standing }: SweepPorts): JobHandler {
  return async () => {
    const nowMs = clock.nowMs();
    const overdue = { nowMs, graceMs: limits.challengePollAfterMs, limit: limits.challengeSweepBatch };
    for (const id of await overdueChallenges(pool, overdue)) await letTimePass(pool, id, nowMs);
    await standing.judge('challenge_channel_off', async () => {
      const [first, ...others] = (await channelsOff(pool)).filter(({ because }) => because !== 'paused');
      if (!first) return null;
      const { channel, scope, because } = first;
      const where = { livemode: scope.livemode, ...(scope.account !== null && { account: scope.account }) };
      return { channel, because, ...where, ...(others.length > 0 && { others: others.length }) };
    });
  };
}

/**
 * Looks at all allowances for what speaks against them: warnings, phones and disputes of which no record came, but a
 * sweep through Stripe's lists found them.
 */
export function sweepAllowances({ pool, clock }: Pick<SweepPorts, 'pool' | 'clock'>): JobHandler {
  return async () => {
    const limit = limits.allowanceSweepPage;
    for (let afterId: string | undefined = ''; afterId !== undefined; ) {
      const page = await allowancesInForce(pool, { nowMs: clock.nowMs(), afterId, limit });
      await endSpokenAgainst(
        pool,
        page.map(({ scope, card: id }) => ({ scope, id })),
      );
      afterId = page.length === limit ? page.at(-1)?.id : undefined;
    }
  };
}
