import { type Challenge, type ChallengeEvent, type ChallengeState, OPEN_STATES } from '../domain/challenge.ts';

/**
 * What a challenge is after something happened to it. An event may come late, twice, or before what led to it: what an
 * answer proves (that the text was sent, that it arrived) is taken as known. Never throws; what changes nothing gives
 * the same object.
 *
 * - YES verifies what is open, in time, though it be heard of late; one that was said after the time, after a NO or
 *   after a STOP does not.
 * - NO rejects whatever was or may have been sent, however late and whatever was said before: it may be the truth
 *   about a fraud, and nobody who said YES for somebody else can be unheard otherwise.
 * - STOP ends what is open; so does time, and what the carrier says of a text that does not arrive.
 * - Void takes back the question, and a YES with it; a NO stands.
 */
export function withEvent(challenge: Challenge, event: ChallengeEvent): Challenge {
  const { atMs } = event;
  switch (event.kind) {
    case 'sent':
      return sent(challenge, atMs);
    case 'delivered':
      return delivered(challenge, atMs);
    case 'yes':
      if (challenge.state === 'verified') return saidEarlier(challenge, atMs);
      return mayVerify(challenge, atMs) ? answered(challenge, 'verified', atMs) : challenge;
    case 'no':
      if (challenge.state === 'rejected') return saidEarlier(challenge, atMs);
      return mayHaveBeenSent(challenge) ? answered(challenge, 'rejected', atMs) : challenge;
    case 'stop':
      return isOpen(challenge) ? ended(challenge, 'opted_out', atMs, null) : challenge;
    case 'undeliverable':
      return isOpen(challenge) && challenge.deliveredAtMs === null
        ? ended(challenge, 'undeliverable', atMs, event.because)
        : challenge;
    case 'void':
      return isOpen(challenge) || challenge.state === 'verified'
        ? ended(challenge, 'void', atMs, event.because)
        : challenge;
    case 'time':
      return timePassed(challenge, atMs);
  }
}

/** Whether an answer is awaited, or the question still to be put. */
export function isOpen({ state }: Pick<Challenge, 'state'>): boolean {
  return (OPEN_STATES as readonly ChallengeState[]).includes(state);
}

function sent(challenge: Challenge, atMs: number): Challenge {
  if (challenge.sentAtMs !== null) return challenge;
  const known = { ...challenge, sentAtMs: atMs, answerByMs: atMs + challenge.replyMs };
  return challenge.state === 'pending' ? { ...known, state: 'sent' } : known;
}

function delivered(challenge: Challenge, atMs: number): Challenge {
  if (challenge.deliveredAtMs !== null) return challenge;
  const known = { ...sent(challenge, atMs), deliveredAtMs: atMs };
  return known.state === 'sent' ? { ...known, state: 'delivered' } : known;
}

function mayHaveBeenSent({ sentAtMs, claimedAtMs }: Challenge): boolean {
  return sentAtMs !== null || claimedAtMs !== null;
}

function mayVerify(challenge: Challenge, atMs: number): boolean {
  const { state } = challenge;
  const isAwaited = isOpen(challenge) || state === 'undeliverable' || state === 'expired';
  return isAwaited && mayHaveBeenSent(challenge) && atMs < answersUntilMs(challenge);
}

/** Until when an answer counts; where nobody said when it was sent, as from when somebody set about it. */
export function answersUntilMs({
  answerByMs,
  claimedAtMs,
  sendByMs,
  replyMs,
}: Pick<Challenge, 'answerByMs' | 'claimedAtMs' | 'sendByMs' | 'replyMs'>): number {
  return answerByMs ?? (claimedAtMs ?? sendByMs) + replyMs;
}

/** The same answer, known from an earlier moment on: several tell of it, and in any order. */
function saidEarlier(challenge: Challenge, atMs: number): Challenge {
  const { answeredAtMs, deliveredAtMs } = challenge;
  if (answeredAtMs === null || answeredAtMs <= atMs) return challenge;
  const delivered = deliveredAtMs === null ? atMs : Math.min(deliveredAtMs, atMs);
  return { ...challenge, deliveredAtMs: delivered, answeredAtMs: atMs, endedAtMs: atMs };
}

function answered(challenge: Challenge, state: 'verified' | 'rejected', atMs: number): Challenge {
  return { ...delivered(challenge, atMs), state, because: null, answeredAtMs: atMs, endedAtMs: atMs };
}

function ended(challenge: Challenge, state: ChallengeState, atMs: number, because: string | null): Challenge {
  return { ...challenge, state, because, endedAtMs: atMs };
}

/**
 * Nothing is sent late, and no answer is awaited for ever; one that was claimed and not heard of may have been sent. It
 * ended when its time was over, whenever somebody looked.
 */
function timePassed(challenge: Challenge, atMs: number): Challenge {
  if (!isOpen(challenge)) return challenge;
  const { sendByMs } = challenge;
  if (!mayHaveBeenSent(challenge)) {
    return atMs >= sendByMs ? ended(challenge, 'void', sendByMs, 'not_sent_in_time') : challenge;
  }
  const untilMs = answersUntilMs(challenge);
  return atMs >= untilMs ? ended(challenge, 'expired', untilMs, null) : challenge;
}
