import type { Verdict } from '../../core/domain/decision.ts';
import type { Conceal } from '../../core/domain/personal.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { FeaturePlan } from '../../core/features/plan.ts';
import type { TimelineStore } from '../../core/features/timeline/store.ts';
import type { HistoryRow } from '../../core/history/row.ts';
import { isWithin, type Window } from '../../core/history/window.ts';
import type { ListEntries } from '../../core/policy/listed.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { ReplayedAsk } from './replay-event.ts';
import { createReplayer } from './replayer.ts';
import type { HistorySource } from './source.ts';

/** How a policy is replayed over a history. */
export interface DecideRowsOptions {
  readonly policy: Policy;
  readonly window: Window;
  /** `replay`: what was answered then is what later asks see; `counterfactual`: what the policy answers. */
  readonly velocity: 'replay' | 'counterfactual';
  readonly store: TimelineStore;
  readonly conceal: Conceal;
  readonly entries?: (scope: Scope) => ListEntries;
  /** Features that rows hold are counted all the same. */
  readonly isRecounted?: boolean;
  readonly signal?: AbortSignal;
}

/** Told of each row of the window, in order. */
export type OnDecided = (row: HistoryRow, verdict: Verdict) => void;

/**
 * Decides the rows of a window again, each seeing exactly what came before it: features are filled with the days before
 * as far as any window of them reaches. The result is how many asks stood there twice.
 */
export async function decideRows(
  source: HistorySource,
  { policy, window, velocity, store, conceal, entries, isRecounted = false, signal }: DecideRowsOptions,
  onDecided: OnDecided,
): Promise<number> {
  const replayer = createReplayer({ policy, store, conceal, ...(entries && { entries }) });
  const skipped = isRecounted ? featureNames(policy.features) : new Set<string>();
  const fromMs = window.fromMs - reachMs(policy.features);
  for await (const batch of source.read({ fromMs, toMs: window.toMs })) {
    if (signal?.aborted) break;
    for (const item of batch) {
      if (item.kind !== 'row') {
        await replayer.take(item);
        continue;
      }
      const decided = await replayer.take(askOf(item.row, velocity, skipped));
      if (decided?.verdict && isWithin(window, item.row.authorization.askedAtMs)) onDecided(item.row, decided.verdict);
    }
  }
  return replayer.duplicates();
}

function askOf(row: HistoryRow, velocity: DecideRowsOptions['velocity'], skipped: ReadonlySet<string>): ReplayedAsk {
  const { authorization, eventId, given, facts, wasApproved } = row;
  const became = velocity === 'replay' ? (wasApproved === false ? 'declined' : 'approved') : null;
  const kept =
    given && skipped.size > 0 ? { get: (name: string) => (skipped.has(name) ? undefined : given.get(name)) } : given;
  return { kind: 'ask', authorization, eventId, given: kept, facts, became };
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
