import { sayCount } from '../../../core/domain/figures.ts';
import type { FollowUpKind, ReviewKind, ReviewVerdict } from '../../../core/domain/review.ts';
import type { Review, Session, WholeReview } from '../../../sdk/index.ts';
import { capital } from '../parts/capital.ts';

type Actor = NonNullable<Review['assigned_to']>;
type FollowUp = Review['follow_ups'][number];
type HistoryEntry = WholeReview['history'][number];

export const KIND_WORDS: Readonly<Record<ReviewKind, string>> = {
  rule: 'a rule',
  alarm: 'an alarm',
  manual: 'by hand',
  incident: 'an outage',
};

/** What stands for a part of a purchase in a sentence. */
export const PART_WORDS = {
  card: 'card',
  cardholder: 'cardholder',
  merchant: 'merchant',
  merchant_category: 'category',
  merchant_country: 'country',
} as const;

/** Whose act it was, for whoever is signed in. */
export function whoIs(actor: Actor | null, me: Pick<Session, 'id'> | null): string {
  if (actor === null) return 'nobody';
  if (actor.id === me?.id) return 'you';
  return actor.id === 'dispute' ? 'a dispute' : (actor.name ?? actor.id);
}

/** Why a review is in the queue, in a word or two: its rules, its alarm, or what the outage was. */
export function causesOf({ rules, cause, kind }: Pick<Review, 'rules' | 'cause' | 'kind'>): string {
  return [...(cause === null ? [] : [cause]), ...rules].join(', ') || `opened ${KIND_WORDS[kind]}`;
}

/** What a follow-up does or did, as the end of a sentence: `freeze of ic_1 queued`. */
export function sayFollowUp({ kind, card, list, value_of: part, until, state, reason }: FollowUp): string {
  if (kind === 'list_entry') {
    const what = PART_WORDS[part as keyof typeof PART_WORDS] ?? part;
    return `${what} on @${list}${until === null ? ' for good' : ` until ${until.slice(0, 16).replace('T', ' ')} UTC`}`;
  }
  const why = whyOf(reason);
  const words = { pending: `queued${why}`, done: `done${why}`, failed: `failed${why}` };
  return `freeze of ${card} ${words[state]}`;
}

/** What the verdict that somebody just gave came to, in a sentence or two. */
export function sayDecided(review: WholeReview, me: Pick<Session, 'id'> | null): string {
  const followUps = review.follow_ups.map(sayFollowUp);
  const what = followUps.length === 0 ? '' : `; ${followUps.join('; ')}`;
  const by = review.closed_by;
  if (by !== null && me !== null && by.id !== me.id) {
    const note = 'Your note was not kept.';
    return `${capital(whoIs(by, me))} had closed it as ${review.verdict} already${what}. ${note}`;
  }
  return `Closed as ${review.verdict}${what}.`;
}

/** How many are left, as a sentence. */
export function sayLeft(open: number): string {
  if (open === 0) return 'Nothing is left.';
  return open === 1 ? 'One is left.' : `${sayCount(open)} are left.`;
}

const FOLLOWED: Readonly<Record<FollowUpKind, string>> = { freeze_card: 'the freeze', list_entry: 'the list entry' };

/** What happened, without who and when. */
export function sayHistory({ what, by, detail }: HistoryEntry): string {
  switch (what) {
    case 'asked':
      return detail.rules ? `Stripe asked; ${detail.rules} matched` : 'Stripe asked';
    case 'alarmed':
      return `the alarm ${detail.alarm} was raised`;
    case 'opened':
      return 'opened it by hand';
    case 'assigned':
      if (detail.to && detail.to === by?.id) return 'took it';
      return detail.to ? `gave it to ${detail.name ?? detail.to}` : 'gave it back to nobody';
    case 'noted':
      return 'wrote';
    case 'decided':
      return `closed it as ${detail.verdict}`;
    case 'disputed':
      return `disputed (${[detail.dispute, detail.reason, detail.status].filter(Boolean).join(', ')})`;
    case 'dispute_withdrawn':
      return `the dispute ${detail.dispute} says fraud no more`;
    case 'followed_up':
      return `${FOLLOWED[detail.kind as FollowUpKind] ?? detail.kind} ${detail.state}${whyOf(detail.reason)}`;
  }
}

/** What giving this verdict does, besides what follows. */
export function sayVerdict(
  verdict: ReviewVerdict,
  { kind, authorization }: Pick<Review, 'kind' | 'authorization'>,
): string {
  if (kind === 'incident') return 'It closes the incident and says nothing of any purchase.';
  return `It closes the review, for good, and labels ${authorization} as ${verdict}.`;
}

function whyOf(reason: string | null | undefined): string {
  return reason ? `: ${reason}` : '';
}
