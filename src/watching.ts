import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ProcessState } from './adapters/metrics/sources.ts';
import { keptFolderId } from './adapters/store/data-dir.ts';
import { countChallengesSince } from './adapters/store/database/challenge-counts.ts';
import { countWaiting } from './adapters/store/database/waiting.ts';
import { watchLag } from './adapters/store/journal/lag.ts';
import type { Config } from './config.ts';
import type { Authorizer } from './core/decision/authorize.ts';
import type { Presence } from './core/domain/presence.ts';
import { programVersion } from './program.ts';
import type { Stores, WorkStores } from './stores.ts';
import type { Velocity } from './workflows/velocity/velocity.ts';
import { startPresence } from './workflows/watch/presence.ts';
import { startTraffic, type TrafficCounter } from './workflows/watch/traffic.ts';
import { startAlarmWatch } from './workflows/watch/watcher.ts';

/** What is looked at beside the stores. */
interface Watched {
  readonly velocity: Pick<Velocity, 'status'>;
  readonly recordedLate: Authorizer['recordedLate'];
}

/** Watching, until it is closed. */
export interface Watching {
  close(): Promise<void>;
}

/** The same for a gateway, which has a journal. */
export interface GatewayWatching extends Watching {
  /** This process, as it is now. */
  presence(): Presence;
  /** How long the oldest record that the database does not have has waited. */
  oldestUnshippedMs(): number;
  /** Counts answers by the minute. */
  readonly traffic: Pick<TrafficCounter, 'answered'>;
}

/** Starts to write down the life of a gateway and its alarms, and shows metrics how things stand. */
export function startWatching(config: Config, stores: Stores, watched: Watched): GatewayWatching {
  const { journal, clock, database, logger } = stores;
  const lag = watchLag(journal.status, clock);
  observe(stores, () => ({
    ...commonState(stores),
    ...stateOf(stores, watched),
    journal: { ...journalState(stores), oldestUnshippedMs: lag.oldestMs() },
  }));
  const born = bornAs('gateway', stores);
  const presence = () => ({ ...born, policyVersion: stores.live.current().version });
  const watching = watchProcess(stores, presence, keptFolderId(config.dataDir));
  const traffic = startTraffic({ pool: database.pool, clock, logger, newId: () => `prc_${randomUUID()}` });
  return {
    presence,
    traffic,
    oldestUnshippedMs: lag.oldestMs,
    async close() {
      lag.close();
      await Promise.all([traffic.close(), watching.close()]);
    },
  };
}

/** The same for a worker, which holds no data folder and answers nobody. */
export function startWorkWatching(stores: WorkStores): Watching {
  const nothing = { recordedLateWaiting: 0, journal: null, counters: null, policyVersion: null };
  observe(stores, () => ({ ...commonState(stores), ...nothing }));
  const born = bornAs('worker', stores);
  return watchProcess(stores, () => born, null);
}

const DAY_MS = 86_400_000;

function observe({ metrics, database, clock }: WorkStores, state: () => ProcessState): void {
  metrics.observe({
    state,
    async stored() {
      const nowMs = clock.nowMs();
      const [{ inbox, outbox }, ofDay] = await Promise.all([
        countWaiting(database.pool),
        countChallengesSince(database.pool, nowMs - DAY_MS),
      ]);
      const { waiting, postponed, oldestAtMs } = inbox;
      const oldestMs = oldestAtMs === null ? null : nowMs - oldestAtMs;
      return { inbox: { waiting, postponed, oldestMs }, outbox: outbox.waiting, ...ofDay };
    },
  });
}

function bornAs(role: Presence['role'], { clock }: Pick<WorkStores, 'clock'>): Presence {
  return {
    id: `prc_${randomUUID()}`,
    name: `${hostname()}/${process.pid}`,
    role,
    program: programVersion(),
    node: process.versions.node,
    policyVersion: null,
    startedAtMs: clock.nowMs(),
  };
}

/** Says that the process is there, and writes down its alarms. */
function watchProcess(
  { alarms: board, database: { pool }, clock, logger, postAlarm: post }: WorkStores,
  presence: () => Presence,
  folder: string | null,
): Watching {
  const { id, name } = presence();
  const alarmWatch = startAlarmWatch({
    ...{ board, pool, clock, logger, post },
    process: { id, name, folder },
    newId: () => `alm_${randomUUID()}`,
  });
  const present = startPresence({ pool, clock, presence });
  return {
    async close() {
      await Promise.all([present.close(), alarmWatch.close()]);
    },
  };
}

function commonState({ alarms, database }: WorkStores) {
  const { kind, state } = database.status();
  return {
    database: { kind, isUp: state === 'open' },
    alarms: alarms.standing().map(({ alarm }) => alarm),
  };
}

function journalState({ journal }: Stores) {
  const { unshippedBytes, unwrittenRecords, writable: isWritable, lastSyncMs } = journal.status();
  return { unshippedBytes, unwrittenRecords, isWritable, lastSyncMs };
}

function stateOf({ live }: Stores, { velocity, recordedLate }: Watched) {
  const counters = velocity.status();
  return {
    recordedLateWaiting: recordedLate().waiting,
    counters: { kind: counters.kind, isCold: counters.cold, filling: counters.filling.length },
    policyVersion: live.current().version,
  };
}
