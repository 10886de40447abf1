import type { Allowance, AllowanceUse } from '../domain/allowance.ts';

/** An ask that used an allowance. */
export interface SpentUse {
  /** Names the ask: of one authorization there may be several. */
  readonly ask: string;
  readonly amountMinor: number;
  readonly atMs: number;
}

/** What is to be taken from an allowance. */
export interface Spending {
  readonly allowance: Pick<Allowance, 'id' | 'totalMinor' | 'usesDaily' | 'untilMs'>;
  readonly use: SpentUse;
  /** What is known to have been taken from it, whoever else does not know that any more. */
  readonly known: readonly SpentUse[];
}

/** What there is once, however many ask for it in the same moment: in this process, or in all that share it. */
export interface Reservations {
  /**
   * Holds a phone (an HMAC) for a question, so that no other one is put to it: until it is released, or for so long.
   * The same question may hold it again. `taken`: another one has it. Never rejects; what is not sure is `unknown`.
   */
  hold(phone: string, challengeId: string, forMs: number): Promise<'held' | 'taken' | 'unknown'>;
  /** Gives a phone back, if it is this question that has it. Returns at once. */
  release(phone: string, challengeId: string): void;
  /**
   * Takes the amount of an ask from an allowance, once for each ask; false where there is not so much left, in all or
   * of the uses of a day, or that is not sure. Never rejects.
   */
  spend(spending: Spending): Promise<boolean>;
}

const DAY_MS = 86_400_000;

/** What these uses come to as of an ask. Those that came after it count, too: what is gone is gone. */
export function usedAsOf(uses: Iterable<SpentUse>, atMs: number): AllowanceUse {
  let totalMinor = 0;
  let usesToday = 0;
  for (const use of uses) {
    totalMinor += use.amountMinor;
    if (use.atMs > atMs - DAY_MS) usesToday += 1;
  }
  return { totalMinor, usesToday };
}
