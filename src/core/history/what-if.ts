import type { Outcome } from '../domain/decision.ts';
import { DISPUTABILITIES, RISK_LEVELS } from '../domain/signals.ts';
import { thresholdScore } from '../policy/threshold-score.ts';
import { createByCurrency } from './by-currency.ts';
import { capacityOf } from './capacity.ts';
import { noConfusion, sharesOf } from './confusion.ts';
import type { Sums } from './result.ts';
import { shareOf } from './share.ts';
import type { ThresholdSettings, TuneCell, WhatIf } from './tune-result.ts';

// What any choice of thresholds would do, told from the cells of a tune: no row is read and nothing decided again, so
// that a slider may ask for each of its places. The console uses this as well as the terminal: it must stay free of
// whatever a browser should not have to load.

/** The signals whose thresholds can be moved; those of any other are part of what the rest of the policy does. */
export const CELL_SIGNALS = [
  'fraud_risk_score',
  'merchant_dispute_risk_level',
  'card_testing_risk_level',
  'fraud_disputability',
] as const;
export type CellSignal = (typeof CELL_SIGNALS)[number];

type Word = 'decline' | 'challenge' | 'review';

/** What the policy answers to the rows of a cell under these thresholds, in the order in which `decide` settles. */
export function outcomeOf(
  cell: TuneCell,
  settings: ThresholdSettings,
): { readonly outcome: Outcome; readonly review: boolean } {
  if (cell.rest === 'allow') return { outcome: 'approve', review: false };
  if (cell.rest === 'decline' || isReached(cell, settings, 'decline')) return { outcome: 'decline', review: false };
  const isAsked = cell.rest === 'challenge' || isReached(cell, settings, 'challenge');
  const outcome = isAsked ? cell.asked : 'approve';
  return { outcome, review: outcome === 'approve' && (cell.review || isReached(cell, settings, 'review')) };
}

/** Whether any threshold of this word matches, or a signal is missing that counts as it. */
function isReached(cell: TuneCell, settings: ThresholdSettings, word: Word): boolean {
  return CELL_SIGNALS.some((signal) =>
    cell[signal] === null ? settings.on_missing[signal] === word : isBeyond(signal, cell, settings, word),
  );
}

function isBeyond(signal: CellSignal, cell: TuneCell, settings: ThresholdSettings, word: Word): boolean {
  if (signal === 'fraud_risk_score') {
    const above = settings.thresholds.fraud_risk_score?.[word];
    if (above === undefined || cell.fraud_risk_score === null) return false;
    return cell.fraud_risk_score > thresholdScore(settings, above, cell.fraud_disputability ?? undefined);
  }
  if (signal === 'fraud_disputability') {
    const upTo = settings.thresholds.fraud_disputability?.[word];
    const place = placeIn(DISPUTABILITIES, cell.fraud_disputability);
    return upTo !== undefined && place !== -1 && place <= DISPUTABILITIES.indexOf(upTo);
  }
  const from = settings.thresholds[signal]?.[word];
  return from !== undefined && placeIn(RISK_LEVELS, cell[signal]) >= RISK_LEVELS.indexOf(from);
}

function placeIn(levels: readonly string[], level: string | null): number {
  return level === null ? -1 : levels.indexOf(level);
}

/**
 * What a policy would do under these thresholds, over so many days: for those of the profile exactly what a backtest of
 * it says of the same rows.
 */
export function whatIf(cells: readonly TuneCell[], settings: ThresholdSettings, days: number): WhatIf {
  const confusion = noConfusion();
  const money = createByCurrency(noConfusion);
  const outcomes = { approve: noSums(), decline: noSums(), challenge: noSums(), review: noSums() };
  let rows = 0;
  for (const cell of cells) {
    const { outcome, review } = outcomeOf(cell, settings);
    const [fraud, good] = outcome === 'approve' ? (['fn', 'tn'] as const) : (['tp', 'fp'] as const);
    rows += cell.fraud + cell.good + cell.unknown;
    confusion[fraud] += cell.fraud;
    confusion[good] += cell.good;
    for (const sums of cell.money) {
      const into = money.of(sums.currency);
      into[fraud] += sums.fraud;
      into[good] += sums.good;
    }
    addCell(outcomes[outcome], cell);
    if (review) addCell(outcomes.review, cell);
  }
  const told = {
    approve: sumsOf(outcomes.approve),
    decline: sumsOf(outcomes.decline),
    challenge: sumsOf(outcomes.challenge),
    review: sumsOf(outcomes.review),
  };
  return {
    confusion,
    money: money.list((currency, sums) => ({ currency, ...sums })),
    ...sharesOf(confusion),
    approval_rate: shareOf(told.approve.count, rows),
    outcomes: told,
    capacity: capacityOf(told, days),
  };
}

function noSums() {
  return { count: 0, fraud: 0, good: 0, money: createByCurrency(() => ({ fraud: 0, good: 0 })) };
}

function addCell(sums: ReturnType<typeof noSums>, { fraud, good, unknown, money }: TuneCell): void {
  sums.count += fraud + good + unknown;
  sums.fraud += fraud;
  sums.good += good;
  for (const each of money) {
    const into = sums.money.of(each.currency);
    into.fraud += each.fraud;
    into.good += each.good;
  }
}

function sumsOf({ money, ...counts }: ReturnType<typeof noSums>): Sums {
  return { ...counts, money: money.list((currency, sums) => ({ currency, ...sums })) };
}
