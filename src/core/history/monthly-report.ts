import { DECIDERS } from '../domain/ask-reason.ts';
import type { RuleJump, RuleToRetire } from './advice.ts';
import { addedUp, type CountAndMoney } from './count-and-money.ts';
import type { DisputeSteps } from './dispute-life.ts';
import type { DisputeRateMonth } from './dispute-rate.ts';
import type { RulePerformance } from './over-time.ts';
import type { Share } from './result.ts';
import { shareOf } from './share.ts';

/** Who had the last word about an ask; `unconfirmed`: nobody told yet. */
export const ENDERS = [...DECIDERS, 'unconfirmed'] as const;
export type Ender = (typeof ENDERS)[number];

/** Asks that ended in one way. */
export interface AsksEnded extends CountAndMoney {
  readonly by: Ender;
  /** Null while it is not known. */
  readonly outcome: 'approved' | 'declined' | 'challenged' | null;
}

/** All asks of a month, and how many were declined by whom. */
export interface DeclineRates extends CountAndMoney {
  readonly ended: readonly AsksEnded[];
  /** Of those whose end is known: declined by whomever, a challenge counted as the decline that it is. */
  readonly decline_rate: Share;
  /** The same by who declined. */
  readonly declined_by: Readonly<Record<'us' | 'challenge' | 'stripe' | 'network' | 'time_out' | 'error', Share>>;
}

/** What one rule's questions came to. */
export interface ChallengedRule {
  /** Null: of no rule. */
  readonly rule: string | null;
  readonly asked: number;
  readonly verified: number;
  readonly rejected: number;
  readonly saved: number;
}

/** What one month came to, to be sent on. */
export interface MonthlyReport {
  /** `2026-10`. Months are UTC's. */
  readonly month: string;
  readonly from: string;
  readonly to: string;
  readonly is_over: boolean;
  /** When rules are told of from here on only: records from before are still being gone through. */
  readonly rules_since: string | null;
  readonly asks: DeclineRates;
  /** The month before. */
  readonly asks_before: DeclineRates;
  readonly disputes: DisputeSteps;
  readonly dispute_rates: {
    readonly age_days: number;
    /** From which rate on card networks ask questions. */
    readonly most: number;
    readonly months: readonly DisputeRateMonth[];
    /** Disputes as fraud of these months that belong to no approved purchase that is known: forced captures, say. */
    readonly unplaced: number;
  };
  /** Asks with a fraud score beyond a threshold of their profile, or a level that is elevated or highest. */
  readonly high_risk: {
    readonly asks: CountAndMoney;
    readonly approved: CountAndMoney;
    readonly share: Share;
  };
  readonly challenges: {
    readonly asked: number;
    readonly verified: number;
    readonly rejected: number;
    readonly expired: number;
    /** Bought after a YES, and nobody calls it fraud. */
    readonly saved: CountAndMoney;
    readonly rules: readonly ChallengedRule[];
  };
  /** Versions that were made the live one. */
  readonly activations: readonly {
    readonly version: string;
    readonly at: string;
    readonly kind: string;
    readonly note: string | null;
  }[];
  readonly rules: readonly Omit<RulePerformance, 'days'>[];
  readonly retire: readonly RuleToRetire[];
  readonly jumps: readonly RuleJump[];
}

/** Asks of one currency that ended in one way. */
export interface EndedLine {
  readonly decidedBy: Ender;
  readonly outcome: AsksEnded['outcome'];
  readonly currency: string | null;
  readonly count: number;
  readonly amountMinor: number;
}

/** The decline rates that these lines make up. */
export function declineRates(lines: readonly EndedLine[]): DeclineRates {
  const groups = Map.groupBy(lines, ({ decidedBy, outcome }) => `${decidedBy} ${outcome}`);
  const ended = [...groups.values()].flatMap((group): AsksEnded[] => {
    const [first] = group;
    return first ? [{ by: first.decidedBy, outcome: first.outcome, ...addedUp(group) }] : [];
  });
  const count = (holds: (line: EndedLine) => boolean) =>
    lines.reduce((sum, line) => (holds(line) ? sum + line.count : sum), 0);
  const known = count(({ outcome }) => outcome !== null);
  const declined = (by: Ender) =>
    shareOf(
      count((line) => line.decidedBy === by && line.outcome === 'declined'),
      known,
    );
  return {
    ...addedUp(lines),
    ended: ended.sort((one, other) => ENDERS.indexOf(one.by) - ENDERS.indexOf(other.by) || other.count - one.count),
    decline_rate: shareOf(
      count(({ outcome }) => outcome === 'declined' || outcome === 'challenged'),
      known,
    ),
    declined_by: {
      us: declined('us'),
      challenge: shareOf(
        count(({ outcome }) => outcome === 'challenged'),
        known,
      ),
      stripe: declined('stripe'),
      network: declined('network'),
      time_out: declined('time_out'),
      error: declined('error'),
    },
  };
}
