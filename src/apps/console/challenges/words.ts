import { becauseInWords } from '../../../core/decision/question.ts';
import { codeInWords } from '../../../core/decision/vocabulary.ts';
import type { Challenge, WholeChallenge } from '../../../sdk/index.ts';
import { capital } from '../parts/capital.ts';

type State = Challenge['state'];
type Moment = WholeChallenge['timeline'][number];
type Tone = 'approve' | 'decline' | 'challenge' | 'plain';

/** Where a question stands, as a sign, a colour and a word or two. */
export const STATE_WORDS: Readonly<
  Record<State, { readonly sign: string; readonly tone: Tone; readonly word: string }>
> = {
  pending: { sign: '…', tone: 'challenge', word: 'about to be sent' },
  sent: { sign: '→', tone: 'challenge', word: 'sent' },
  delivered: { sign: '?', tone: 'challenge', word: 'waits for an answer' },
  verified: { sign: '✓', tone: 'approve', word: 'YES' },
  rejected: { sign: '✕', tone: 'decline', word: 'NO' },
  expired: { sign: '–', tone: 'plain', word: 'not answered' },
  undeliverable: { sign: '!', tone: 'plain', word: 'not delivered' },
  opted_out: { sign: '⊘', tone: 'plain', word: 'STOP' },
  void: { sign: '○', tone: 'plain', word: 'void' },
};

/** The states in the filter; `open` are the first three. */
export function sayState(state: State | 'open'): string {
  return state === 'open' ? 'open: any of the next three' : STATE_WORDS[state].word;
}

/** What a phone number shows of itself: `US •• 34`; null where nothing of it is known. */
export function sayPhone(phone: Challenge['phone']): string | null {
  if (phone === null || (phone.country === null && phone.ends === null)) return null;
  return `${phone.country ?? '??'} •• ${phone.ends ?? '??'}`;
}

/** Who asks, in a word or two: `Twilio` for us. */
export function sayChannel({ channel, origin }: Pick<Challenge, 'channel' | 'origin'>): string {
  if (origin === 'stripe') return 'Stripe, by itself';
  return channel === 'stripe' ? 'Stripe' : 'Twilio';
}

/** The same as the end of a sentence. */
export function sayAsker({ channel, origin }: Pick<Challenge, 'channel' | 'origin'>): string {
  if (origin === 'stripe') return 'Stripe, by itself';
  return channel === 'stripe' ? 'Stripe, for us' : 'us, through Twilio';
}

/** What a state is in a story, as something that happened. */
export const STATE_MOMENTS: Readonly<Record<State, { readonly tone: Tone; readonly what: string }>> = {
  pending: { tone: 'challenge', what: 'About to be sent' },
  sent: { tone: 'challenge', what: 'Sent' },
  delivered: { tone: 'challenge', what: 'Delivered, and not answered yet' },
  verified: { tone: 'approve', what: 'The cardholder said YES' },
  rejected: { tone: 'decline', what: 'The cardholder said NO' },
  expired: { tone: 'plain', what: 'The question was not answered in time' },
  undeliverable: { tone: 'plain', what: 'The question was not delivered' },
  opted_out: { tone: 'plain', what: 'The cardholder said STOP' },
  void: { tone: 'plain', what: 'The question is void' },
};

const MOMENTS: Readonly<Record<Moment['what'], { readonly tone: Tone; readonly what: string }>> = {
  asked: { tone: 'challenge', what: 'Declined, and asked about' },
  claimed: { tone: 'plain', what: 'Taken up, to be sent once' },
  sent: { tone: 'plain', what: 'Sent' },
  delivered: { tone: 'plain', what: 'Delivered' },
  reply: { tone: 'plain', what: 'Reply' },
  asked_again: { tone: 'plain', what: 'Asked once more' },
  answered_yes: { tone: 'approve', what: 'Answered YES' },
  answered_no: { tone: 'decline', what: 'Answered NO' },
  expired: { tone: 'plain', what: 'Not answered in time' },
  undeliverable: { tone: 'plain', what: 'Not delivered' },
  opted_out: { tone: 'plain', what: 'Answered STOP' },
  void: { tone: 'plain', what: 'Void' },
  allowed: { tone: 'approve', what: 'Purchases there are allowed' },
  allowance_ended: { tone: 'plain', what: 'The allowance ended' },
  lifted: { tone: 'plain', what: 'The NO was taken back' },
  purchase: { tone: 'plain', what: 'Tried again' },
};

/** One thing that happened to a question, in words. */
export function sayMoment({ what, because, effect }: Moment): { tone: Tone; what: string; detail: string } {
  const words = MOMENTS[what];
  if (what === 'reply') {
    return {
      ...words,
      detail: `read as ${sayReading(because ?? 'nothing')}${effect === null ? '' : `; ${becauseInWords(effect)}`}`,
    };
  }
  if (what === 'purchase') return { ...words, tone: toneOf(effect ?? ''), detail: sayTried(because, effect) };
  return { ...words, detail: because === null ? '' : becauseInWords(because) };
}

function sayTried(reason: string | null, effect: string | null): string {
  const why = reason === null ? null : (codeInWords(reason) ?? reason);
  return [effect?.replace(/^(approve|decline|challenge)$/, 'to be $1d') ?? null, why]
    .filter((part) => part !== null)
    .join(': ');
}

function toneOf(effect: string): Tone {
  if (effect.startsWith('approve')) return 'approve';
  return effect.startsWith('decline') ? 'decline' : 'plain';
}

/** How a reply was read. */
export function sayReading(reading: string): string {
  return ['yes', 'no', 'stop', 'start', 'help'].includes(reading)
    ? reading.toUpperCase()
    : reading.replaceAll('_', ' ');
}

/** What an answer led to, or may lead to yet, as a sentence. */
export function sayStanding(challenge: Challenge): string {
  const { state, because, opted_out: isOptedOut } = challenge;
  const why = because === null ? '' : `: ${becauseInWords(because)}`;
  const stop = isOptedOut && state !== 'opted_out' ? ' The phone said STOP since, and is not asked again.' : '';
  return `${capital(SENTENCES[state])}${why}.${stop}`;
}

const SENTENCES: Readonly<Record<State, string>> = {
  pending: 'the text is about to be sent',
  sent: 'the text left, and the carrier has not said that it arrived',
  delivered: 'the text arrived, and its answer is awaited',
  verified: 'the cardholder says that the purchase was theirs',
  rejected: 'the cardholder says that the purchase was not theirs',
  expired: 'no clear answer came in time',
  undeliverable: 'the text did not arrive',
  opted_out: 'the cardholder answered STOP, and is not asked again until START',
  void: 'the question was never put, or is about a decline that did not happen',
};

/** Whether a purchase is with the card there. */
export function sayPresence(isPresent: boolean | null): string {
  if (isPresent === null) return 'not known';
  return isPresent ? 'card present' : 'card not present';
}
