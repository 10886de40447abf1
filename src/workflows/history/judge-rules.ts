import { keepJudged, takePast, unjudgedSince } from '../../adapters/store/database/decision-rules.ts';
import type { ArrivalStep } from '../../adapters/store/database/inbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { decisionsOf } from '../../core/decision/arrival.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import type { JobHandler } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import { type JudgedAsk, judgedAsk } from '../../core/history/judged.ts';

/** Keeps of each decision what its rules made of it, to be counted over months. */
export const judgedStep: ArrivalStep = async (arrivals, { pool }) => {
  await keepJudged(pool, judge(decisionsOf(arrivals)));
};

function judge(records: readonly DecisionRecord[]): JudgedAsk[] {
  return records.flatMap((record) => judgedAsk(record) ?? []);
}

/**
 * Looks at the records that were stored before anybody kept this, some at a time with rests in between; and at late
 * ones that a process of an older version took. Broken off it goes on where it was; done twice it changes nothing.
 */
export function createJudgeRules({ pool, clock }: { readonly pool: SqlPool; readonly clock: Clock }): JobHandler {
  async function whileThereAre(takeSome: () => Promise<boolean>): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      const startedMs = clock.nowMs();
      hasMore = await takeSome();
      const tookMs = clock.nowMs() - startedMs;
      if (hasMore) await new Promise<void>((resolve) => clock.after(tookMs, resolve));
    }
  }
  return async () => {
    await whileThereAre(() => takePast(pool, limits.judgedBatch, judge));
    const sinceMs = clock.nowMs() - limits.judgedAgainMs;
    await whileThereAre(async () => {
      const missed = await unjudgedSince(pool, sinceMs, limits.judgedBatch);
      const added = await keepJudged(pool, judge(missed));
      return missed.length === limits.judgedBatch && added > 0;
    });
  };
}
