import type { z } from 'zod';
import { allowancesOfChallenges } from '../../../../adapters/store/database/allowance-list.ts';
import { purchasesAfter, repliesTo } from '../../../../adapters/store/database/challenge-list.ts';
import type { StoredChallenge } from '../../../../adapters/store/database/challenges.ts';
import { labelsOfAuthorizations } from '../../../../adapters/store/database/label-search.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import { verdictOf } from '../../../../core/domain/label-verdict.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { wholeChallenge } from '../../../../sdk/schema/challenges.ts';
import type { ApiPorts } from '../ports.ts';
import { sayTime } from '../say.ts';
import { sayChallenges } from './say-challenge.ts';
import { timelineOf } from './timeline.ts';

type Whole = z.input<typeof wholeChallenge>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A question with all that is known around it. */
export async function readWholeChallenge(
  { pool, clock }: Pick<ApiPorts, 'pool' | 'clock'>,
  challenge: StoredChallenge,
): Promise<Whole> {
  const [[said], allowances, replies, purchases, verdict] = await Promise.all([
    sayChallenges(pool, [challenge], clock.nowMs()),
    allowancesOfChallenges(pool, [challenge.id]),
    repliesTo(pool, challenge.id),
    purchasesAfter(pool, challenge, limits.purchasesAfterChallenge),
    verdictAbout(pool, challenge),
  ]);
  return {
    // INVARIANT: as many are said as are given.
    ...(said as NonNullable<typeof said>),
    terms: sayTerms(challenge),
    replies: replies.map(({ atMs, ...reply }) => ({ at: sayTime(atMs), ...reply })),
    purchases: purchases.map((each) => ({
      ...{ authorization: each.authorizationId, decision: each.decisionId, at: sayTime(each.atMs) },
      ...{ amount_minor: each.amountMinor, currency: each.currency, outcome: each.outcome },
      ...{ approved: each.isApproved, reason: each.reason },
    })),
    verdict,
    timeline: timelineOf(challenge, allowances.get(challenge.id) ?? null, replies, purchases),
  };
}

async function verdictAbout(pool: SqlPool, { scope, authorizationId }: StoredChallenge): Promise<Whole['verdict']> {
  if (authorizationId === null) return null;
  const labels = await labelsOfAuthorizations(pool, scope, [authorizationId]);
  return verdictOf(labels.get(authorizationId) ?? [])?.verdict ?? null;
}

function sayTerms({ terms }: StoredChallenge): Whole['terms'] {
  if (terms === null) return null;
  return {
    reply_minutes: terms.reply_ms / MINUTE_MS,
    phone_unchanged_hours: terms.phone_unchanged_ms / HOUR_MS,
    max_per_cardholder_daily: terms.max_per_cardholder_daily,
    allowance_days: terms.allowance.keep_ms / DAY_MS,
    times_amount: terms.allowance.times_amount,
    uses_daily: terms.allowance.uses_daily,
    decline_days: terms.decline_ms / DAY_MS,
    freezes_card: terms.freezes_card,
  };
}
