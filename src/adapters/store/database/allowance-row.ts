import type { Allowance, AllowanceEnd } from '../../../core/domain/allowance.ts';

/** The columns of an allowance that say what it allows. */
export interface AllowanceColumns {
  readonly id: string;
  readonly challenge_id: string;
  readonly livemode: boolean;
  readonly account: string;
  readonly card: string;
  readonly cardholder: string | null;
  readonly merchant: string;
  readonly currency: string;
  readonly is_card_present: boolean | null;
  readonly each_minor: string;
  readonly total_minor: string;
  readonly uses_daily: number;
  readonly from_at: Date;
  readonly until_at: Date;
}

/** Those that say how it ended before its time. */
export interface EndColumns {
  readonly ended_at: Date | null;
  readonly ended_because: AllowanceEnd | null;
  readonly ended_by: string | null;
}

/** How an allowance ended; null while nothing ended it before its time. */
export interface AllowanceEnding {
  readonly endedAtMs: number | null;
  readonly endedBecause: AllowanceEnd | null;
  /** Who revoked it, an id of a key or user; null: nobody. */
  readonly endedBy: string | null;
}

/** What a row allows. */
export function allowanceIn(row: AllowanceColumns): Allowance {
  const { id, card, cardholder, merchant, currency } = row;
  return {
    ...{ id, card, cardholder, merchant, currency },
    challengeId: row.challenge_id,
    scope: { livemode: row.livemode, account: row.account === '' ? null : row.account },
    isCardPresent: row.is_card_present,
    eachMinor: Number(row.each_minor),
    totalMinor: Number(row.total_minor),
    usesDaily: row.uses_daily,
    fromMs: row.from_at.getTime(),
    untilMs: row.until_at.getTime(),
  };
}

/** How a row ended. */
export function endingIn(row: EndColumns): AllowanceEnding {
  return {
    endedAtMs: row.ended_at?.getTime() ?? null,
    endedBecause: row.ended_because,
    endedBy: row.ended_by,
  };
}
