import { decidedBy, whyStripeDeclined } from '../domain/ask-reason.ts';
import { formatMoney } from '../domain/money.ts';
import { plain } from './plain.ts';
import { type Question, questionInWords } from './question.ts';
import type { DecisionRecord } from './record.ts';
import { unaskableInWords } from './vocabulary.ts';
import { reasonInWords } from './words.ts';

/** What Stripe reported of one ask: an entry of the authorization's `request_history`. */
export interface ReportedAsk {
  readonly approved: boolean;
  readonly reason: string | null;
}

/**
 * One plain sentence for support about what became of a purchase, that says whose doing it was: ours, Stripe's, the
 * network's, or a time-out; and where the cardholder was asked, another one about what came of that. `reported` is what
 * Stripe said of this ask, null while it said nothing. Holds nothing personal.
 */
export function supportSentence(
  record: DecisionRecord,
  reported: ReportedAsk | null,
  question: Question | null = null,
): string {
  const sentence = whoseDoing(record, reported);
  return question === null ? sentence : `${sentence} ${questionInWords(question)}`;
}

function whoseDoing(record: DecisionRecord, reported: ReportedAsk | null): string {
  const purchase = purchaseInWords(record);
  if (reported === null) return ourDoing(record, purchase);
  const done = reported.approved ? 'approved' : 'declined';
  switch (decidedBy(reported.reason)) {
    case 'time_out':
      return `Our answer did not reach Stripe in time, and Stripe ${done} ${purchase} by its own default.`;
    case 'error':
      return `Stripe could not use our answer, and ${done} ${purchase} by its own default.`;
    case 'network':
      return `The card network ${done} ${purchase} in Stripe's place.`;
    case 'stripe':
      return `Stripe ${done} ${purchase}${stripesWhy(reported)}.`;
    case 'us':
      if (record.reply.approved === reported.approved) return ourDoing(record, purchase);
      return `We ${past(record)} ${purchase}, but Stripe reports our answer as ${done}.`;
  }
}

function stripesWhy({ approved, reason }: ReportedAsk): string {
  const why = approved ? null : whyStripeDeclined(reason);
  if (why !== null) return `: ${why}`;
  return reason === null ? ', and gave no reason' : ` (${plain(reason)})`;
}

function ourDoing(record: DecisionRecord, purchase: string): string {
  const why = reasonInWords(record);
  if (record.answered_by === 'stand_in') return `Our stand-in ${past(record)} ${purchase}: ${why}.`;
  if (record.outcome === 'challenge') {
    return `We declined ${purchase} until the cardholder says that it is theirs: ${why}.`;
  }
  return `We ${past(record)} ${purchase}: ${why}${unasked(record)}.`;
}

function unasked({ facts: { unaskable } }: DecisionRecord): string {
  return unaskable ? `, and the cardholder could not be asked: ${unaskableInWords(unaskable)}` : '';
}

function past({ outcome }: DecisionRecord): string {
  return outcome === 'approve' ? 'approved' : 'declined';
}

function purchaseInWords({ amount_minor: amountMinor, currency, merchant_name: name }: DecisionRecord): string {
  const where = name === null ? '' : ` at ${plain(name)}`;
  if (amountMinor === null || currency === null) return `a purchase${where}`;
  return `the purchase of ${formatMoney({ amountMinor, currency })}${where}`;
}
