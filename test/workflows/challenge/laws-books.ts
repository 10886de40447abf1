import type { RequestFault } from '../../../src/simulator/twilio/faults.ts';

/** What somebody who writes to us means: what the words of a reply are known to say, not what was read out of them. */
export type Meaning = 'yes' | 'no' | 'unclear' | 'stop' | 'start' | 'help';

/** A decision that asked, as it was drawn. */
export interface Ask {
  readonly id: string;
  readonly authorization: string;
  readonly card: string;
  readonly cardholder: string;
  readonly merchant: string | null;
  readonly amountMinor: number;
  readonly isCardPresent: boolean | null;
  readonly channel: 'twilio' | 'stripe';
  readonly livemode: boolean;
  /** The number that the cardholder had when it was decided to ask. */
  readonly number: string;
  readonly askedAtMs: number;
  readonly replyMs: number;
  readonly timesAmount: number;
  readonly usesDaily: number;
  readonly keepMs: number;
  readonly declineMs: number;
}

/** Somebody asked Twilio to send a text; `since` is when the earliest job began that may have done so. */
export interface Attempt {
  readonly challenge: string;
  readonly to: string;
  readonly body: string;
  readonly atMs: number;
  readonly tick: number;
  readonly since: number;
  readonly fault: RequestFault | null;
}

/** A reply that was brought to the door: durable from `takenTick` on at the latest; null: nobody was told so. */
export interface BroughtReply {
  readonly sid: string;
  readonly number: string;
  readonly meaning: Meaning;
  readonly atMs: number;
  readonly beganTick: number;
  takenTick: number | null;
}

/**
 * What really happened, written down by those who did it: whoever asked, the people at their phones, Stripe and Twilio.
 * Ticks are the order of it all, which the clocks, being set back and forth, do not tell.
 */
export interface Books {
  readonly asks: Map<string, Ask>;
  readonly attempts: Attempt[];
  readonly replies: BroughtReply[];
  /** Since when it is known that Stripe did not take the decline. */
  readonly notTaken: Map<string, number>;
  /** Since when it is known that a cardholder's number changed. */
  readonly phoneChanges: { readonly cardholder: string; readonly tick: number }[];
  /** Everybody's number as it is. */
  readonly numbers: Map<string, string>;
  readonly violations: Set<string>;
  /** What was done, in its order. */
  readonly log: string[];
  /** Whether our clock ever ran otherwise than everybody else's. */
  isClockStepped: boolean;
  tick(): number;
}

/** Nothing happened yet. */
export function createBooks(): Books {
  let ticks = 0;
  return {
    asks: new Map(),
    attempts: [],
    replies: [],
    notTaken: new Map(),
    phoneChanges: [],
    numbers: new Map(),
    violations: new Set(),
    log: [],
    isClockStepped: false,
    tick: () => {
      ticks += 1;
      return ticks;
    },
  };
}

/**
 * Whether we certainly knew from one tick to another that the owner of a number wants no texts: a STOP was durable
 * before, and no START came after it until then.
 */
export function isKnownOptedOut({ replies }: Books, number: string, since: number, until: number): boolean {
  const theirs = replies.filter((reply) => reply.number === number);
  const stops = theirs.filter(
    ({ meaning, takenTick }) => meaning === 'stop' && takenTick !== null && takenTick < since,
  );
  const lastStop = Math.max(...stops.map(({ beganTick }) => beganTick), 0);
  if (lastStop === 0) return false;
  return !theirs.some(({ meaning, beganTick, takenTick }) => {
    return meaning === 'start' && beganTick < until && (takenTick ?? Infinity) > lastStop;
  });
}

/** What Twilio certainly did not send. */
export function isCertainlyUnsent({ fault }: Attempt): boolean {
  return fault === 'too_many_requests';
}
