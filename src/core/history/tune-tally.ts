import type { Verdict } from '../domain/decision.ts';
import { limits } from '../domain/limits.ts';
import { toUsd } from '../domain/rates.ts';
import { isMissing } from '../domain/value.ts';
import type { Policy, Profile } from '../policy/policy.ts';
import { type AimWishes, aimResults } from './aim-results.ts';
import { createCells, restOf } from './cells.ts';
import { createSignalTally, pointOf, type SignalTally } from './curve.ts';
import type { HistoryRow } from './row.ts';
import { addRow, type Currencies, createCurrencies, noSums, sideOf, UNKNOWN } from './row-sums.ts';
import { createScoreWeeks, stopsMissing, TRIED_SCORES, togetherOf } from './score-weeks.ts';
import { createSignalReader, JUDGED_SIGNALS, type JudgedSignal, scoreOf, textOf } from './signals.ts';
import type { Truth } from './truth.ts';
import type { SignalResult, ThresholdSettings, TuneResult } from './tune-result.ts';
import { whatIf } from './what-if.ts';
import type { Window } from './window.ts';

/** What thresholds would do with the rows of a window, row by row. */
export interface TuneTally {
  /** The verdict is that of the policy without its thresholds (`withoutThresholds`). */
  add(row: HistoryRow, truth: Truth, verdict: Verdict): void;
  result(): Pick<TuneResult, 'profile' | 'settings' | 'current' | 'truths' | 'shares' | 'signals' | 'aims' | 'cells'>;
}

export interface TuneTallyOptions {
  /** As it stands, with its thresholds. */
  readonly policy: Policy;
  /** The rows of this one count; null: all. */
  readonly portfolio: string | null;
  /** Attributes that the history has under their own names. */
  readonly given: ReadonlySet<string>;
  readonly window: Window;
  /** How much of the window the history covers. */
  readonly days: number;
  readonly wishes: AimWishes;
}

const WEEK_MS = 7 * 86_400_000;

/** A tally of nothing yet. */
export function createTuneTally({ policy, portfolio, given, window, days, wishes }: TuneTallyOptions): TuneTally {
  const chosen = policy.portfolios.filter(({ name }) => portfolio === null || name === portfolio);
  const profiles = new Map(chosen.map((each) => [each.name, each.profile]));
  const settings = [...new Set(chosen.map(({ profile }) => profile))];
  const readSignals = createSignalReader(policy, given);
  const currencies = createCurrencies();
  const tallies = JUDGED_SIGNALS.map((signal) => ({ signal, tally: createSignalTally() }));
  const all = noSums();
  const weeks = createScoreWeeks();
  const cells = createCells(settings.map((profile) => profile.settings));
  let unpriced = 0;
  const truths: Record<Truth, number> = { fraud: 0, good: 0, unknowable: 0, immature: 0, unlabelled: 0 };

  return {
    add(row, truth, verdict) {
      const profile = profiles.get(verdict.portfolio);
      if (!profile) return;
      truths[truth] += 1;
      const { amountMinor, currency, askedAtMs } = row.authorization;
      const usd = toUsd({ amountMinor, currency }, policy.rates, askedAtMs);
      const side = sideOf(truth);
      if (isMissing(usd) && side !== UNKNOWN) unpriced += 1;
      const summed = { side, currency: currencies.indexOf(currency), amountMinor, usd: isMissing(usd) ? 0 : usd };
      const read = readSignals(row, profile);
      addRow(all, summed);
      for (const { signal, tally } of tallies) {
        const value = signal.numberOf(read(signal.name));
        tally.add(value, stopsMissing(profile.settings, signal.name), summed);
      }
      const score = scoreOf(read('fraud_risk_score'));
      const likely = read('fraud_disputability');
      const week = Math.floor((askedAtMs - window.fromMs) / WEEK_MS);
      weeks.add(week, score, isMissing(likely) ? likely : String(likely).toLowerCase(), profile.settings, summed);
      const signals = {
        fraud_risk_score: score,
        merchant_dispute_risk_level: textOf(read('merchant_dispute_risk_level')),
        card_testing_risk_level: textOf(read('card_testing_risk_level')),
        fraud_disputability: textOf(likely),
      };
      cells.add(signals, restOf(row, verdict, profile), summed);
    },
    result() {
      const own = settings.length === 1 ? (settings[0] ?? null) : null;
      const told = cells.all(currencies);
      const byWeek = weeks.weeks();
      const stopped = togetherOf(byWeek);
      const points = TRIED_SCORES.map((threshold, index) =>
        pointOf(threshold, stopped[index] ?? noSums(), all, currencies),
      );
      const signals = tallies
        .filter(({ signal }) => isTold(signal, currencies))
        .map(({ signal, tally }): SignalResult => {
          const { name, kind } = signal;
          const curve = () =>
            stepsOf(signal, tally).map(({ threshold, sums }) => pointOf(threshold, sums, all, currencies));
          return {
            signal: name,
            kind,
            known: tally.known(),
            missing: tally.missing(),
            auc: tally.auc(),
            curve: tally.isEmpty() ? [] : name === 'fraud_risk_score' ? points : curve(),
          };
        });
      const score = { weeks: byWeek, stopped, points, currencies, unpriced, cells: told, days };
      return {
        profile: own?.name ?? null,
        settings: own && settingsOf(own),
        current: own && whatIf(told, own.settings, days),
        truths: { ...truths },
        shares: wishes.shares,
        signals: signals.sort((one, other) => (other.auc ?? -1) - (one.auc ?? -1)),
        aims: aimResults(score, own, wishes),
        cells: told,
      };
    },
  };
}

/** Amounts of several currencies tell nothing together, but in dollars. */
function isTold({ name, kind }: JudgedSignal, { names }: Currencies): boolean {
  return kind !== 'amount' || (name === 'amount') === names.length <= 1;
}

function stepsOf({ steps }: JudgedSignal, tally: SignalTally) {
  const tried = steps ?? amountSteps(tally.quantiles(limits.amountSteps));
  const stopped = tally.stopped(tried);
  return tried.map(({ threshold }, index) => ({ threshold, sums: stopped[index] ?? noSums() }));
}

/** From the greatest amount, above which nothing is, down to nothing. */
function amountSteps(ascending: readonly number[]) {
  return [0, ...ascending.filter((amount) => amount > 0)].reverse().map((above) => ({ threshold: above, above }));
}

function settingsOf({ settings: { thresholds, on_missing, disputability } }: Profile): ThresholdSettings {
  return { thresholds, on_missing, disputability };
}
