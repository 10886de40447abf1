import type { ChallengeChannel, ChallengeState } from '../domain/challenge.ts';
import { plain } from './plain.ts';
import { unaskableInWords } from './vocabulary.ts';

/** What became of the question that a decision put; times are in milliseconds since 1970, null: it did not happen. */
export interface Question {
  readonly channel: ChallengeChannel;
  readonly state: ChallengeState;
  readonly because: string | null;
  readonly sentAtMs: number | null;
  readonly answeredAtMs: number | null;
  /** A NO declines that merchant on that card until then. */
  readonly declinesUntilMs: number | null;
  /** Somebody took the NO back. */
  readonly isLifted: boolean;
  /** Until when a YES allows to buy there; null where it allows nothing. */
  readonly allowedUntilMs: number | null;
  /** Why that ended before its time; null: it did not. */
  readonly allowanceEnded: string | null;
}

const BECAUSE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    not_sent_in_time: 'the text did not leave in time',
    phone_changed: 'the phone number was changed meanwhile',
    send_unknown: 'Twilio knows of no such text',
    number_not_told: 'Stripe does not tell the phone number',
    invalid_number: 'Twilio takes it for no phone number',
    country_not_enabled: "that country is not allowed in Twilio's settings",
    sender_unusable: 'Twilio can not send from our sender',
    sender_unregistered: 'our sender is not registered with the carriers',
    number_not_verified: "a trial account of Twilio's texts verified numbers only",
    unroutable: 'no carrier takes texts from our sender to that phone',
    not_sms_capable: 'that phone takes no texts',
    phone_unreachable: 'the phone was off or out of reach',
    blocked: 'the phone or its carrier blocks our texts',
    number_unknown: 'no carrier knows the number',
    landline_or_unreachable: 'it is a landline, or its carrier can not be reached',
    filtered: 'the carrier filtered it out',
    carrier_error: 'the carrier could not deliver it',
    asked_again: 'asked once more',
    opted_in: 'texts are wanted again',
    too_late: 'it came too late',
    no_question: 'there was no question to answer',
    nothing: 'it changed nothing',
    not_taken: 'Stripe did not take our answer',
    not_delivered: 'the carrier did not deliver it',
    opted_out: 'the phone had answered STOP',
    webhook_timeout: 'our answer did not reach Stripe in time',
    webhook_error: 'Stripe could not use our answer',
    network_fallback: "the card network decided in Stripe's place",
    approved: 'the purchase was approved after all',
    no_phone_number: 'the cardholder has no phone number',
    unsupported_phone_number: 'Stripe sends no text to that phone number',
    rejected: 'the cardholder answered NO to a question about that card',
    fraud_warning: 'there was a warning of fraud about the card',
    dispute: 'a purchase with that card was disputed as fraud',
    void: 'the question was withdrawn',
    revoked: 'somebody revoked it',
    paused: 'somebody paused it',
  }),
);

/** What a short code says of a question or an allowance, in a clause; a code that is not known as it is. */
export function becauseInWords(code: string): string {
  return BECAUSE.get(code) ?? plain(unaskableInWords(code), 100);
}

/**
 * What became of a question to a cardholder, in one sentence for people: `The cardholder was asked by text and answered
 * YES 2 minutes later; they may buy there until 2026-06-08 12:10 UTC.`
 */
export function questionInWords(question: Question): string {
  const { channel, state, because, sentAtMs } = question;
  const asked = `The cardholder was asked by ${channel === 'stripe' ? "Stripe's text" : 'text'}`;
  switch (state) {
    case 'pending':
      return 'The text that asks the cardholder is on its way.';
    case 'sent':
    case 'delivered':
      return `${asked} and has not answered yet.`;
    case 'verified':
      return `${asked} and answered YES${later(question)}${allowed(question)}.`;
    case 'rejected':
      return `${asked} and answered NO${later(question)}${declined(question)}.`;
    case 'expired':
      return `${asked} and did not answer in time.`;
    case 'opted_out':
      return `${asked} and answered STOP: that phone gets no more questions.`;
    case 'undeliverable':
      return `The text that asks the cardholder did not arrive${why(because)}.`;
    case 'void':
      return `The question to the cardholder was ${sentAtMs === null ? 'not put' : 'withdrawn'}${why(because)}.`;
  }
}

function why(because: string | null): string {
  return because === null ? '' : `: ${becauseInWords(because)}`;
}

function later({ sentAtMs, answeredAtMs }: Question): string {
  if (sentAtMs === null || answeredAtMs === null) return '';
  const minutes = Math.round((answeredAtMs - sentAtMs) / 60_000);
  if (minutes < 1) return ' within a minute';
  if (minutes >= 120) return ` ${Math.round(minutes / 60)} hours later`;
  return ` ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} later`;
}

function allowed({ allowedUntilMs, allowanceEnded }: Question): string {
  if (allowanceEnded !== null) return `; what that allowed has ended: ${becauseInWords(allowanceEnded)}`;
  return allowedUntilMs === null ? '' : `; they may buy there until ${minuteOf(allowedUntilMs)}`;
}

function declined({ isLifted, declinesUntilMs }: Question): string {
  if (isLifted) return ', which was taken back';
  return declinesUntilMs === null ? '' : `; the card is declined there until ${minuteOf(declinesUntilMs)}`;
}

function minuteOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
