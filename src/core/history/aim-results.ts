import { limits } from '../domain/limits.ts';
import type { Profile } from '../policy/policy.ts';
import { type Cost, chooseThreshold, intervalsOf, type Wish } from './aims.ts';
import { at, type Currencies, moneyOf, placeOf, type RowSums, USD_FRAUD, USD_GOOD } from './row-sums.ts';
import type { AimName, AimResult, CostShares, CurvePoint, ThresholdSettings, TuneCell } from './tune-result.ts';
import { whatIf } from './what-if.ts';

/** What is wanted of thresholds: shares, 0 to 1. */
export interface AimWishes {
  /** The precision that each of the three aims wants at least. */
  readonly precisions: Readonly<Record<Exclude<AimName, 'own'>, number>>;
  /** One's own, besides; null: none. */
  readonly own: Wish | null;
  readonly shares: CostShares;
}

/** Those of nobody who says otherwise. */
export const DEFAULT_WISHES: AimWishes = {
  precisions: {
    maximize_approval: limits.maximizeApprovalPrecision,
    balanced: limits.balancedPrecision,
    minimize_fraud: limits.minimizeFraudPrecision,
  },
  own: null,
  shares: { fraud_missed: limits.missedFraudCostShare, good_stopped: limits.stoppedGoodCostShare },
};

/** What the fraud score's thresholds do, all of them. */
export interface ScoreCurve {
  /** As `ScoreWeeks` and `togetherOf` have it. */
  readonly weeks: readonly (readonly RowSums[])[];
  readonly stopped: readonly RowSums[];
  readonly points: readonly CurvePoint[];
  readonly currencies: Currencies;
  /** Rows of a known truth whose amount has no rate: their costs can't be added to those of other currencies. */
  readonly unpriced: number;
  readonly cells: readonly TuneCell[];
  readonly days: number;
}

/** The thresholds that meet each aim, with what they do; `profile` null where portfolios have several. */
export function aimResults(score: ScoreCurve, profile: Profile | null, wishes: AimWishes): AimResult[] {
  const { shares } = wishes;
  const money = moneyOf(score.stopped.at(-1) ?? [], score.currencies);
  const cost = costOf(money.length === 1 ? (money[0]?.currency ?? null) : null, score.currencies, shares);
  const isPriced = money.length <= 1 || score.unpriced === 0;
  const wanted = allWishes(wishes);
  const draws = {
    draws: limits.intervalDraws,
    share: limits.intervalShare,
    seed: limits.intervalSeed,
    minWeeks: limits.intervalMinWeeks,
  };
  const intervals = intervalsOf(
    score.weeks,
    wanted.map(({ wish }) => wish),
    cost,
    draws,
  );
  return wanted.map(({ aim, wish }, index): AimResult => {
    const canTell = isPriced || !wish.isCheapest;
    const threshold = canTell ? chooseThreshold(score.stopped, wish, cost) : null;
    const interval = threshold === null ? null : intervals[index];
    const point = score.points.find((each) => each.threshold === threshold) ?? null;
    return {
      aim,
      wish: canTell ? sayWish(wish, shares) : `${sayWish(wish, shares)}: ${unpricedWords(score.unpriced)}`,
      threshold,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      point,
      monthly: point === null ? [] : monthlyOf(point, shares, score.days),
      policy:
        threshold === null || profile === null
          ? null
          : whatIf(score.cells, withDecline(profile.settings, threshold), score.days),
    };
  });
}

function allWishes({ precisions, own }: AimWishes): { readonly aim: AimName; readonly wish: Wish }[] {
  const names = ['maximize_approval', 'balanced', 'minimize_fraud'] as const;
  const three = names.map((aim) => ({
    aim,
    wish: { leastPrecision: precisions[aim], mostDeclineRate: null, isCheapest: false },
  }));
  return own === null ? three : [...three, { aim: 'own' as const, wish: own }];
}

/** The same settings with another threshold from which the fraud score declines. */
export function withDecline(settings: ThresholdSettings, decline: number): ThresholdSettings {
  const { on_missing, disputability, thresholds } = settings;
  const score = { ...thresholds.fraud_risk_score, decline };
  return { on_missing, disputability, thresholds: { ...thresholds, fraud_risk_score: score } };
}

/** In one currency by its minor units, in several by US dollars. */
function costOf(currency: string | null, currencies: Currencies, shares: CostShares): Cost {
  const [fraud, good] = currency === null ? ([USD_FRAUD, USD_GOOD] as const) : placeOf(currencies.indexOf(currency));
  return (stopped, all) =>
    shares.fraud_missed * (at(all, fraud) - at(stopped, fraud)) + shares.good_stopped * at(stopped, good);
}

const MONTH_DAYS = 30;

function monthlyOf({ money }: CurvePoint, shares: CostShares, days: number): AimResult['monthly'] {
  const months = days / MONTH_DAYS;
  return money.map(({ currency, tp, fp, fn }) => ({
    currency,
    fraud_missed: Math.round(fn / months),
    fraud_stopped: Math.round(tp / months),
    good_stopped: Math.round(fp / months),
    cost: Math.round((shares.fraud_missed * fn + shares.good_stopped * fp) / months),
  }));
}

function sayWish({ leastPrecision, mostDeclineRate, isCheapest }: Wish, shares: CostShares): string {
  const terms = [
    ...(leastPrecision === null ? [] : [`with a precision of at least ${percent(leastPrecision)}`]),
    ...(mostDeclineRate === null ? [] : [`that stops at most ${percent(mostDeclineRate)} of all`]),
  ].join(' and ');
  if (!isCheapest) return `the lowest threshold ${terms}`;
  const [missed, stopped] = [percent(shares.fraud_missed), percent(shares.good_stopped)];
  const costs = `${missed} of the fraud missed and ${stopped} of the good stopped`;
  return `the threshold ${terms === '' ? '' : `${terms} and `}with the least cost, ${costs}`;
}

function unpricedWords(rows: number): string {
  const which = rows === 1 ? '1 row has' : `${rows} rows have`;
  return `can't be told, since ${which} no rate in rates.yaml to add up currencies by`;
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
