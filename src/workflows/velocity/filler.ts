import type { Logger } from '../../adapters/log/logger.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import type { FeatureEngine } from '../../core/features/engine.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { type FillProgress, fillFromHistory, type ReadHistory } from './fill.ts';
import type { KeptPlan, KeptPlans } from './kept-plans.ts';
import type { Counters } from './ports.ts';

/** How far the features of a version are filled. */
export interface Filling extends FillProgress {
  readonly isFilled: boolean;
}

/**
 * What a plan that this process did not count by until now wants, where others share the counters and they are marked
 * as filled: `latest`, the last while, if those others have counted by it all along; else `all`, since the mark says
 * nothing of what nobody counted. Where counters are not filled, or not shared, both are the same.
 */
export type Wanted = 'all' | 'latest';

/** Fills the timelines of plans from history, one plan after the other. */
export interface Filler {
  /** Sees to it that a plan is filled, soon. Returns at once. */
  want(kept: KeptPlan, wanted: Wanted): void;
  /** How far a plan is, once it is filled or `waitMs` have passed. */
  until(plan: FeaturePlan, waitMs: number): Promise<Filling>;
  /** Forgets what was counted for all plans, and fills them again. */
  rebuild(): Promise<void>;
  status(): { readonly cold: boolean; readonly filling: readonly (FillProgress & { readonly version: string })[] };
  close(): void;
}

