import { randomUUID } from 'node:crypto';
import type { AlarmBoard } from './adapters/log/alarms.ts';
import type { Logger } from './adapters/log/logger.ts';
import type { Metrics } from './adapters/metrics/metrics.ts';
import { findAnswer } from './adapters/store/database/answers.ts';
import type { SqlPool } from './adapters/store/database/pool.ts';
import { createDatabaseSink } from './adapters/store/database/sink.ts';
import type { LivePolicy } from './adapters/store/policies/live.ts';
import { createRecorder } from './adapters/store/recorder.ts';
import { createSentReplies } from './adapters/store/sent-replies.ts';
import type { ReportRecord } from './adapters/stripe/reports.ts';
import { type Challenging, openChallenging } from './challenging.ts';
import type { Config } from './config.ts';
import {
  type Answered,
  type Ask,
  type AuthorizePorts,
  type Authorizer,
  createAuthorizer,
} from './core/decision/authorize.ts';
import type { Health } from './core/decision/health.ts';
import type { Clock, RecordSink } from './core/decision/ports.ts';
import type { Decision } from './core/domain/decision.ts';
import { limits } from './core/domain/limits.ts';
import type { EventDoor } from './core/features/event-door.ts';
import { deadlinesOf } from './core/policy/policy.ts';
import { openShared, startCounting } from './counting.ts';
import { type Following, type Jobs, startFollowing } from './following.ts';
import { startForgetting } from './forgetting.ts';
import { startGovernance } from './governance.ts';
import { followingStatus, healthOf, statusOf } from './status.ts';
import { openStores, type Stores } from './stores.ts';
import { systemFacts } from './system.ts';
import { type GatewayWatching, startWatching } from './watching.ts';
import type { Eraser } from './workflows/forget/eraser.ts';
import type { Publisher } from './workflows/publish/publisher.ts';
import type { Shared } from './workflows/velocity/redis-shared.ts';
import { watchRetrieved } from './workflows/velocity/retrieved.ts';
import { createEventDoor } from './workflows/velocity/tracked.ts';
import type { Velocity } from './workflows/velocity/velocity.ts';
import type { TrafficCounter } from './workflows/watch/traffic.ts';

/** Everything long-lived, open. */
export interface Context {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly alarms: AlarmBoard;
  readonly records: RecordSink;
  hash(text: string): string;
  authorize(ask: Ask): Promise<Answered>;
  /** What the API stands on beside these. */
  readonly pool: SqlPool;
  /** Resolves when the database can be reached for the first time. */
  databaseReady(): Promise<void>;
  readonly live: LivePolicy;
  readonly publisher: Publisher;
  /** Takes a decision that was answered, for whoever looks at decisions afterwards. */
  decided(decision: Decision): void;
  /** Takes events of back ends. */
  readonly events: EventDoor;
  readonly velocity: Velocity;
  readonly eraser: Eraser;
  readonly metrics: Metrics;
  /** Whether somebody is told of alarms. */
  readonly areAlarmsTold: boolean;
  readonly jobs: Jobs & Pick<Following, 'seen'>;
  /** This process, and how it does. */
  readonly self: { readonly name: string; readonly startedMs: number; health(): Health };
  /** Counts answers by the minute. */
  readonly traffic: Pick<TrafficCounter, 'answered'>;
  /** Resolves when what follows from all records that the database has is done. */
  followed(): Promise<void>;
  /** Takes an answer that went out, by its decision; returns at once. */
  sent(decisionId: string): void;
  /** Takes over what Stripe reported of an authorization. Returns at once. */
  reported(record: ReportRecord): void;
  /** What runs, as `GET /v1/system` tells it. */
  system(): ReturnType<typeof systemFacts>;
  /** What `/readyz` says of all this. */
  status(): Readonly<Record<string, unknown>> & { readonly cold: boolean; readonly late: unknown };
  /** Closes everything in the order opposite to opening, the journal shipped before as far as that goes quickly. */
  close(): Promise<void>;
}

/**
 * Opens everything that `serve` needs. Throws DataDirInUse when another process has the data folder, and PolicyUnusable
 * when there is no policy to answer by, with everything closed again; a database that can't be reached is no reason not
 * to start.
 */
