import type { z } from 'zod';
import { type AllowanceRow, allowancesOfChallenges } from '../../../../adapters/store/database/allowance-list.ts';
import { optedOutOf } from '../../../../adapters/store/database/challenge-list.ts';
import type { StoredChallenge } from '../../../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import type { allowance } from '../../../../sdk/schema/allowances.ts';
import type { challenge } from '../../../../sdk/schema/challenges.ts';
import type { maskedPhone } from '../../../../sdk/schema/masked-phone.ts';
import { type Named, readNames } from '../names.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

type Said = z.input<typeof challenge>;

/** Says questions, each with what it allows and whether its phone opted out. */
export async function sayChallenges(
  pool: SqlPool,
  challenges: readonly StoredChallenge[],
  nowMs: number,
): Promise<Said[]> {
  const [allowances, optedOut, named] = await Promise.all([
    allowancesOfChallenges(
      pool,
      challenges.map(({ id }) => id),
    ),
    optedOutOf(
      pool,
      challenges.flatMap(({ phone }) => phone ?? []),
    ),
    readNames(pool),
  ]);
  return challenges.map((each) => {
    const allowed = allowances.get(each.id) ?? null;
    return {
      ...sayPlainly(each, named),
      opted_out: optedOut.has(each.phone ?? ''),
      allowance: allowed && sayAllowance(allowed, named, nowMs),
    };
  });
}

function sayPlainly(each: StoredChallenge, named: Named): Omit<Said, 'opted_out' | 'allowance'> {
  const { id, scope, origin, channel, state, because, amountMinor, currency, profile, portfolio, language } = each;
  const { card, cardholder, merchant } = each;
  return {
    ...{ id, livemode: scope.livemode, account: scope.account, origin, channel, state, because },
    ...{ decision: each.decisionId, authorization: each.authorizationId, card, cardholder, merchant },
    ...{ merchant_name: each.merchantName, amount_minor: amountMinor, currency, card_present: each.isCardPresent },
    phone: sayPhone(each),
    ...{ portfolio, profile, policy_version: each.policyVersion, rules: [...each.rules], language },
    asked_at: sayTime(each.askedAtMs),
    send_by: sayTime(each.sendByMs),
    claimed_at: sayTimeOrNull(each.claimedAtMs),
    sent_at: sayTimeOrNull(each.sentAtMs),
    delivered_at: sayTimeOrNull(each.deliveredAtMs),
    answer_by: sayTimeOrNull(each.answerByMs),
    asked_again_at: sayTimeOrNull(each.askedAgainAtMs),
    answered_at: sayTimeOrNull(each.answeredAtMs),
    ended_at: sayTimeOrNull(each.endedAtMs),
    declines_until: sayTimeOrNull(each.declinesUntilMs),
    lifted_by: each.liftedBy === null ? null : named(each.liftedBy),
  };
}

/** What people see of a phone number; null where none is known. */
export function sayPhone({
  phoneCountry: country,
  phoneEnds: ends,
}: Pick<StoredChallenge, 'phoneCountry' | 'phoneEnds'>): z.input<typeof maskedPhone> | null {
  return country === null && ends === null ? null : { country, ends };
}

/** An allowance as it stands now. */
export function sayAllowance(row: AllowanceRow, named: Named, nowMs: number): z.input<typeof allowance> {
  const { id, scope, card, cardholder, merchant, merchantName, currency, uses, endedAtMs, untilMs } = row;
  const isLive = endedAtMs === null && untilMs > nowMs;
  return {
    ...{ id, livemode: scope.livemode, account: scope.account, challenge: row.challengeId },
    ...{ state: isLive ? 'live' : 'ended', card, cardholder, merchant, merchant_name: merchantName, currency },
    card_present: row.isCardPresent,
    ...{ each_minor: row.eachMinor, total_minor: row.totalMinor, uses_daily: row.usesDaily },
    ...{ used_minor: row.usedMinor, uses, from: sayTime(row.fromMs), until: sayTime(untilMs) },
    ...{ ended_at: sayTimeOrNull(endedAtMs), ended_because: row.endedBecause },
    ended_by: row.endedBy === null ? null : named(row.endedBy),
  };
}
