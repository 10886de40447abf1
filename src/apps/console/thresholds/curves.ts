import { sharesOf } from '../../../core/history/confusion.ts';
import type { Confusion, MoneyConfusion } from '../../../core/history/result.ts';
import { shareOf } from '../../../core/history/share.ts';
import type { ThresholdSettings, TuneCell, WhatIf } from '../../../core/history/tune-result.ts';
import { outcomeOf } from '../../../core/history/what-if.ts';
import { thresholdScore } from '../../../core/policy/threshold-score.ts';
import { moved, nameOf, type Word } from './bounds.ts';

/** The places of the curves: every whole score. */
export const SCORES: readonly number[] = Array.from({ length: 101 }, (_, score) => score);

/** What the policy would do with the threshold at one score. */
export interface CurvePoint extends Pick<WhatIf, 'confusion' | 'money' | 'precision' | 'recall' | 'approval_rate'> {
  readonly challengesADay: number;
  readonly reviewsADay: number;
}

type Money = Record<keyof Confusion, number>;

/** Sums of a point or, before they are added up, by how much a point differs from the one before. */
interface Sums {
  readonly cells: Money;
  readonly money: Map<string, Money>;
  approved: number;
  challenged: number;
  reviewed: number;
}

/**
 * What the policy would do with the threshold of one word at each score, everything else as it is in `settings`: the
 * same as `whatIf` there. It does not depend on where that threshold stands now. Along the scores a cell changes once,
 * where the threshold passes it, so that one look at each cell is enough for all of them.
 */
export function curveOf(
  cells: readonly TuneCell[],
  settings: ThresholdSettings,
  word: Word,
  days: number,
): readonly CurvePoint[] {
  const name = nameOf({ signal: 'fraud_risk_score', word });
  const [strictest, none] = [moved(settings, { [name]: 0 }), moved(settings, { [name]: null })];
  const changes = SCORES.map(noSums);
  let rows = 0;
  for (const cell of cells) {
    rows += cell.fraud + cell.good + cell.unknown;
    const passed = passedAt(cell, settings);
    const [stopped, left] = [outcomeOf(cell, strictest), outcomeOf(cell, none)];
    add(changes[0], cell, passed > 0 ? stopped : left, 1);
    if (passed === 0) continue;
    add(changes[passed], cell, stopped, -1);
    add(changes[passed], cell, left, 1);
  }
  const sums = noSums();
  return changes.map((change) => {
    addUp(sums, change);
    return pointOf(sums, rows, days);
  });
}

/** The first of the scores at which the threshold no longer matches the cell; beyond the last: it always does. */
function passedAt(
  { fraud_risk_score: score, fraud_disputability: likely }: TuneCell,
  settings: ThresholdSettings,
): number {
  if (score === null) return 0;
  const passed = SCORES.findIndex((above) => score <= thresholdScore(settings, above, likely ?? undefined));
  return passed === -1 ? SCORES.length : passed;
}

function noSums(): Sums {
  return { cells: noCells(), money: new Map(), approved: 0, challenged: 0, reviewed: 0 };
}

function noCells(): Money {
  return { tp: 0, fp: 0, fn: 0, tn: 0 };
}

function moneyIn(money: Map<string, Money>, currency: string): Money {
  const sums = money.get(currency) ?? noCells();
  money.set(currency, sums);
  return sums;
}

function add(sums: Sums | undefined, cell: TuneCell, said: ReturnType<typeof outcomeOf>, times: 1 | -1): void {
  if (!sums) return;
  const { outcome, review } = said;
  const [fraud, good] = outcome === 'approve' ? (['fn', 'tn'] as const) : (['tp', 'fp'] as const);
  const count = times * (cell.fraud + cell.good + cell.unknown);
  sums.cells[fraud] += times * cell.fraud;
  sums.cells[good] += times * cell.good;
  if (outcome === 'approve') sums.approved += count;
  if (outcome === 'challenge') sums.challenged += count;
  if (review) sums.reviewed += count;
  for (const each of cell.money) {
    const into = moneyIn(sums.money, each.currency);
    into[fraud] += times * each.fraud;
    into[good] += times * each.good;
  }
}

function addUp(sums: Sums, change: Sums): void {
  addCells(sums.cells, change.cells);
  for (const [currency, cells] of change.money) addCells(moneyIn(sums.money, currency), cells);
  sums.approved += change.approved;
  sums.challenged += change.challenged;
  sums.reviewed += change.reviewed;
}

function addCells(into: Money, { tp, fp, fn, tn }: Confusion): void {
  into.tp += tp;
  into.fp += fp;
  into.fn += fn;
  into.tn += tn;
}

function pointOf({ cells, money, approved, challenged, reviewed }: Sums, rows: number, days: number): CurvePoint {
  return {
    confusion: { ...cells },
    money: [...money]
      .map(([currency, sums]): MoneyConfusion => ({ currency, ...sums }))
      .sort((one, other) => (one.currency < other.currency ? -1 : 1)),
    ...sharesOf(cells),
    approval_rate: shareOf(approved, rows),
    challengesADay: challenged / days,
    reviewsADay: reviewed / days,
  };
}