export async function openContext(config: Config): Promise<Context> {
  await using opening = new AsyncDisposableStack();
  const stores = await openStores(config, opening);
  const { clock, logger, alarms, hash, claims, database, live, startedMs } = stores;
  const edges = { clock, alarms, logger };
  const shared = opening.adopt(await openShared(config, stores), (open) => open.close());
  const velocity = opening.adopt(startCounting(shared.counters, stores), (started) => started.close());
  const challenging = opening.adopt(await openChallenging(config, stores, shared), (open) => open.close());
  const records = openRecords(config, stores);
  const replies = opening.adopt(createSentReplies({ records, clock }), (open) => open.close());
  const { authorize, recordedLate } = createAuthorizer(
    authorizePorts(config, stores, { shared, velocity, challenging, records }),
  );
  const reported = (record: ReportRecord) => void velocity.report(record, live.current());
  opening.adopt(watchRetrieved({ pool: database.pool, clock }, reported), (stop) => stop());
  const following = opening.adopt(startFollowing(stores, config), (started) => started.close());
  const forgetting = opening.adopt(
    startForgetting(config, stores, {
      velocity,
      claims: shared.claims,
      followed: following.drain,
      forgetJobs: following.jobs.queue.forget,
    }),
    (started) => started.close(),
  );
  const governance = opening.adopt(startGovernance(config, live, velocity, database.pool, edges), (started) =>
    started.close(),
  );
  const watching = opening.adopt(startWatching(config, stores, { velocity, recordedLate }), (started) =>
    started.close(),
  );
  const opened = opening.move();
  return {
    ...edges,
    records,
    hash,
    authorize,
    pool: database.pool,
    databaseReady: database.ready,
    live,
    publisher: governance.publisher,
    decided: governance.decided,
    events: createEventDoor({ velocity, records, policy: live.current, conceal: hash }),
    velocity,
    eraser: forgetting.eraser,
    metrics: stores.metrics,
    areAlarmsTold: stores.postAlarm !== null,
    jobs: { ...following.jobs, seen: following.seen },
    self: selfOf(config, stores, { velocity, recordedLate, watching }),
    traffic: watching.traffic,
    followed: following.drain,
    sent: (decisionId) => replies.sent(decisionId, clock.nowMs()),
    reported,
    system() {
      const oldestUnshippedMs = watching.oldestUnshippedMs();
      return systemFacts(config, stores, { velocity, presence: watching.presence(), oldestUnshippedMs });
    },
    status: () => ({
      cold: claims.knownSinceMs > startedMs,
      late: recordedLate(),
      ...statusOf(config, stores),
      counters: velocity.status(),
      challenges: challenging.status(),
      ...followingStatus(following),
    }),
    close: () => opened.disposeAsync(),
  };
}

/** What answering asks stands on. */
function authorizePorts(
  config: Config,
  { clock, alarms, hash, database, live, metrics }: Stores,
  {
    shared,
    velocity,
    challenging,
    records,
  }: { shared: Shared; velocity: Velocity; challenging: Challenging; records: RecordSink },
): AuthorizePorts {
  return {
    clock,
    alarms,
    claims: shared.claims,
    answers: { findAnswer: (ask) => findAnswer(database.pool, ask) },
    records,
    policy: live.current,
    listEntries: live.entries,
    count: velocity.count,
    challenges: challenging.desk,
    newDecisionId: () => `dec_${randomUUID()}`,
    conceal: hash,
    withMetadata: config.isReplyMetadataOn,
    stages: metrics.stages,
  };
}

/** This process, and how it does. */
function selfOf(
  config: Config,
  stores: Stores,
  {
    velocity,
    recordedLate,
    watching,
  }: { velocity: Velocity; watching: GatewayWatching } & Pick<Authorizer, 'recordedLate'>,
): Context['self'] {
  const doing = () => ({ counters: velocity.status(), recordedLateWaiting: recordedLate().waiting });
  const { name, startedAtMs: startedMs } = watching.presence();
  return { name, startedMs, health: () => healthOf(config, stores, doing()) };
}

/** The place of record that the configuration names, with the other one to take over when it is late. */
function openRecords(config: Config, { live, journal, database, clock }: Stores): RecordSink {
  const inJournal: RecordSink = {
    async record(text) {
      await journal.append(text);
      return { kind: 'durable' };
    },
  };
  const inDatabase = createDatabaseSink(database);
  const [first, second] = config.record === 'journal' ? [inJournal, inDatabase] : [inDatabase, inJournal];
  const firstMs = () => deadlinesOf(live.current()).shortestMs * limits.firstRecordDeadlineShare;
  return createRecorder({ first, second, firstMs, clock });
}
