import { isTestKey } from './adapters/stripe/key.ts';
import type { SystemFacts } from './apps/server/v1/ports.ts';
import type { Config } from './config.ts';
import type { Presence } from './core/domain/presence.ts';
import type { Stores } from './stores.ts';
import type { Velocity } from './workflows/velocity/velocity.ts';

/** What is told beside the stores. */
interface Told {
  readonly velocity: Pick<Velocity, 'status'>;
  readonly presence: Presence;
  readonly oldestUnshippedMs: number;
}

/** The mode of the key by which Stripe is asked; null without one. */
export function stripeModeOf({ secretKey }: Pick<Config, 'secretKey'>): 'live' | 'test' | null {
  if (secretKey === null) return null;
  return isTestKey(secretKey) ? 'test' : 'live';
}

/** What a gateway knows of itself, for whoever may read: no address, no secret. */
export function systemFacts(config: Config, stores: Stores, told: Told): Omit<SystemFacts, 'console'> {
  const { id, name, program, node, startedAtMs } = told.presence;
  const { kind, state, schema, isSynced: synced } = stores.database.status();
  const { unshippedBytes, unwrittenRecords, writable, lastSyncMs } = stores.journal.status();
  const { claims, live } = stores;
  return {
    process: { id, name, started_at: new Date(startedAtMs).toISOString() },
    program,
    node,
    policy: policyOf(live),
    database: { kind, state, schema, synced },
    counters: countersOf(told.velocity),
    queue: {
      kind: config.redisUrl !== null ? 'redis' : config.databaseUrl === null ? 'pglite' : 'postgres',
      done_by: config.jobs,
    },
    stripe: { mode: stripeModeOf(config), pinned: config.stripeVersion },
    journal: {
      record: config.record,
      writable,
      unshipped_bytes: unshippedBytes,
      oldest_unshipped_ms: told.oldestUnshippedMs,
      unwritten_records: unwrittenRecords,
      last_sync_ms: Math.round(lastSyncMs * 100) / 100,
    },
    claims: { asks: claims.size, known_since: new Date(claims.knownSinceMs).toISOString() },
    settings: config.settings.map(({ name: setting, isSet }) => ({ name: setting, set: isSet })),
    dataDir: config.dataDir,
  };
}

function policyOf(live: Stores['live']): SystemFacts['policy'] {
  const { version, activation, from, differingFolder, shadow, broken, listEntries } = live.status();
  return {
    live: version,
    from,
    activated_at: activation && new Date(activation.atMs).toISOString(),
    shadow,
    differing_folder: differingFolder,
    broken_rules: broken.length,
    list_entries: listEntries,
    profiles: [...live.current().profiles.values()].map(({ name, deadlineMs }) => ({ name, deadline_ms: deadlineMs })),
  };
}

function countersOf(velocity: Told['velocity']): SystemFacts['counters'] {
  const status = velocity.status();
  return {
    kind: status.kind,
    server: status.server ?? null,
    cold: status.cold,
    filling: status.filling.map(({ version, events, share }) => ({ version, events, share })),
    keys: status.keys ?? null,
    bytes: status.bytes ?? null,
  };
}
