import type { Answered } from '../../core/decision/authorize.ts';
import type { Stage, Stages } from '../../core/decision/ports.ts';
import { ASK_REASONS } from '../../core/domain/ask-reason.ts';
import { UNASKABLE_REASONS } from '../../core/domain/challenge.ts';
import { limits } from '../../core/domain/limits.ts';
import { type MissingCause, missingCauses } from '../../core/domain/value.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import type { ReadRows } from './row.ts';
import { createTally } from './tally.ts';

const bound = (name: string, known: string, others = 0) => ({ name, known: known.split(' '), others });
const DOOR = bound('door', 'authorizations events twilio_messages twilio_status');
const LIVEMODE = bound('livemode', 'true false');
const CAUSES =
  'not_sent not_assessed unknown unrecognised no_rate no_key late cold mixed_currency not_recorded not_counted ' +
  'no_event no_value';
const TYPES =
  'issuing_authorization.request issuing_authorization.created issuing_authorization.updated issuing_card.created ' +
  'issuing_card.updated issuing_cardholder.created issuing_cardholder.updated issuing_dispute.created ' +
  'issuing_dispute.updated issuing_dispute.closed issuing_transaction.created issuing_transaction.updated';
const SIGNATURES = 'no_signature wrong_signature too_old from_the_future';

const STAGE_SECONDS = [
  ...[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.2, 1.5, 2],
];
const MARGIN_SECONDS = [0, 0.1, 0.2, 0.5, 0.8, 1, 1.5, 1.75, 1.9, 1.95, 1.98, 1.99, 1.995, 2];

/** What is counted as it happens: plain numbers, and how they are read. */
export function createCounting() {
  const tallies = {
    countersign_decisions_total: createTally(
      bound('outcome', 'approve decline challenge'),
      { name: 'portfolio', known: [], others: limits.maxLabelOthers },
      bound('answered_by', 'policy stand_in'),
      LIVEMODE,
    ),
    countersign_stand_ins_total: createTally(bound('cause', 'authorization_unreadable decide_failed', 10)),
    countersign_missing_inputs_total: createTally(bound('cause', CAUSES, 10)),
    countersign_duplicates_answered_total: createTally(),
    countersign_unaskable_total: createTally(bound('reason', UNASKABLE_REASONS.join(' '))),
    countersign_recorded_late_total: createTally(),
    countersign_webhooks_received_total: createTally(DOOR, bound('type', TYPES, limits.maxLabelOthers)),
    countersign_signature_failures_total: createTally(DOOR, bound('reason', SIGNATURES)),
    countersign_confirmations_total: createTally(
      { name: 'reason', known: ASK_REASONS, others: limits.maxLabelOthers },
      LIVEMODE,
    ),
  };
  const stages: Readonly<Record<Stage | 'total', Histogram>> = {
    features: createHistogram(STAGE_SECONDS),
    decide: createHistogram(STAGE_SECONDS),
    record: createHistogram(STAGE_SECONDS),
    total: createHistogram(STAGE_SECONDS),
  };
  const margin = createHistogram(MARGIN_SECONDS);
  const causes = new Set<MissingCause>();

  function decided(decision: NonNullable<Answered['decision']>) {
    const { outcome, portfolio, answeredBy, scope, reasons, attributes, facts } = decision;
    tallies.countersign_decisions_total.add(outcome, portfolio, answeredBy, String(scope.livemode));
    if (answeredBy === 'stand_in') tallies.countersign_stand_ins_total.add(reasons[0] ?? '');
    if (facts.unaskable !== null) tallies.countersign_unaskable_total.add(facts.unaskable);
    causes.clear();
    missingCauses(attributes, causes);
    for (const cause of causes) tallies.countersign_missing_inputs_total.add(cause);
  }

  return {
    tallies,
    histograms: {
      countersign_answer_stage_seconds: () =>
        Object.entries(stages).flatMap(([stage, histogram]) =>
          histogram.rows('countersign_answer_stage_seconds', { stage }),
        ),
      countersign_answer_margin_seconds: () => margin.rows('countersign_answer_margin_seconds', {}),
    } satisfies Readonly<Record<string, ReadRows>>,
    stages: {
      nowMs: () => performance.now(),
      took: (stage, ms) => stages[stage].observe(ms / 1_000),
    } satisfies Stages,
    answered({ decision, isRecordedLate }: Pick<Answered, 'decision' | 'isRecordedLate'>, tookMs: number): void {
      stages.total.observe(tookMs / 1_000);
      margin.observe((limits.stripeTimeoutMs - tookMs) / 1_000);
      if (isRecordedLate) tallies.countersign_recorded_late_total.add();
      if (decision) decided(decision);
      else tallies.countersign_duplicates_answered_total.add();
    },
    received: (door: string, type: string) => tallies.countersign_webhooks_received_total.add(door, type),
    refused: (door: string, reason: string) => tallies.countersign_signature_failures_total.add(door, reason),
    confirmed: (reason: string, livemode: boolean) =>
      tallies.countersign_confirmations_total.add(reason, String(livemode)),
  };
}
