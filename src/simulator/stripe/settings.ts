import Stripe from 'stripe';

/**
 * Points that Stripe does not document. Each is a switch: the first value is the default and what we take Stripe to do,
 * and Countersign must hold its promises in the other positions as well.
 */
export const SWITCHES = {
  /** `risk_assessment` of an account without Advanced Fraud Tools. */
  withoutFraudTools: ['null', 'absent', 'partial'],
  /** The greatest fraud score; Stripe's pages name thresholds of 25, 50 and 75 and no maximum. */
  maximumFraudScore: ['100', '99'],
  /** Which values of the reply's `Stripe-Version` are accepted: named releases as well, or dates alone. */
  replyVersions: ['named', 'dated'],
  /** `request_history.reason` after an answer that isn't 200. */
  reasonOfRefusal: ['webhook_error', 'webhook_timeout'],
  /** Who decides after an answer that is invalid or isn't 200: the setting for time-outs, or nobody: a decline. */
  invalidReply: ['timeout_default', 'decline'],
  /** Whether an ask that met a broken connection is sent again, as the same event, within the two seconds. */
  askRetries: ['none', 'once'],
  /** While a signing secret is being rolled: signatures by both, or by the new one alone. */
  rolledSecret: ['both', 'new'],
  /** How an event names the connected account. */
  accountForm: ['account', 'context'],
  /** Whether a fraud challenge that is answered emits `issuing_authorization.updated`. */
  challengeUpdates: ['emitted', 'silent'],
  /** Whether a challenge answered NO marks the card with `user_indicated_fraud` in test mode. */
  refusedChallenge: ['marks_card', 'marks_nothing'],
  /** Whether a replacement card takes over the spending controls of the old one by itself. */
  replacementControls: ['not_inherited', 'inherited'],
  /** Cancelling a card that is canceled already. */
  cancelAgain: ['refused', 'accepted'],
} as const;

export type Switches = { readonly [Name in keyof typeof SWITCHES]: (typeof SWITCHES)[Name][number] };

/** Every switch in the position that we take Stripe to be in. */
export const DEFAULT_SWITCHES: Switches = positions(0);
/** Every switch in its last position. */
export const OTHER_SWITCHES: Switches = positions(-1);

function positions(index: number): Switches {
  return Object.fromEntries(Object.entries(SWITCHES).map(([name, values]) => [name, values.at(index)])) as Switches;
}

/** How this Stripe account is set up. */
export interface StripeSettings {
  readonly apiVersion: string;
  /** Whether a synchronous endpoint is set; without one Stripe approves by itself, as `card_active`. */
  readonly hasSyncEndpoint: boolean;
  /** Stripe waits this long for the synchronous endpoint. */
  readonly timeoutMs: number;
  /** What Stripe decides by itself when no answer came: the Dashboard's setting. */
  readonly timeoutDefault: 'approve' | 'decline';
  readonly hasFraudTools: boolean;
  /** Stripe's own block: fraud scores above this are declined as `suspected_fraud`, and nobody is asked. */
  readonly blocksScoresAbove: number | null;
  /** Whether Stripe asks cardholders about its own blocks: a setting of the Dashboard. */
  readonly challengesOwnBlocks: boolean;
  /** Whether this is live mode. */
  readonly livemode: boolean;
  /** A connected account whose cards these are. */
  readonly account: string | null;
  /** What may be spent in all, in minor units of each currency; beyond it asks end as `insufficient_funds`. */
  readonly balanceMinor: number;
  readonly switches: Switches;
}

export const DEFAULT_SETTINGS: StripeSettings = {
  apiVersion: Stripe.API_VERSION,
  hasSyncEndpoint: true,
  timeoutMs: 2_000,
  timeoutDefault: 'decline',
  hasFraudTools: true,
  blocksScoresAbove: 92,
  challengesOwnBlocks: false,
  livemode: false,
  account: null,
  balanceMinor: Number.MAX_SAFE_INTEGER,
  switches: DEFAULT_SWITCHES,
};
