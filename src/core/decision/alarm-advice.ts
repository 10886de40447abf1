import type { AlarmName } from './ports.ts';

/** What to do about each alarm, in a sentence or two; docs/operations.md says the same with what it means. */
const ADVICE: Readonly<Record<AlarmName, string>> = {
  answer_refused: "Look at the authorization of the detail; is STRIPE_VERSION the endpoint's? Report it.",
  answer_too_late: 'Look at the way between: load balancer, TLS, DNS; then at the machine.',
  answer_not_taken: 'Look at the authorization: it shows both ends. Does something else answer this endpoint?',
  answers_unconfirmed: 'Set STRIPE_SECRET_KEY, and subscribe the regular endpoint to all issuing_* events.',
  answered_twice: 'Both answers are stored. Look at what made the database late.',
  authorization_unreadable: "Compare the event with Stripe's API version, and report it.",
  capture_forced: 'Look at the forced captures, and dispute what the cardholder does not know.',
  declines_surged: 'Look at the latest declines; roll back, or put the rule in shadow.',
  challenge_channel_off: 'Is the channel enabled at Stripe? Then `countersign challenges resume stripe`.',
  claims_not_shared: 'Bring Redis back.',
  counters_evictable: "Set Redis's maxmemory-policy to noeviction.",
  counters_failed: 'The detail has the error; look at Redis.',
  counters_unreachable: 'Bring Redis back: what it lost is counted again from the database.',
  decide_failed: 'The detail has the error; report it.',
  rule_failed: 'Look at the rule named in the detail.',
  recorded_late: "Look at disk and database; don't end the process before this ends.",
  ingest_failed: 'The detail has the error; report it. It ends once no such record waits.',
  jobs_dead: 'Look at the dead letters under Jobs, mend what they say, and try them again.',
  jobs_stuck: 'Does a worker run? Look at its log, and at Redis or Postgres.',
  journal_unwritable: 'Make room on the disk; it goes on by itself.',
  journal_backlog: 'Look at the database.',
  journal_corrupt: 'The segment is kept as .damaged; find out what the disk did.',
  records_lost: 'refused.ndjson beside the journal has the refused ones.',
  records_restored: 'Find out what lost them: a process that was killed, or a disk that is gone.',
  database_unreachable: 'Bring the database back; answers go on meanwhile, and records wait in the journal.',
  database_behind_schema: 'Replace this process by the later version.',
  database_not_synced: "Set Postgres's fsync and synchronous_commit.",
  no_signature_holds: "This endpoint's signing secret is another one: set the right one.",
  policy_kept_in_use: 'Mend the policy folder (countersign check), and restart.',
  policy_version_unusable: 'Is this an older Countersign than the one that applied it? The policy before decides here.',
  signed_request_refused:
    'A wrong endpoint, thin events, or live and test mixed up: write live secrets as live:whsec_….',
  webhooks_missed: 'What was found is put right. Does the regular endpoint have all issuing_* events, and was it down?',
  clock_skewed: "Set this machine's clock right.",
};

/** What to do about an alarm of this name; null for one of another version's, that is not known here. */
export function alarmAdvice(name: string): string | null {
  return Object.hasOwn(ADVICE, name) ? ADVICE[name as AlarmName] : null;
}
