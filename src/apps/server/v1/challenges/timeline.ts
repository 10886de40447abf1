import type { z } from 'zod';
import type { AllowanceRow } from '../../../../adapters/store/database/allowance-list.ts';
import type { PurchaseAfter, ReplyRow } from '../../../../adapters/store/database/challenge-list.ts';
import type { StoredChallenge } from '../../../../adapters/store/database/challenges.ts';
import type { wholeChallenge } from '../../../../sdk/schema/challenges.ts';
import { sayTime } from '../say.ts';

type Moment = z.input<typeof wholeChallenge>['timeline'][number];

interface Dated extends Omit<Moment, 'at'> {
  readonly atMs: number | null;
}

/** States that a question ends in without an answer, or in spite of one. */
const ENDS = ['expired', 'undeliverable', 'opted_out', 'void'] as const satisfies readonly Moment['what'][];

/** What became of a question, in the order in which it happened; of one moment in the order of a question's course. */
export function timelineOf(
  challenge: StoredChallenge,
  allowance: AllowanceRow | null,
  replies: readonly ReplyRow[],
  purchases: readonly PurchaseAfter[],
): Moment[] {
  const { askedAtMs, claimedAtMs, sentAtMs, deliveredAtMs, askedAgainAtMs, decisionId } = challenge;
  const dated: Dated[] = [
    { ...plainly('asked', askedAtMs), ref: decisionId },
    plainly('claimed', claimedAtMs),
    plainly('sent', sentAtMs),
    plainly('delivered', deliveredAtMs),
    ...replies.map(({ atMs, reading, effect }) => ({ ...plainly('reply', atMs), because: reading, effect })),
    plainly('asked_again', askedAgainAtMs),
    ...answerOf(challenge),
    ...allowanceMoments(allowance),
    ...liftOf(challenge),
    ...purchases.map(purchaseMoment),
  ];
  return dated
    .flatMap(({ atMs, ...moment }) => (atMs === null ? [] : [{ atMs, moment }]))
    .sort((one, other) => one.atMs - other.atMs)
    .map(({ atMs, moment }) => ({ at: sayTime(atMs), ...moment }));
}

function plainly(what: Moment['what'], atMs: number | null): Dated {
  return { what, atMs, because: null, effect: null, ref: null };
}

/** The answer, and the end where that is another moment: what was verified may be void later. */
function answerOf({ state, because, answeredAtMs, endedAtMs }: StoredChallenge): Dated[] {
  const answer = plainly(state === 'rejected' ? 'answered_no' : 'answered_yes', answeredAtMs);
  const end = ENDS.find((each) => each === state);
  return end ? [answer, { ...plainly(end, endedAtMs), because }] : [answer];
}

function allowanceMoments(allowance: AllowanceRow | null): Dated[] {
  if (!allowance) return [];
  const { id, fromMs, endedAtMs, endedBecause } = allowance;
  const ended = { ...plainly('allowance_ended', endedAtMs), because: endedBecause, ref: id };
  return [{ ...plainly('allowed', fromMs), ref: id }, ended];
}

/** Whoever lifts a NO has it decline until that moment. */
function liftOf({ liftedBy, declinesUntilMs }: StoredChallenge): Dated[] {
  return liftedBy === null ? [] : [{ ...plainly('lifted', declinesUntilMs), ref: liftedBy }];
}

function purchaseMoment({ atMs, authorizationId, outcome, isApproved, reason }: PurchaseAfter): Dated {
  const ended = isApproved === null ? outcome : isApproved ? 'approved' : 'declined';
  return { ...plainly('purchase', atMs), because: reason, effect: ended, ref: authorizationId };
}
