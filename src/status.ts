import type { LivePolicy } from './adapters/store/policies/live.ts';
import type { Config } from './config.ts';
import type { Stores } from './stores.ts';

/** What `/readyz` says of the parts that decide and keep. */
export function statusOf(config: Config, { live, journal, database, claims }: Stores) {
  const { segment, unshippedBytes, unwrittenRecords, writable, lastSyncMs } = journal.status();
  const { kind, state, schema, isSynced, reason } = database.status();
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
    database: { kind, state, schema, synced: isSynced, reason },
    claims: { asks: claims.size, known_since: new Date(claims.knownSinceMs).toISOString() },
  };
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
