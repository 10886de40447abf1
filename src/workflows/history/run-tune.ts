import { limits } from '../../core/domain/limits.ts';
import type { Conceal } from '../../core/domain/personal.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { TimelineStore } from '../../core/features/timeline/store.ts';
import { type AimWishes, DEFAULT_WISHES } from '../../core/history/aim-results.ts';
import { withoutThresholds } from '../../core/history/cells.ts';
import { chooseWindow } from '../../core/history/choose-window.ts';
import { type LabelKind, type LabelView, truthOf } from '../../core/history/truth.ts';
import type { TuneResult } from '../../core/history/tune-result.ts';
import { createTuneTally } from '../../core/history/tune-tally.ts';
import { createUnrecordedTally } from '../../core/history/unrecorded.ts';
import type { Window } from '../../core/history/window.ts';
import { nearest } from '../../core/language/nearest.ts';
import type { ListEntries } from '../../core/policy/listed.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { decideRows } from './decide-rows.ts';
import type { HistorySource } from './source.ts';

export interface TuneOptions {
  /**
   * Compiled with what the history gives (`createGivenCatalogue`); where another appetite is to be tried, every
   * portfolio is under it (`withProfile`).
   */
  readonly policy: Policy;
  /** Whose cards are judged; null: all together. */
  readonly portfolio: string | null;
  readonly wishes?: AimWishes;
  /** By default the 90 days that end 60 days before the newest row. Either end may be left open. */
  readonly window?: Partial<Window>;
  /** By default `known` where the history holds disputes, else `final`. */
  readonly labels?: LabelKind;
  /** How old a row must be before its silence counts. */
  readonly maturityMs?: number;
  /** Counters without a past that are not cold. */
  createStore(): TimelineStore;
  readonly conceal: Conceal;
  readonly entries?: (scope: Scope) => ListEntries;
  readonly isRecounted?: boolean;
  readonly signal?: AbortSignal;
  /** Told after each batch: rows that were read, those before the window too, and how much of all that is (to 1). */
  readonly onProgress?: (progress: { readonly rows: number; readonly share: number }) => void;
}

/** What came of it. A problem is said in a sentence that tells what to choose instead. */
export type Tune =
  | { readonly kind: 'done'; readonly result: TuneResult }
  | { readonly kind: 'no_rows' | 'bad_window' | 'no_portfolio' | 'aborted'; readonly problem: string };

/**
 * Tells which thresholds meet which aims. The rows are decided once, by the policy without its thresholds; what was
 * answered then is what later asks see, since a threshold is not chosen yet.
 */
export async function runTune(source: HistorySource, options: TuneOptions): Promise<Tune> {
  const { policy, portfolio, wishes = DEFAULT_WISHES, signal } = options;
  const { about } = source;
  const unknown = unknownPortfolio(policy, portfolio);
  if (unknown !== null) return { kind: 'no_portfolio', problem: unknown };
  const { maturityMs = limits.historyMaturityMs } = options;
  const chosen = chooseWindow(about, options.window, maturityMs);
  if (chosen.kind !== 'chosen') return chosen;
  const { window, days, firstMs, newestMs } = chosen;
  const kind = options.labels ?? (about.labels.hasDisputes ? 'known' : 'final');
  const labels: LabelView = { kind, newestMs, maturityMs };
  const bare = withoutThresholds(policy);
  const tally = createTuneTally({ policy, portfolio, given: about.given, window, days, wishes });
  const unrecorded = createUnrecordedTally(bare);
  let rows = 0;

  await decideRows(source, decidingOf(options, bare, window), (row, verdict) => {
    if (portfolio !== null && verdict.portfolio !== portfolio) return;
    rows += 1;
    unrecorded.add(verdict);
    tally.add(row, truthOf(row, labels), verdict);
  });
  if (signal?.aborted) return { kind: 'aborted', problem: 'It was stopped before it was done.' };
  return {
    kind: 'done',
    result: {
      policy: { version: policy.version },
      portfolio,
      history: { rows: about.rows, from: say(firstMs), to: say(newestMs), unreadable: source.unreadable() },
      window: { from: say(window.fromMs), to: say(window.toMs), rows, days },
      labels: { kind, newest: say(newestMs), maturity_days: maturityMs / DAY_MS },
      unrecorded: unrecorded.result(),
      ...tally.result(),
    },
  };
}

const DAY_MS = 86_400_000;

/** What there is to say of a portfolio that a policy does not have; null: it has it, or none is wanted. */
export function unknownPortfolio({ portfolios }: Policy, wanted: string | null): string | null {
  const names = portfolios.map(({ name }) => name);
  if (wanted === null || names.includes(wanted)) return null;
  const near = nearest(wanted, names);
  const others = `there are ${names.map((name) => `"${name}"`).join(', ')}`;
  return `There is no portfolio "${wanted}"; ${near ? `did you mean "${near}"?` : others}`;
}

function decidingOf(options: TuneOptions, policy: Policy, window: Window) {
  const { createStore, conceal, entries, isRecounted, signal, onProgress } = options;
  let startMs: number | null = null;
  return {
    ...{ policy, window, velocity: 'replay' as const, store: createStore(), conceal },
    ...(entries && { entries }),
    ...(isRecounted !== undefined && { isRecounted }),
    ...(signal && { signal }),
    onRead(rows: number, atMs: number) {
      startMs ??= atMs;
      const share = (atMs - startMs) / Math.max(1, window.toMs - startMs);
      onProgress?.({ rows, share: Math.min(1, Math.max(0, share)) });
    },
  };
}

function say(atMs: number): string {
  return new Date(atMs).toISOString();
}
