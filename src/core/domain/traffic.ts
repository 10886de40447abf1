import type { Outcome } from './decision.ts';
import { addLatencies, type Latencies } from './latency.ts';

/** How many answers of a stretch of time were what. A duplicate, which gets the answer of before, is none. */
export interface TrafficCounts {
  readonly asked: number;
  /** By what we meant. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Given by the stand-in, by cause. */
  readonly standIns: Readonly<Record<string, number>>;
  /** For which at least one attribute was missing, by cause. */
  readonly missing: Readonly<Record<string, number>>;
  /** Whose record came later than the reply. */
  readonly recordedLate: number;
  readonly latencies: Latencies;
}

/** The sum of what several gateways, or minutes, counted: exact, whatever is added in which order. */
export function addTraffic(all: readonly TrafficCounts[]): TrafficCounts {
  const total = (pick: (counts: TrafficCounts) => number) => all.reduce((sum, counts) => sum + pick(counts), 0);
  return {
    asked: total(({ asked }) => asked),
    outcomes: {
      approve: total(({ outcomes }) => outcomes.approve),
      decline: total(({ outcomes }) => outcomes.decline),
      challenge: total(({ outcomes }) => outcomes.challenge),
    },
    standIns: addByName(all.map(({ standIns }) => standIns)),
    missing: addByName(all.map(({ missing }) => missing)),
    recordedLate: total(({ recordedLate }) => recordedLate),
    latencies: addLatencies(all.map(({ latencies }) => latencies)),
  };
}

function addByName(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum = new Map<string, number>();
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) sum.set(name, (sum.get(name) ?? 0) + count);
  }
  return Object.fromEntries(sum);
}
