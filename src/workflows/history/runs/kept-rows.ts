import type { Verdict } from '../../../core/domain/decision.ts';
import { limits } from '../../../core/domain/limits.ts';
import { cellOf } from '../../../core/history/confusion.ts';
import type { SampleCell } from '../../../core/history/result.ts';
import type { HistoryRow } from '../../../core/history/row.ts';
import type { RunRow } from '../../../core/history/run.ts';
import { createSampler, type Sampler, sampleOf } from '../../../core/history/samples.ts';
import type { Truth } from '../../../core/history/truth.ts';

/** Authorizations to look into when a run is over: more of them than its result shows. */
export interface KeptRows {
  add(row: HistoryRow, truth: Truth, verdict: Verdict, other: Verdict | null): void;
  /** In the order in which they were asked. */
  rows(): readonly RunRow[];
}

interface Told {
  readonly cell: SampleCell;
  readonly matched: readonly string[];
  readonly verdict: Verdict;
  readonly other: Verdict | null;
}

interface Kept {
  readonly ask: string;
  readonly row: RunRow;
}

/**
 * Keeps some of each cell, some of each rule that matched in it, and some of what the two policies answer differently.
 * The same ones in whatever order they come.
 */
export function createKeptRows(): KeptRows {
  const samplers = new Map<string, Sampler<Kept, Told>>();

  function offer(name: string, most: number, row: HistoryRow, told: Told): void {
    const sampler = samplers.get(name) ?? createSampler(keep, most);
    samplers.set(name, sampler);
    sampler.offer(row, told);
  }

  return {
    add(row, truth, verdict, other) {
      const cell = cellOf(verdict.outcome, truth) ?? (truth as SampleCell);
      const matched = matchedBy(verdict, other);
      const told = { cell, matched, verdict, other };
      offer(cell, limits.backtestRowsPerCell, row, told);
      for (const rule of matched) offer(`${cell} ${rule}`, limits.backtestRowsPerRule, row, told);
      if (isChanged(told)) offer(`${verdict.outcome}→${other?.outcome}`, limits.backtestRowsPerCell, row, told);
    },
    rows() {
      const kept = new Map([...samplers.values()].flatMap((each) => each.samples()).map(({ ask, row }) => [ask, row]));
      return [...kept.values()].sort(inOrder);
    },
  };
}

function matchedBy({ considered }: Verdict, other: Verdict | null): readonly string[] {
  const all = other ? [...considered, ...other.considered] : considered;
  return [...new Set(all.filter(({ result }) => result === 'matched').map(({ id }) => id))];
}

function isChanged({ verdict, other }: Told): boolean {
  return other !== null && other.outcome !== verdict.outcome;
}

function keep(row: HistoryRow, told: Told): Kept {
  const { cell, matched, verdict, other } = told;
  const { id, askedAtMs, historyLength, card } = row.authorization;
  const fields = {
    ...sampleOf(row, verdict),
    other: other && { outcome: other.outcome, reasons: other.reasons },
  };
  return {
    ask: `${id} ${askedAtMs} ${historyLength}`,
    row: {
      ...{ place: 'kept', cell, askedAtMs, authorization: id, card: card.id, matched, fields },
      isChanged: isChanged(told),
    },
  };
}

function inOrder(one: RunRow, other: RunRow): number {
  if (one.askedAtMs !== other.askedAtMs) return one.askedAtMs - other.askedAtMs;
  return one.authorization < other.authorization ? -1 : 1;
}
