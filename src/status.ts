import type { AlarmBoard } from './adapters/log/alarms.ts';
import type { LivePolicy } from './adapters/store/policies/live.ts';
import type { Config } from './config.ts';
import type { Health } from './core/decision/health.ts';
import { QUEUE_SETTINGS } from './core/domain/job.ts';
import type { Following } from './following.ts';
import type { Stores } from './stores.ts';

/** What `/readyz` says of the parts that decide and keep. */
export function statusOf(config: Config, { live, journal, database, claims }: Stores) {
  const { segment, unshippedBytes, unwrittenRecords, writable, lastSyncMs } = journal.status();
  return {
    policy: policyStatus(live),
    record: config.record,
    journal: {
      writable,
      segment,
      unshipped_bytes: unshippedBytes,
      unwritten_records: unwrittenRecords,
      last_sync_ms: Math.round(lastSyncMs * 100) / 100,
    },
    database: databaseStatus(database),
    claims: { asks: claims.size, known_since: new Date(claims.knownSinceMs).toISOString() },
  };
}

/** The same, of what degrades a gateway, for whoever may read. */
export function healthOf(
  { secretKey, eventSecrets }: Pick<Config, 'secretKey' | 'eventSecrets'>,
  { live, journal, database, claims, startedMs }: Stores,
  {
    counters,
    recordedLateWaiting,
  }: { readonly counters: { readonly cold: boolean }; readonly recordedLateWaiting: number },
): Health {
  const { state, reason } = database.status();
  const { from, broken } = live.status();
  return {
    areClaimsCold: claims.knownSinceMs > startedMs,
    areCountersCold: counters.cold,
    recordedLateWaiting,
    isDatabaseOpen: state === 'open',
    databaseReason: reason,
    isJournalWritable: journal.status().writable,
    isPolicyKept: from === 'kept',
    brokenRules: broken.length,
    hasStripeKey: secretKey !== null,
    takesEvents: eventSecrets.length > 0,
  };
}

/** What `/readyz` says of the database. */
export function databaseStatus(database: Stores['database']) {
  const { kind, state, schema, isSynced, reason } = database.status();
  return { kind, state, schema, synced: isSynced, reason };
}

/** Every alarm that stands, as `/readyz` says it. */
export function standingAlarms(alarms: Pick<AlarmBoard, 'standing'>) {
  return alarms.standing().map(({ alarm, sinceMs, times, detail }) => {
    return { alarm, since: new Date(sinceMs).toISOString(), times, detail };
  });
}

function policyStatus(live: LivePolicy) {
  const { version, activation, from, differingFolder, shadow, broken, listEntries } = live.status();
  return {
    version,
    from,
    activated_at: activation && new Date(activation.atMs).toISOString(),
    differing_folder: differingFolder,
    shadow,
    broken_rules: broken,
    list_entries: listEntries,
  };
}

/** What `/readyz` says of what follows from records, as it was when it was last looked at. */
export function followingStatus({ jobs, seen }: Pick<Following, 'jobs' | 'seen'>) {
  const last = seen();
  const { unworked, doneBy } = jobs;
  return {
    inbox: { waiting: last?.waiting?.inbox.waiting ?? null },
    jobs: {
      done_by: doneBy,
      seen_at: last && new Date(last.atMs).toISOString(),
      outbox: last?.waiting?.outbox.waiting ?? null,
      queues:
        last?.queues?.map(({ oldestWaitingMs, ...queue }) => ({
          ...queue,
          oldest_seconds:
            oldestWaitingMs === null ? null : Math.max(0, Math.round((last.atMs - oldestWaitingMs) / 1_000)),
          waits_for: unworked.includes(queue.queue) ? (QUEUE_SETTINGS[queue.queue] ?? null) : null,
        })) ?? null,
    },
  };
}
