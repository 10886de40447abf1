import type { z } from 'zod';
import type { StoredDecision } from '../../../adapters/store/database/answers.ts';
import { becameOf } from '../../../adapters/store/database/decision-states.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { knownPolicies } from '../../../adapters/store/policies/recent.ts';
import type { DecisionRecord } from '../../../core/decision/record.ts';
import { namedFeatures } from '../../../core/decision/recorded-features.ts';
import type { Confirmation } from '../../../core/domain/asks.ts';
import type { decision } from '../../../sdk/schema/decisions.ts';
import type { confirmation } from '../../../sdk/schema/outcomes.ts';
import { type PutQuestion, readQuestions, sayQuestion } from './challenges/questions.ts';
import { sayTime, sayTimeOrNull } from './say.ts';

type Said = z.input<typeof decision>;

/**
 * Says decisions, each with what became of it and of the question that it put, and with its features by name: the
 * version that made it knows in which order they were recorded.
 */
export async function sayDecisions(pool: SqlPool, stored: readonly StoredDecision[]): Promise<Said[]> {
  const policyOf = knownPolicies(pool);
  const records = stored.map(({ record }) => record as unknown as DecisionRecord);
  const [became, questions] = await Promise.all([
    becameOf(
      pool,
      records.map(({ id }) => id),
    ),
    readQuestions(pool, records),
  ]);
  return Promise.all(
    records.map(async (record, index) => {
      const features = record.counted ? namedFeatures(record.counted, await policyOf(record.policy_version)) : {};
      const { state = 'intended', sentAtMs = null, confirmation: ended = null } = became.get(record.id) ?? {};
      return {
        ...sayRecord(record, questions.get(record.id)),
        ...{ features, state, sent_at: sayTimeOrNull(sentAtMs), confirmation: ended && sayConfirmation(ended) },
        recorded_late: stored[index]?.isRecordedLate ?? false,
      };
    }),
  );
}

/**
 * A record is said as it is, for the API promises what the record holds; but of a phone no more than people may see.
 * Old records don't know of questions.
 */
export function sayRecord({ kind: _, challenge, facts, ...record }: DecisionRecord, put?: PutQuestion): Said {
  const said = {
    ...record,
    facts: { ...facts, unaskable: facts?.unaskable ?? null },
    challenge: sayQuestion(challenge, put),
  };
  return said as unknown as Said;
}

/** How an ask ended. */
export function sayConfirmation(ended: Confirmation): z.input<typeof confirmation> {
  const { approved, reason, reasonMessage, decidedBy, atMs } = ended;
  return { approved, reason, reason_message: reasonMessage, decided_by: decidedBy, at: sayTime(atMs) };
}
