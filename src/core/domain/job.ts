import { limits } from './limits.ts';

/** Lines of jobs: what speaks to Stripe keeps to Stripe's limits together, and what is slow holds up only its own. */
export const JOB_QUEUES = ['stripe', 'notify', 'work', 'sms'] as const;
export type JobQueueName = (typeof JOB_QUEUES)[number];

/** The settings without which the jobs of a queue wait. */
export const QUEUE_SETTINGS: Readonly<Partial<Record<JobQueueName, string>>> = {
  stripe: 'STRIPE_SECRET_KEY',
  // The number that is texted is asked of Stripe.
  sms: 'STRIPE_SECRET_KEY, TWILIO_ACCOUNT_SID',
};

/** What is known of all jobs of one name. */
export interface JobKind {
  /**
   * `stripe` is for what needs Stripe's API: without STRIPE_SECRET_KEY its jobs wait, and are done when there is one. A
   * job of another queue must do without, but those of `sms`: they need it and Twilio's settings, and wait for both.
   */
  readonly queue: JobQueueName;
  /** How often it is tried before it is a dead letter. */
  readonly attempts: number;
  /** How often it comes by itself, without data; without this it comes when it is asked for. */
  readonly everyMs?: number;
}

/** Every job that there is. */
export const JOBS = {
  /** Asks Stripe what became of an authorization that it did not report. */
  retrieve_authorization: { queue: 'stripe', attempts: 8 },
  /** Deletes what has been kept for its days. */
  forget_old: { queue: 'work', attempts: 3, everyMs: limits.forgetEveryMs },
  /** Counts the rules of records that were stored before anybody did, or that slipped by. */
  judge_rules: { queue: 'work', attempts: 3, everyMs: limits.judgedEveryMs },
  /** Looks for asks whose end Stripe did not report, and for records that were lost. */
  confirm_sweep: { queue: 'work', attempts: 3, everyMs: 60_000 },
  /** Goes through Stripe's lists, page by page, and puts right what no event told us. */
  sweep_cards: { queue: 'stripe', attempts: 3, everyMs: limits.sweepEveryMs },
  sweep_cardholders: { queue: 'stripe', attempts: 3, everyMs: limits.sweepEveryMs },
  sweep_disputes: { queue: 'stripe', attempts: 3, everyMs: limits.sweepEveryMs },
  /** Sets a card inactive at Stripe, as a reviewer asked for. */
  freeze_card: { queue: 'stripe', attempts: 12 },
  /** Asks the cardholder, by Twilio. Some five minutes of tries: what did not leave by then is never sent. */
  send_challenge: { queue: 'sms', attempts: 12 },
  /** Finds out whether a question was sent that somebody set about sending and nobody heard of since. */
  settle_message: { queue: 'sms', attempts: 8 },
  /** Has Stripe tell what became of a question that it put: an event of it is not certain. */
  poll_challenge: { queue: 'stripe', attempts: 8 },
  /** Sets the card inactive whose holder answered NO, where the profile says so. */
  freeze_challenged_card: { queue: 'stripe', attempts: 12 },
  /** Ends questions whose time is over, and tells of channels that are off. */
  challenge_sweep: { queue: 'work', attempts: 3, everyMs: limits.challengeSweepMs },
  /** Ends allowances by what sweeps through Stripe's lists found, of which no record tells. */
  allowance_sweep: { queue: 'work', attempts: 3, everyMs: limits.allowanceSweepMs },
  /** Has a process set about the backtests that wait. It is done at once: what is under way, the database knows. */
  run_backtests: { queue: 'work', attempts: 3 },
  /** Tells the receiver of alarms that one was raised, ended or acknowledged. */
  deliver_alarm: { queue: 'notify', attempts: 16 },
} as const satisfies Readonly<Record<string, JobKind>>;
export type JobName = keyof typeof JOBS;

/** What a job is about: ids, never anything personal. */
export type JobData = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Work that is done later, once, whatever happens to processes meanwhile. `key` names it: while a job of this key is
 * known, another one is not added.
 */
export interface JobRequest {
  readonly name: JobName;
  readonly key: string;
  readonly data: JobData;
  /** Not before this moment, in milliseconds since 1970. */
  readonly notBeforeMs?: number;
}

/**
 * Does a job. What it does must bear being done twice, as after a crash in its midst. Rejects where it is to be tried
 * again later; with JobGivenUp where trying again is of no use.
 */
export type JobHandler = (data: JobData) => Promise<void>;

/** A job that no further try would bring to an end: it is a dead letter at once. */
export class JobGivenUp extends Error {
  override readonly name = 'JobGivenUp';
}
