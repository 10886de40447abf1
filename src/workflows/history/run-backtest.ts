import type { Verdict } from '../../core/domain/decision.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Conceal } from '../../core/domain/personal.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { TimelineStore } from '../../core/features/timeline/store.ts';
import { chooseWindow } from '../../core/history/choose-window.ts';
import { createComparisonTally } from '../../core/history/comparison.ts';
import { createPolicyTally } from '../../core/history/policy-tally.ts';
import type { BacktestResult } from '../../core/history/result.ts';
import type { HistoryRow } from '../../core/history/row.ts';
import { type LabelKind, type LabelView, type Truth, truthOf } from '../../core/history/truth.ts';
import type { Window } from '../../core/history/window.ts';
import type { ListEntries } from '../../core/policy/listed.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { type DecideOptions, decideRowsEach, featureNames } from './decide-rows.ts';
import type { HistorySource } from './source.ts';

/** A policy to be tried. It is compiled with what the history gives (`createGivenCatalogue`). */
export interface TriedPolicy {
  readonly policy: Policy;
  /** The profile that every portfolio was put under (`withProfile`); null: each has its own. */
  readonly profile: string | null;
}

export interface BacktestOptions extends TriedPolicy {
  /** Another policy to compare with, authorization by authorization, in the same pass. */
  readonly against?: TriedPolicy | null;
  /** By default the 90 days that end 60 days before the newest row. Either end may be left open. */
  readonly window?: Partial<Window>;
  /** By default `known` where the history holds disputes, else `final`. */
  readonly labels?: LabelKind;
  /** How old a row must be before its silence counts. */
  readonly maturityMs?: number;
  /** By default `replay`. */
  readonly velocity?: 'replay' | 'counterfactual';
  /** Counters without a past that are not cold, for each policy. */
  createStore(): TimelineStore;
  readonly conceal: Conceal;
  readonly entries?: (scope: Scope) => ListEntries;
  readonly isRecounted?: boolean;
  readonly signal?: AbortSignal;
  /** Told of each row of the window, in order; `other` is what the other policy says. */
  readonly onRow?: (row: HistoryRow, truth: Truth, verdict: Verdict, other: Verdict | null) => void;
  /** Told after each batch: rows that were read, those before the window too, and how much of all that is (to 1). */
  readonly onProgress?: (progress: { readonly rows: number; readonly share: number }) => void;
}

/** What came of it. A problem is said in a sentence that tells what to choose instead. */
export type Backtest =
  | { readonly kind: 'done'; readonly result: BacktestResult }
  | { readonly kind: 'no_rows' | 'bad_window' | 'aborted'; readonly problem: string };

/** Decides the rows of a window again by a policy, and tells what it would have done against what turned out. */
export async function runBacktest(source: HistorySource, options: BacktestOptions): Promise<Backtest> {
  const { policy, profile, against = null, velocity = 'replay', signal, onRow } = options;
  const { about } = source;
  const { maturityMs = limits.historyMaturityMs } = options;
  const chosen = chooseWindow(about, options.window, maturityMs);
  if (chosen.kind !== 'chosen') return chosen;
  const { window, days, firstMs, newestMs } = chosen;
  const kind = options.labels ?? (about.labels.hasDisputes ? 'known' : 'final');
  const labels: LabelView = { kind, newestMs, maturityMs };
  const tally = createPolicyTally({ policy, profile, labels, days });
  const otherTally = against && createPolicyTally({ ...against, labels, days });
  const comparison = createComparisonTally();
  let rows = 0;

  function add(row: HistoryRow, [verdict, other]: readonly Verdict[]): void {
    if (!verdict) return;
    const truth = truthOf(row, labels);
    rows += 1;
    tally.add(row, truth, verdict);
    onRow?.(row, truth, verdict, other ?? null);
    if (!otherTally || !other) return;
    otherTally.add(row, truth, other);
    comparison.add(row, truth, verdict, other);
  }

  const deciders = [policy, ...(against ? [against.policy] : [])].map((each) => ({
    policy: each,
    store: options.createStore(),
  }));
  const duplicates = await decideRowsEach(source, deciders, decidingOf(options, window, velocity), add);
  if (signal?.aborted) return { kind: 'aborted', problem: 'The backtest was stopped before it was done.' };

  const given = options.isRecounted ? [] : deciders.flatMap((each) => givenFeatures(each.policy, about.given));
  return {
    kind: 'done',
    result: {
      ...tally.result(),
      history: { rows: about.rows, from: say(firstMs), to: say(newestMs), unreadable: source.unreadable(), duplicates },
      window: { from: say(window.fromMs), to: say(window.toMs), rows },
      labels: { kind, newest: say(newestMs), maturity_days: maturityMs / DAY_MS },
      velocity,
      given_features: [...new Set(given)].sort(),
      against: otherTally && { other: otherTally.result(), ...comparison.result() },
    },
  };
}

const DAY_MS = 86_400_000;

function decidingOf(
  { conceal, entries, isRecounted, signal, onProgress }: BacktestOptions,
  window: Window,
  velocity: 'replay' | 'counterfactual',
): DecideOptions {
  let startMs: number | null = null;
  return {
    ...{ window, velocity, conceal },
    ...(entries && { entries }),
    ...(isRecounted !== undefined && { isRecounted }),
    ...(signal && { signal }),
    onRead(rows, atMs) {
      startMs ??= atMs;
      const share = (atMs - startMs) / Math.max(1, window.toMs - startMs);
      onProgress?.({ rows, share: Math.min(1, Math.max(0, share)) });
    },
  };
}

function givenFeatures({ features }: Policy, given: ReadonlySet<string>): string[] {
  return [...featureNames(features)].filter((name) => given.has(name));
}

function say(atMs: number): string {
  return new Date(atMs).toISOString();
}
