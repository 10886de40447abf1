import type { z } from 'zod';
import { type AllowanceRow, allowancesOfChallenges } from '../../../../adapters/store/database/allowance-list.ts';
import { challengesOfDecisions } from '../../../../adapters/store/database/challenge-list.ts';
import type { StoredChallenge } from '../../../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import type { Question } from '../../../../core/decision/question.ts';
import type { DecisionRecord } from '../../../../core/decision/record.ts';
import type { decision } from '../../../../sdk/schema/decisions.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';
import { sayPhone } from './say-challenge.ts';

/** The question that a decision put, and what its answer allows. */
export interface PutQuestion {
  readonly challenge: StoredChallenge;
  readonly allowance: AllowanceRow | null;
}

/** The questions that these decisions put, by the decision's id. */
export async function readQuestions(
  pool: SqlPool,
  records: readonly Pick<DecisionRecord, 'id' | 'challenge'>[],
): Promise<ReadonlyMap<string, PutQuestion>> {
  const asking = records.flatMap(({ id, challenge }) => (challenge ? [id] : []));
  const challenges = await challengesOfDecisions(pool, asking);
  const ids = [...challenges.values()].map(({ id }) => id);
  const allowances = await allowancesOfChallenges(pool, ids);
  return new Map(
    [...challenges].map(([decisionId, challenge]) => {
      return [decisionId, { challenge, allowance: allowances.get(challenge.id) ?? null }];
    }),
  );
}

/** The question as a decision says it: of what was recorded, no more than people may see. */
export function sayQuestion(
  recorded: DecisionRecord['challenge'] | undefined,
  put: PutQuestion | undefined,
): z.input<typeof decision>['challenge'] {
  if (!recorded) return null;
  const { challenge = null, allowance = null } = put ?? {};
  return {
    ...{ id: recorded.id, channel: recorded.channel, state: challenge?.state ?? null },
    because: challenge?.because ?? null,
    phone: sayPhone({ phoneCountry: recorded.phone_country, phoneEnds: recorded.phone_ends }),
    sent_at: sayTimeOrNull(challenge?.sentAtMs ?? null),
    answered_at: sayTimeOrNull(challenge?.answeredAtMs ?? null),
    allowance: allowance && {
      id: allowance.id,
      until: sayTime(allowance.untilMs),
      ended_at: sayTimeOrNull(allowance.endedAtMs),
    },
  };
}

/** The same for what explains a decision in words; null where it put none. */
export function questionOf(put: PutQuestion | undefined): Question | null {
  if (!put) return null;
  const { challenge, allowance } = put;
  const { channel, state, because, sentAtMs, answeredAtMs, declinesUntilMs, liftedBy } = challenge;
  return {
    ...{ channel, state, because, sentAtMs, answeredAtMs, declinesUntilMs, isLifted: liftedBy !== null },
    allowedUntilMs: allowance?.untilMs ?? null,
    allowanceEnded: allowance?.endedBecause ?? null,
  };
}