export interface FillerOptions {
  readonly counters: Counters;
  /** Over timelines that may be cold. */
  readonly engine: FeatureEngine;
  readonly plans: KeptPlans;
  history(rates: Policy['rates']): ReadHistory;
  /** Resolves when the stored past can be read, with all that this process recorded until now in it. */
  recorded(): Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One plan to fill: as it wants it, or again with what was received since a moment. */
interface Task {
  readonly kept: KeptPlan;
  readonly wanted: Wanted | { readonly sinceMs: number };
  done: Promise<boolean>;
  events: number;
  share: number;
}

/** A filler over the stored past; it begins when that can be read. */
export function createFiller(options: FillerOptions): Filler {
  const { counters, plans, clock } = options;
  const tasks = new Set<Task>();
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();
  let lostSinceMs: number | null = null;
  let isRecovering = false;
  const isFilled = (plan: FeaturePlan) => plan.timelines.every(({ id }) => counters.isFilled(id));
  const isWanted = (kept: KeptPlan) => !isClosed && plans.find(kept.plan) === kept;
  counters.listen({
    forgotten: () => {
      for (const kept of plans.all()) void enqueue(kept, 'latest');
    },
    lost: (sinceMs) => void recover(sinceMs),
  });

  function enqueue(kept: KeptPlan, wanted: Task['wanted']): Promise<boolean> {
    const task: Task = { kept, wanted, done: Promise.resolve(false), events: 0, share: 0 };
    task.done = last.then(() => perform(task)).finally(() => tasks.delete(task));
    tasks.add(task);
    last = task.done;
    return task.done;
  }

  /** Tries until it is done; false where nobody wants it any more. */
  async function perform(task: Task): Promise<boolean> {
    while (isWanted(task.kept)) {
      try {
        if (await counters.alone(() => fill(task, () => isWanted(task.kept), options))) return true;
      } catch (error) {
        if (!isWanted(task.kept)) return false;
        const { version } = task.kept;
        options.logger.warn({ err: error, version }, 'features could not be filled; trying again');
      }
      await pause(clock, limits.fillRetryMs);
    }
    return false;
  }

  /** Counts again what was received since then, and a little before: what was lost is among it. */
  async function recover(sinceMs: number): Promise<void> {
    lostSinceMs = Math.min(sinceMs, lostSinceMs ?? sinceMs);
    if (isRecovering) return;
    isRecovering = true;
    while (lostSinceMs !== null && !isClosed) {
      const since: number = lostSinceMs;
      lostSinceMs = null;
      const from = new Date(since).toISOString();
      options.logger.warn({ since: from }, 'counters lost what was written to them; counting it again');
      await Promise.all(plans.all().map((kept) => enqueue(kept, { sinceMs: since - limits.fillOverlapMs })));
      if (!isClosed) await counters.found(since).catch((error: unknown) => options.logger.warn({ err: error }, 'cold'));
    }
    isRecovering = false;
  }

  return {
    want(kept, wanted) {
      if (!isClosed) void enqueue(kept, wanted);
    },
    async until(plan, waitMs) {
      const ofPlan = [...tasks].filter(({ kept }) => kept.plan.fingerprint === plan.fingerprint);
      await within(Promise.all(ofPlan.map(({ done }) => done)), waitMs, clock);
      const open = ofPlan.find((task) => tasks.has(task));
      const isDone = isFilled(plan) && !open;
      return { isFilled: isDone, events: open?.events ?? 0, share: open?.share ?? (isDone ? 1 : 0) };
    },
    rebuild() {
      const ids = new Set(plans.all().flatMap(({ plan }) => plan.timelines.map(({ id }) => id)));
      const dropped = last.then(() => dropAll([...ids], counters, clock));
      last = dropped;
      for (const kept of plans.all()) void enqueue(kept, 'latest');
      return dropped;
    },
    status() {
      const filling = [...tasks].map(({ kept, events, share }) => ({ version: kept.version, events, share }));
      return { cold: plans.all().some(({ plan }) => !isFilled(plan)), filling };
    },
    close: () => {
      isClosed = true;
    },
  };
}

/** Rejects where the past can't be read or counters can't be written, and when nobody wants it any more. */
async function fill(task: Task, isWanted: () => boolean, options: FillerOptions): Promise<void> {
  const { counters, engine, history, recorded, clock, logger } = options;
  const { plan, version, rates } = task.kept;
  const ids = plan.timelines.map(({ id }) => id);
  const isShared = counters.status().kind !== 'memory';
  await recorded();
  const beganMs = clock.nowMs();
  const sinceMs = beginningOf(task, ids.every(counters.isFilled), isShared, beganMs);
  if (sinceMs === null) return;
  const pass = (fromMs: number) =>
    fillFromHistory(engine, plan, { read: history(rates), sinceMs: fromMs }, ({ events, share }) => {
      if (!isWanted()) throw new Error('nobody wants it any more');
      if (fromMs === sinceMs) Object.assign(task, { events, share });
    });
  const events = await pass(sinceMs);
  // What came meanwhile was counted while these timelines were cold, and may lack what it read from them. Of other
  // processes that share the counters, what they recorded last may be on its way to the database.
  if (isShared) await pause(clock, limits.fillSettleMs);
  await recorded();
  const secondMs = clock.nowMs();
  await pass(beganMs - limits.fillOverlapMs);
  await counters.markFilled(ids);
  // And what came during that.
  await recorded();
  await pass(secondMs - limits.fillOverlapMs);
  const tookMs = clock.nowMs() - beganMs;
  logger.info({ version, events, timelines: ids.length, tookMs }, 'features are filled from history');
}

/** From when on the past is counted; null where there is nothing to do. */
function beginningOf({ wanted, kept }: Task, isFilled: boolean, isShared: boolean, nowMs: number): number | null {
  if (typeof wanted === 'object') return wanted.sinceMs;
  if (isFilled && !isShared) return null;
  if (isFilled && wanted === 'latest') return nowMs - limits.recountAtStartMs;
  const longestMs = Math.max(0, ...kept.plan.timelines.map(({ windowsMs }) => windowsMs.at(-1) ?? 0));
  return nowMs - longestMs - limits.lateEventMs;
}

/** Forgets timelines, while no process fills. */
async function dropAll(ids: readonly string[], counters: Counters, clock: Clock): Promise<void> {
  const drop = async () => {
    for (const id of ids) await counters.drop(id);
  };
  while (!(await counters.alone(drop))) await pause(clock, limits.fillRetryMs);
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
