/** What is measured, by its name: Prometheus's base units, `_total` for what only grows. */
export interface MetricKind {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
}

const counter = (help: string, ...labels: string[]): MetricKind => ({ type: 'counter', labels, help });
const gauge = (help: string, ...labels: string[]): MetricKind => ({ type: 'gauge', labels, help });
const histogram = (help: string, ...labels: string[]): MetricKind => ({ type: 'histogram', labels, help });

/** Every metric of ours; docs/monitoring.md is made from it. */
export const CATALOGUE = {
  countersign_decisions_total: counter(
    'Asks that were decided, each once; a duplicate is answered and not decided.',
    ...['outcome', 'portfolio', 'answered_by', 'livemode'],
  ),
  countersign_answer_stage_seconds: histogram(
    'How long the parts of an answer took: features (counted and read), decide, record; ' +
      'total, from request to reply, in whole milliseconds.',
    'stage',
  ),
  countersign_answer_margin_seconds: histogram(
    "What was left of Stripe's two seconds when an answer was given; at most 0: Stripe had given up.",
  ),
  countersign_stand_ins_total: counter('Decisions of the stand-in, by why the policy could not answer.', 'cause'),
  countersign_missing_inputs_total: counter(
    'Decisions to which something that a rule reads was missing, by why; once for each decision and cause.',
    'cause',
  ),
  countersign_duplicates_answered_total: counter('Asks that came again and got the stored answer.'),
  countersign_recorded_late_total: counter('Answers that went out before they were durable.'),
  countersign_recorded_late_waiting: gauge('Answers that went out and still are not durable.'),
  countersign_webhooks_received_total: counter(
    "Signed requests, by door and Stripe's type of event, or what was read from Twilio's.",
    ...['door', 'type'],
  ),
  countersign_signature_failures_total: counter(
    'Requests whose signature did not hold, by door and why.',
    ...['door', 'reason'],
  ),
  countersign_confirmations_total: counter(
    'Asks that Stripe reported, by its reason, each once and by one process: what counts is the sum over all of them.',
    ...['reason', 'livemode'],
  ),
  countersign_unaskable_total: counter(
    'Asks that a challenge matched but whose cardholder could not be asked, by why.',
    'reason',
  ),
  countersign_challenges_of_day: gauge(
    'Questions to cardholders that were asked in the last 24 hours, by how they stand now.',
    ...['channel', 'state'],
  ),
  countersign_sms_replies_of_day: gauge('Texts that came back in the last 24 hours, by how they were read.', 'reading'),
  countersign_journal_unshipped_bytes: gauge('In the journal and not yet in the database.'),
  countersign_journal_oldest_unshipped_seconds: gauge(
    'How long the oldest record has been in the journal alone; of those from before the start, since the start.',
  ),
  countersign_journal_unwritten_records: gauge('Handed to the journal and not yet on the disk.'),
  countersign_journal_writable: gauge('1, or 0 while the disk refuses or hangs.'),
  countersign_journal_last_sync_seconds: gauge('What the disk took for the last batch.'),
  countersign_database_up: gauge('1 while the database can be reached, else 0.', 'kind'),
  countersign_counters_cold: gauge('1 while some features lack some of their past and are missing, else 0.', 'kind'),
  countersign_counters_filling: gauge('Policy versions whose past is being counted.'),
  countersign_inbox_waiting_records: gauge(
    'Stored records that were not yet looked at for what follows; 100,000: or more.',
  ),
  countersign_inbox_postponed_records: gauge('Those of them that failed and are tried again later.'),
  countersign_inbox_oldest_seconds: gauge('How long ago the first of those that wait arrived.'),
  countersign_outbox_waiting_jobs: gauge('Jobs not yet handed to the queue; 100,000: or more.'),
  countersign_queue_jobs: gauge('Jobs in the queue, by state.', ...['queue', 'state']),
  countersign_queue_oldest_seconds: gauge('How long the job that is due longest has waited.', 'queue'),
  countersign_policy_info: gauge('1 for the version in force in this process.', 'version'),
  countersign_alarm: gauge('1 for every alarm that stands in this process.', 'alarm'),
  countersign_scrape_source_errors_total: counter(
    'Scrapes for which the database or the queue did not answer: their gauges show what was last known.',
    'source',
  ),
  countersign_scrape_source_age_seconds: gauge('How old that is.', 'source'),
} as const satisfies Readonly<Record<string, MetricKind>>;

export type MetricName = keyof typeof CATALOGUE;
