import { contentHash } from '../../adapters/store/hasher.ts';
import type { Verdict } from '../../core/domain/decision.ts';
import type { Conceal } from '../../core/domain/personal.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { EntryOutcome } from '../../core/features/built-in-event.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';
import type { TimelineStore } from '../../core/features/timeline/store.ts';
import type { HistoryRow } from '../../core/history/row.ts';
import { isWithin, type Window } from '../../core/history/window.ts';
import type { ListEntries } from '../../core/policy/listed.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { withReadFeaturesAlone } from '../../core/policy/read-features.ts';
import type { ReplayedAsk } from './replay-event.ts';
import { createReplayer } from './replayer.ts';
import type { HistorySource } from './source.ts';

/** One of the policies that decide, with counters of its own. */
export interface Decider {
  readonly policy: Policy;
  readonly store: TimelineStore;
}

/** How policies are replayed over a history. */
export interface DecideOptions {
  readonly window: Window;
  /** `replay`: what was answered then is what later asks see; `counterfactual`: what the policy answers. */
  readonly velocity: 'replay' | 'counterfactual';
  readonly conceal: Conceal;
  readonly entries?: (scope: Scope) => ListEntries;
  /** Features that rows hold are counted all the same. */
  readonly isRecounted?: boolean;
  readonly signal?: AbortSignal;
  /** Told after each batch: rows that were read so far, those before the window too, and the time of the last one. */
  readonly onRead?: (rows: number, atMs: number) => void;
}

/** The same of one policy. */
export type DecideRowsOptions = DecideOptions & Decider;

/** Told of each row of the window, in order. */
export type OnDecided = (row: HistoryRow, verdict: Verdict) => void;

/** Told of each row of the window, in order, with what each policy says, in the order of the policies. */
export type OnEachDecided = (row: HistoryRow, verdicts: readonly Verdict[]) => void;

/**
 * Decides the rows of a window again, each seeing exactly what came before it: features are filled with the days before
 * as far as any window of them reaches. The result is how many asks stood there twice.
 */
export async function decideRows(
  source: HistorySource,
  { policy, store, ...options }: DecideRowsOptions,
  onDecided: OnDecided,
): Promise<number> {
  return decideRowsEach(source, [{ policy, store }], options, (row, [verdict]) => {
    if (verdict) onDecided(row, verdict);
  });
}

/** The same by several policies at once: a history may be slow to read, and comparing wants their verdicts together. */
export async function decideRowsEach(
  source: HistorySource,
  deciders: readonly Decider[],
  { window, velocity, conceal, entries, isRecounted = false, signal, onRead }: DecideOptions,
  onDecided: OnEachDecided,
): Promise<number> {
  const { isEachOnce = false } = source.about;
  const replays = deciders.map(({ policy: whole, store }) => {
    const policy = withReadFeaturesAlone(whole, contentHash);
    return {
      policy,
      replayer: createReplayer({ policy, store, conceal, isEachOnce, ...(entries && { entries }) }),
      skipped: isRecounted ? featureNames(policy.features) : NONE,
    };
  });
  const fromMs = window.fromMs - Math.max(0, ...replays.map(({ policy }) => reachMs(policy.features)));
  let rows = 0;
  for await (const batch of source.read({ fromMs, toMs: window.toMs })) {
    if (signal?.aborted) break;
    let atMs: number | null = null;
    for (const item of batch) {
      if (item.kind !== 'row') {
        for (const { replayer } of replays) await replayer.take(item);
        continue;
      }
      rows += 1;
      atMs = item.row.authorization.askedAtMs;
      const verdicts: Verdict[] = [];
      for (const replay of replays) {
        const judging = replay.replayer.judge(askOf(item.row, velocity, replay));
        const judged = judging instanceof Promise ? await judging : judging;
        if (judged?.verdict) verdicts.push(judged.verdict);
      }
      // Whether an ask stood there before is the same for all of them.
      if (verdicts.length === replays.length && isWithin(window, atMs)) onDecided(item.row, verdicts);
    }
    if (atMs !== null) onRead?.(rows, atMs);
  }
  return replays[0]?.replayer.duplicates() ?? 0;
}

const NONE: ReadonlySet<string> = new Set();

function askOf(
  row: HistoryRow,
  velocity: DecideOptions['velocity'],
  { policy, skipped }: { readonly policy: Policy; readonly skipped: ReadonlySet<string> },
): ReplayedAsk {
  const { authorization, eventId, given, facts } = row;
  const portfolio = row.portfolioOf?.(policy) ?? null;
  const became = velocity === 'replay' ? outcomeThen(row) : null;
  const kept =
    given && skipped.size > 0 ? { get: (name: string) => (skipped.has(name) ? undefined : given.get(name)) } : given;
  return { kind: 'ask', authorization, eventId, given: kept, facts, became, portfolio };
}

function outcomeThen({ wasApproved, wasChallenged }: HistoryRow): EntryOutcome {
  if (wasApproved !== false) return 'approved';
  return wasChallenged ? 'challenged' : 'declined';
}

/** The names of all features of an authorization. */
export function featureNames({ definitions }: FeaturePlan): ReadonlySet<string> {
  return new Set([...definitions.keys()].map((name) => name.slice(name.indexOf('.') + 1)));
}

/** How far back features look: a feature over what another one counted looks back as far as both. */
export function reachMs({ timelines, events }: FeaturePlan): number {
  const longest = Math.max(0, ...timelines.flatMap(({ windowsMs }) => windowsMs.at(-1) ?? 0));
  const stages = Math.max(
    1,
    ...[...events.values()].map(({ phases }) => phases.filter((p) => p.requests.length > 0).length),
  );
  return longest * stages;
}
