import type { z } from 'zod';
import { findDecision } from '../../../../adapters/store/database/answers.ts';
import { becameOf } from '../../../../adapters/store/database/decision-states.ts';
import { sampleOutage } from '../../../../adapters/store/database/outage-asks.ts';
import { outageOfReview } from '../../../../adapters/store/database/outages.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import { followUpsOf } from '../../../../adapters/store/database/review-follow-ups.ts';
import type { Review } from '../../../../adapters/store/database/reviews.ts';
import { explain } from '../../../../core/decision/explain.ts';
import type { DecisionRecord } from '../../../../core/decision/record.ts';
import { supportSentence } from '../../../../core/decision/support.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { wholeReview } from '../../../../sdk/schema/reviews.ts';
import { questionOf, readQuestions } from '../challenges/questions.ts';
import { readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { sayTime } from '../say.ts';
import { sayDecisions } from '../say-decision.ts';
import { readHistory } from './history.ts';
import { readRelated } from './related.ts';
import { sayReview } from './say-review.ts';

type Whole = z.input<typeof wholeReview>;

/** A review with all that helps to judge it. */
export async function readWhole({ pool, clock }: ApiPorts, review: Review): Promise<Whole> {
  const [named, followUps] = await Promise.all([readNames(pool), followUpsOf(pool, [review.id])]);
  const [{ decisions, history }, related, decided, incident] = await Promise.all([
    readHistory(pool, review, followUps, named),
    readRelated(pool, review),
    readDecision(pool, review),
    readIncident(pool, review),
  ]);
  return {
    ...sayReview(review, followUps, named, clock.nowMs()),
    ...decided,
    decisions,
    history,
    related,
    incident,
  };
}

async function readDecision(
  pool: SqlPool,
  { decisionId }: Review,
): Promise<Pick<Whole, 'latest_decision' | 'explanation' | 'support'>> {
  const found = decisionId === null ? null : await findDecision(pool, decisionId);
  if (!found) return { latest_decision: null, explanation: null, support: null };
  // What stands in the database was written by us.
  const record = found.record as unknown as DecisionRecord;
  const [became = null, [said = null], questions] = await Promise.all([
    becameOf(pool, [record.id]).then((all) => all.get(record.id)),
    sayDecisions(pool, [found]),
    readQuestions(pool, [record]),
  ]);
  const question = questionOf(questions.get(record.id));
  return {
    latest_decision: said,
    explanation: explain(record, became, question),
    support: supportSentence(record, became?.confirmation ?? null, question),
  };
}

async function readIncident(pool: SqlPool, { id, scope, cause }: Review): Promise<Whole['incident']> {
  const outage = cause === null ? null : await outageOfReview(pool, id);
  if (cause === null || outage === null) return null;
  const { beganMs, lastMs, asks, approved } = outage;
  const sample = await sampleOutage(pool, { scope, cause, beganMs, lastMs }, limits.incidentSample);
  return {
    cause,
    began_at: sayTime(beganMs),
    last_at: sayTime(lastMs),
    asks,
    approved,
    sample: sample.map((ask) => ({
      authorization: ask.authorizationId,
      decision: ask.decisionId,
      review: ask.reviewId,
      at: sayTime(ask.atMs),
      approved: ask.approved,
      fraud_risk_score: ask.risk,
      amount_minor: ask.amountMinor,
      currency: ask.currency,
      card: ask.card,
      cardholder: ask.cardholder,
      merchant_name: ask.merchantName,
    })),
  };
}
