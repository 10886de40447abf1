import { becauseInWords } from '../../../core/decision/question.ts';
import { sayMoney } from '../../../core/domain/figures.ts';
import type { Authorization, Challenge, Decision, Transaction } from '../../../sdk/index.ts';
import { STATE_MOMENTS, sayAsker, sayPhone } from '../challenges/words.ts';
import { inWords, LAST_WORD } from './words.ts';

/** One thing that happened to an authorization. */
export interface Happening {
  readonly at: string;
  /** What it can't have come before, whatever the clocks say: a reply its ask. */
  readonly after?: string;
  /** Of things of one moment: which came before which. */
  readonly order: number;
  readonly tone: 'approve' | 'decline' | 'challenge' | 'plain';
  readonly what: string;
  readonly detail: string;
  /** Where it leads: a decision, a review, or a question to the cardholder. */
  readonly decision?: string;
  readonly review?: string;
  readonly challenge?: string;
}

/** All that is known of an authorization. */
export interface Story {
  readonly authorization: Authorization;
  readonly transactions: readonly Transaction[];
  readonly challenges: readonly Challenge[];
}

/**
 * What happened to an authorization, in the order of time: asks, replies, confirmations, questions to the cardholder,
 * money, labels, reviews.
 */
export function happeningsOf({ authorization, transactions, challenges }: Story): Happening[] {
  const decisions = new Map(authorization.decisions.map((decision) => [decision.id, decision]));
  return [
    ...authorization.asks.flatMap((ask) => ofAsk(ask, decisions.get(ask.decision ?? ''))),
    ...authorization.decisions
      .filter(({ id }) => !authorization.asks.some((ask) => ask.decision === id))
      .flatMap(replied),
    ...challenges.flatMap(ofChallenge),
    ...transactions.map(ofTransaction),
    ...authorization.labelled.labels.map(ofLabel),
    ...authorization.reviews.flatMap(ofReview),
  ].sort((a, b) => placeMs(a) - placeMs(b) || a.order - b.order);
}

function placeMs({ at, after = at }: Happening): number {
  return Math.max(Date.parse(at), Date.parse(after));
}

const MEANT = { approve: 'approve', decline: 'decline', challenge: 'decline and ask the cardholder' } as const;

function ofAsk(ask: Authorization['asks'][number], decision: Decision | undefined): Happening[] {
  const { at, place, amount_minor, currency, confirmation, outcome } = ask;
  const money = amount_minor === null || currency === null ? 'an amount not told' : sayMoney(amount_minor, currency);
  const asked: Happening = {
    ...{ at, order: 0, tone: 'plain', what: place === 0 ? 'Asked' : 'Asked for more' },
    detail: ask.decision === null ? `${money}; Stripe did not ask us` : money,
  };
  const ended: Happening[] = confirmation
    ? [
        {
          ...{ at: confirmation.at, order: 3, what: confirmation.approved ? 'Approved' : 'Declined' },
          tone: confirmation.approved ? 'approve' : 'decline',
          detail: `Stripe reports; last word: ${LAST_WORD[confirmation.decided_by]}${
            confirmation.reason ? ` (${inWords(confirmation.reason)})` : ''
          }`,
        },
      ]
    : [];
  if (decision) return [asked, ...replied(decision), ...ended];
  if (outcome === null) return [asked, ...ended];
  return [asked, { at, order: 1, tone: outcome, what: 'We meant', detail: MEANT[outcome] }, ...ended];
}

function replied(decision: Decision): Happening[] {
  const { id, outcome, reasons, asked_at, received_at, decided_after_ms, sent_at } = decision;
  const after = new Date(asked_at).toISOString();
  return [
    {
      ...{ at: new Date(received_at).toISOString(), after, order: 1, tone: outcome, decision: id },
      what: `We said: ${MEANT[outcome]}`,
      detail: `${reasons.join(', ')}; in ${decided_after_ms.toFixed(1)} ms`,
    },
    ...(sent_at
      ? [
          {
            at: sent_at,
            after,
            order: 2,
            tone: 'plain' as const,
            what: 'Reply sent',
            detail: 'it had gone out by then',
          },
        ]
      : []),
  ];
}

function ofChallenge(question: Challenge): Happening[] {
  const { id, state, asked_at, ended_at, because } = question;
  const phone = sayPhone(question.phone);
  const detail = `by ${sayAsker(question)}${phone === null ? '' : `, at ${phone}`}`;
  const isOpen = ended_at === null;
  const asked: Happening = {
    ...{ at: asked_at, order: 3, tone: 'challenge', what: 'Question to the cardholder', challenge: id },
    detail: isOpen ? `${detail}; ${STATE_MOMENTS[state].what.toLowerCase()}` : detail,
  };
  if (isOpen) return [asked];
  const why = because === null ? '' : becauseInWords(because);
  return [asked, { at: ended_at, order: 4, ...STATE_MOMENTS[state], detail: why, challenge: id }];
}

function ofTransaction({ type, kind, amount_minor, currency, created, dispute }: Transaction): Happening {
  const amount = sayMoney(Math.abs(amount_minor), currency);
  return {
    ...{ at: created, order: 4, tone: 'plain', what: type === 'refund' ? 'Refunded' : 'Captured' },
    detail: `${amount}${kind === 'normal' ? '' : `, ${inWords(kind)}`}${dispute ? '; disputed' : ''}`,
  };
}

function ofLabel({ verdict, source, known_at, ref, by }: Authorization['labelled']['labels'][number]): Happening {
  const who = by ? `, by ${by.name ?? by.id}` : '';
  return {
    ...{
      at: known_at,
      order: 5,
      tone: verdict === 'fraud' ? 'decline' : verdict === 'legitimate' ? 'approve' : 'plain',
    },
    what: source === 'dispute' ? 'Dispute' : 'Label',
    detail: `${inWords(verdict)}, from ${inWords(source)} ${ref}${who}`,
  };
}

function ofReview({ id, kind, rules, opened_at, closed_at, verdict }: Authorization['reviews'][number]): Happening[] {
  const why = rules.length > 0 ? rules.join(', ') : inWords(kind);
  const opened: Happening = { at: opened_at, order: 6, tone: 'plain', what: 'Review opened', detail: why, review: id };
  if (closed_at === null) return [opened];
  return [
    opened,
    {
      at: closed_at,
      order: 7,
      tone: 'plain',
      what: 'Review closed',
      detail: verdict ? inWords(verdict) : 'without a verdict',
      review: id,
    },
  ];
}
