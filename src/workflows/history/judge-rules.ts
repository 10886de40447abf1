import { keepJudged, takeMissed, takePast, unjudgedIn } from '../../adapters/store/database/decision-rules.ts';
import type { ArrivalStep } from '../../adapters/store/database/inbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { decisionsOf } from '../../core/decision/arrival.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import type { JobHandler } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import { type JudgedAsk, judgedAsk } from '../../core/history/judged.ts';
import { partsOf } from '../../core/history/window.ts';

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
  async function rested<T>(run: () => Promise<T>): Promise<T> {
    const startedMs = clock.nowMs();
    const done = await run();
    const tookMs = clock.nowMs() - startedMs;
    await new Promise<void>((resolve) => clock.after(tookMs, resolve));
    return done;
  }
  return async () => {
    while (await rested(() => takePast(pool, limits.judgedBatch, judge)));
    const nowMs = clock.nowMs();
    const again = { fromMs: nowMs - limits.judgedAgainMs, toMs: nowMs + 1 };
    for (const span of partsOf(again, limits.judgedAgainSpanMs)) {
      const missed = await rested(() => unjudgedIn(pool, span));
      for (let first = 0; first < missed.length; first += limits.judgedBatch) {
        await rested(() => takeMissed(pool, missed.slice(first, first + limits.judgedBatch), judge));
      }
    }
  };
}
