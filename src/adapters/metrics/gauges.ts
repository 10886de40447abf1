import { limits } from '../../core/domain/limits.ts';
import { createAdmission } from './label.ts';
import type { MetricRow } from './row.ts';
import type { Sampled } from './sampled.ts';
import type { ProcessState, QueueCounts, StoredCounts } from './sources.ts';

/** How things stand; null where it is not known or there is no such thing. */
export interface Standing {
  readonly state: ProcessState | null;
  readonly stored: StoredCounts | null;
  readonly jobs: readonly QueueCounts[] | null;
  /** What is asked elsewhere, by whom. */
  readonly samples: Readonly<Record<string, Pick<Sampled<unknown>, 'errors' | 'ageMs'>>>;
}

const one = (value: number | boolean, labels: MetricRow['labels'] = {}): MetricRow[] => [
  { labels, value: Number(value) },
];
const seconds = (ms: number | null | undefined) => (ms ?? 0) / 1_000;

/** The lines of every gauge, by its name. What is not known has none: 0 would be a claim. */
export function gaugeRows({ state, stored, jobs, samples }: Standing): Readonly<Record<string, MetricRow[]>> {
  return { ...ofProcess(state), ...ofDatabase(stored), ...ofQueues(jobs ?? []), ...ofSamples(samples) };
}

function ofProcess(state: ProcessState | null) {
  const journal = state?.journal;
  const database = state?.database;
  const counters = state?.counters;
  const alarm = createAdmission({ known: [], others: 2 * limits.maxLabelOthers });
  const version = state?.policyVersion ?? null;
  return {
    countersign_recorded_late_waiting: state ? one(state.recordedLateWaiting) : [],
    countersign_journal_unshipped_bytes: journal ? one(journal.unshippedBytes) : [],
    countersign_journal_oldest_unshipped_seconds: journal ? one(seconds(journal.oldestUnshippedMs)) : [],
    countersign_journal_unwritten_records: journal ? one(journal.unwrittenRecords) : [],
    countersign_journal_writable: journal ? one(journal.isWritable) : [],
    countersign_journal_last_sync_seconds: journal ? one(seconds(journal.lastSyncMs)) : [],
    countersign_database_up: database ? one(database.isUp, { kind: database.kind }) : [],
    countersign_counters_cold: counters ? one(counters.isCold, { kind: counters.kind }) : [],
    countersign_counters_filling: counters ? one(counters.filling) : [],
    // The one in force alone: a version that was is no series any more.
    countersign_policy_info: version === null ? [] : one(1, { version }),
    countersign_alarm: [...new Set(state?.alarms.map(alarm))].flatMap((name) => one(1, { alarm: name })),
  };
}

function ofDatabase(stored: StoredCounts | null) {
  return {
    countersign_inbox_waiting_records: stored ? one(stored.inbox.waiting) : [],
    countersign_inbox_postponed_records: stored ? one(stored.inbox.postponed) : [],
    countersign_inbox_oldest_seconds: stored ? one(seconds(stored.inbox.oldestMs)) : [],
    countersign_outbox_waiting_jobs: stored ? one(stored.outbox) : [],
    countersign_challenges_of_day: (stored?.challenges ?? []).flatMap(({ channel, state, count }) =>
      one(count, { channel, state }),
    ),
    countersign_sms_replies_of_day: (stored?.replies ?? [])
      .slice(0, MAX_READINGS)
      .flatMap(({ reading, count }) => one(count, { reading })),
  };
}

/** Lines of the queue are few, and so are states; what is beyond that is left out. */
function ofQueues(queues: readonly QueueCounts[]) {
  const few = queues.slice(0, MAX_QUEUES);
  return {
    countersign_queue_jobs: few.flatMap(({ queue, jobs }) =>
      Object.entries(jobs)
        .slice(0, MAX_STATES)
        .flatMap(([state, count]) => one(count, { queue, state })),
    ),
    countersign_queue_oldest_seconds: few.flatMap(({ queue, oldestMs }) => one(seconds(oldestMs), { queue })),
  };
}

const MAX_QUEUES = 20;
const MAX_STATES = 10;
const MAX_READINGS = 20;

function ofSamples(samples: Standing['samples']) {
  const all = Object.entries(samples);
  return {
    countersign_scrape_source_errors_total: all.flatMap(([source, { errors }]) => one(errors(), { source })),
    countersign_scrape_source_age_seconds: all.flatMap(([source, { ageMs }]) => {
      const age = ageMs();
      return age === null ? [] : one(seconds(age), { source });
    }),
  };
}
