import type { AlarmName } from './ports.ts';

/** The parts of the service that an alarm may be about. */
export const PARTS = ['answers', 'records', 'database', 'counters', 'policy', 'jobs', 'stripe'] as const;
export type Part = (typeof PARTS)[number];

/** `critical`: answers or records are at stake now; `warning`: somebody should look today. */
export type Severity = 'critical' | 'warning';

/** An alarm for people: what it is about, how much it hurries, and in a few words what it means. */
export interface AlarmWords {
  readonly part: Part;
  readonly severity: Severity;
  readonly text: string;
}

const WORDS: Readonly<Record<AlarmName, AlarmWords>> = {
  ...about('answers', 'critical', {
    answer_refused: 'Stripe could not use an answer and went by its own default',
    answer_too_late: 'an answer did not reach Stripe in time, and its own default decided',
    answer_not_taken: 'Stripe reports another end than what we said',
    decide_failed: 'the policy could not be evaluated; the stand-in answered',
    no_signature_holds: 'signed requests come, and none of our secrets fits: nothing is answered',
    clock_skewed: 'most signed requests fail on age alone: the clock is wrong',
  }),
  ...about('answers', 'warning', {
    answered_twice: 'one ask got two answers',
    authorization_unreadable: 'a signed ask could not be read; the stand-in answered',
    claims_not_shared: 'gateways can not ask each other who answers an ask',
    signed_request_refused: 'Stripe signed something that does not belong here',
  }),
  ...about('records', 'critical', {
    journal_unwritable: 'the disk of the journal refuses or hangs',
    records_lost: 'records could not be kept',
    recorded_late: 'answers went out before they were durable',
  }),
  ...about('records', 'warning', {
    journal_backlog: 'the journal grows faster than the database takes it',
    journal_corrupt: 'a line of the journal is damaged',
    records_restored: "records were lost, and restored from Stripe's metadata",
  }),
  ...about('database', 'critical', { database_unreachable: 'the database can not be reached' }),
  ...about('database', 'warning', {
    database_behind_schema: 'the database was migrated by a later version',
    database_not_synced: 'commits are not real syncs: a power cut could lose them',
  }),
  ...about('counters', 'critical', {
    counters_failed: 'what features count could not be read or written; it was missing',
    counters_unreachable: 'Redis can not be reached: features are missing',
  }),
  ...about('counters', 'warning', { counters_evictable: 'Redis may throw counters away when its memory is full' }),
  ...about('policy', 'critical', { declines_surged: 'a young policy version declines far more than foretold' }),
  ...about('policy', 'warning', {
    policy_kept_in_use: 'the policy folder is gone or broken; the kept policy answers',
    policy_version_unusable: 'the activated version can not be read by a process',
    rule_failed: 'a rule threw',
  }),
  ...about('stripe', 'critical', {
    challenge_channel_off: 'Stripe refused answers that ask the cardholder: nobody is asked that way',
  }),
  ...about('jobs', 'warning', {
    ingest_failed: 'what follows from a record could not be drawn from it; it is tried again',
    jobs_dead: 'there are dead letters',
    jobs_stuck: 'jobs wait longer than they should',
  }),
  ...about('stripe', 'warning', {
    answers_unconfirmed: 'Stripe did not report how asks ended, and can not be asked',
    capture_forced: 'money was taken though nobody approved it',
    webhooks_missed: 'events of Stripe did not come',
  }),
};

/** An alarm of this name for people; one of another version's, that is not known here, by its name alone. */
export function alarmWords(name: string): AlarmWords {
  const known = Object.hasOwn(WORDS, name) ? WORDS[name as AlarmName] : undefined;
  return known ?? { part: 'answers', severity: 'warning', text: name };
}

function about<Name extends AlarmName>(part: Part, severity: Severity, texts: Readonly<Record<Name, string>>) {
  const named = Object.entries<string>(texts).map(([name, text]) => [name, { part, severity, text }]);
  return Object.fromEntries(named) as Record<Name, AlarmWords>;
}
