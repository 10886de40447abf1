import type { Verdict } from '../domain/decision.ts';
import { limits } from '../domain/limits.ts';
import { hashOf } from '../policy/sample.ts';
import type { Sample } from './result.ts';
import type { HistoryRow } from './row.ts';

/** Keeps a few of many rows, and the same ones in whatever order they come. */
export interface Sampler<T, C> {
  offer(row: HistoryRow, context: C): void;
  samples(): readonly T[];
}

interface Key {
  readonly hash: number;
  /** Asks of one authorization have one hash. */
  readonly ask: string;
}

/**
 * Those whose authorization ids have the smallest hashes, so many at most. `tell` is asked as a row is kept, and only
 * then: to hold on to a row would hold on to all that was read with it.
 */
export function createSampler<T, C>(
  tell: (row: HistoryRow, context: C) => T,
  most: number = limits.historySamples,
): Sampler<T, C> {
  const kept: (Key & { readonly sample: T })[] = [];
  return {
    offer(row, context) {
      const { id, askedAtMs, historyLength } = row.authorization;
      const hash = hashOf(id);
      const last = kept.length < most ? undefined : kept.at(-1);
      if (last && last.hash < hash) return;
      const key = { hash, ask: `${id} ${askedAtMs} ${historyLength}` };
      if (last && !comesBefore(key, last)) return;
      if (last) kept.pop();
      const at = kept.findIndex((other) => comesBefore(key, other));
      kept.splice(at === -1 ? kept.length : at, 0, { ...key, sample: tell(row, context) });
    },
    samples: () => kept.map(({ sample }) => sample),
  };
}

function comesBefore(one: Key, other: Key): boolean {
  return one.hash < other.hash || (one.hash === other.hash && one.ask < other.ask);
}

/** What is told of an authorization that somebody is to look at. */
export function sampleOf({ authorization }: HistoryRow, { portfolio, outcome, reasons }: Verdict): Sample {
  const { id, askedAtMs, card, merchant, amountMinor, currency } = authorization;
  return {
    authorization: id,
    asked_at: new Date(askedAtMs).toISOString(),
    card: card.id,
    merchant: merchant.networkId,
    amount: amountMinor,
    currency,
    portfolio,
    outcome,
    reasons,
  };
}
