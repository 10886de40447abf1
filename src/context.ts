import { randomUUID } from 'node:crypto';
import type { AlarmBoard } from './adapters/log/alarms.ts';
import type { Logger } from './adapters/log/logger.ts';
import { findAnswer } from './adapters/store/database/answers.ts';
import type { SqlPool } from './adapters/store/database/pool.ts';
import { createDatabaseSink } from './adapters/store/database/sink.ts';
import type { LivePolicy } from './adapters/store/policies/live.ts';
import { createRecorder } from './adapters/store/recorder.ts';
import type { ReportRecord } from './adapters/stripe/reports.ts';
import type { Config } from './config.ts';
import { type Answered, type Ask, createAuthorizer } from './core/decision/authorize.ts';
import type { Clock, RecordSink } from './core/decision/ports.ts';
import type { Decision } from './core/domain/decision.ts';
import { limits } from './core/domain/limits.ts';
import type { EventDoor } from './core/features/event-door.ts';
import { deadlinesOf } from './core/policy/policy.ts';
import { openShared, startCounting } from './counting.ts';
import { startGovernance } from './governance.ts';
import { statusOf } from './status.ts';
import { openStores, type Stores } from './stores.ts';
import type { Publisher } from './workflows/publish/publisher.ts';
import { createEventDoor } from './workflows/velocity/tracked.ts';
import type { Velocity } from './workflows/velocity/velocity.ts';

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
  readonly live: LivePolicy;
  readonly publisher: Publisher;
  /** Takes a decision that was answered, for whoever looks at decisions afterwards. */
  decided(decision: Decision): void;
  /** Takes events of back ends. */
  readonly events: EventDoor;
  readonly velocity: Velocity;
  /** Takes over what Stripe reported of an authorization. Returns at once. */
  reported(record: ReportRecord): void;
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
  const records = openRecords(config, stores);
  const { authorize, recordedLate } = createAuthorizer({
    clock,
    alarms,
    claims: shared.claims,
    answers: { findAnswer: (ask) => findAnswer(database.pool, ask) },
    records,
    policy: live.current,
    listEntries: live.entries,
    count: velocity.count,
    newDecisionId: () => `dec_${randomUUID()}`,
    conceal: hash,
    withMetadata: config.isReplyMetadataOn,
  });
  const governance = opening.adopt(startGovernance(config, live, velocity, database.pool, edges), (started) =>
    started.close(),
  );
  const opened = opening.move();
  return {
    ...edges,
    records,
    hash,
    authorize,
    pool: database.pool,
    live,
    publisher: governance.publisher,
    decided: governance.decided,
    events: createEventDoor({ velocity, records, policy: live.current, conceal: hash }),
    velocity,
    reported: (record) => void velocity.report(record, live.current()),
    status: () => ({
      cold: claims.knownSinceMs > startedMs,
      late: recordedLate(),
      ...statusOf(config, stores),
      counters: velocity.status(),
    }),
    close: () => opened.disposeAsync(),
  };
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
