import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createMemoryClaims, type MemoryClaims } from './adapters/counters/memory-claims.ts';
import { type AlarmBoard, createAlarmBoard } from './adapters/log/alarms.ts';
import { createLogger, type Logger } from './adapters/log/logger.ts';
import { keptHashKey } from './adapters/store/data-dir.ts';
import { findAnswer, recentAnswers } from './adapters/store/database/answers.ts';
import { type Database, openDatabase } from './adapters/store/database/open.ts';
import { createDatabaseSink } from './adapters/store/database/sink.ts';
import { createHasher } from './adapters/store/hasher.ts';
import { type Journal, openJournal } from './adapters/store/journal/journal.ts';
import { type Shipper, startShipper } from './adapters/store/journal/shipper.ts';
import { answersInJournal } from './adapters/store/journal-answers.ts';
import { lockDataDir } from './adapters/store/lock.ts';
import { type LoadedPolicy, loadPolicy } from './adapters/store/policies/load.ts';
import { createRecorder } from './adapters/store/recorder.ts';
import { shipRecords } from './adapters/store/shipping.ts';
import type { Config } from './config.ts';
import { type Answered, type Ask, createAuthorize } from './core/decision/authorize.ts';
import type { Clock, RecordSink } from './core/decision/ports.ts';
import { within } from './core/decision/within.ts';
import { limits } from './core/domain/limits.ts';
import { formatDiagnostic } from './core/language/diagnostic.ts';

/** Everything long-lived, open. */
export interface Context {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly alarms: AlarmBoard;
  readonly records: RecordSink;
  hash(text: string): string;
  authorize(ask: Ask): Promise<Answered>;
  /** What `/readyz` says of all this. */
  status(): Readonly<Record<string, unknown>>;
  /** Closes everything in the order opposite to opening, the journal shipped before as far as that goes quickly. */
  close(): Promise<void>;
}

const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Opens everything that `serve` needs. Throws DataDirInUse when another process has the data folder, and PolicyUnusable
 * when there is no policy to answer by, with everything closed again; a database that can't be reached is no reason not
 * to start.
 */
export async function openContext(config: Config): Promise<Context> {
  await using opening = new AsyncDisposableStack();
  const clock = systemClock;
  opening.adopt(lockDataDir(config.dataDir), (held) => held.release());
  const logger = opening.adopt(createLogger(config.logLevel), (open) => open.flush());
  const alarms = createAlarmBoard(logger, clock.nowMs);
  const hash = createHasher(config.hashKey ?? keptHashKey(config.dataDir));
  const policy = await loadPolicy(config.policies, config.dataDir, alarms);
  for (const warning of policy.warnings) logger.warn({ warning: formatDiagnostic(warning) }, 'policy warning');

  const claims = createMemoryClaims(clock.nowMs());
  const journalDir = join(config.dataDir, 'journal');
  for await (const { ask, answer } of answersInJournal(journalDir, alarms)) claims.learn(ask, answer);
  const database = opening.adopt(
    openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, alarms, clock }),
    (open) => open.close(),
  );
  const journal = opening.adopt(await openJournal({ dir: journalDir, alarms, clock }), (open) => open.close());
  const ship = (texts: readonly string[]) => shipRecords(database.pool, texts, alarms);
  const shipper = startShipper({ journal, dir: journalDir, write: ship, alarms, clock });
  opening.defer(() => endShipping(shipper, database, clock));
  warmClaims(claims, database, clock, logger);

  const records = openRecords(config, journal, database, clock);
  const authorize = createAuthorize({
    clock,
    alarms,
    claims,
    answers: { findAnswer: (ask) => findAnswer(database.pool, ask) },
    records,
    policy: () => policy.policy,
    readInputs: null,
    newDecisionId: () => `dec_${randomBytes(15).toString('base64url')}`,
    conceal: hash,
    withMetadata: config.isReplyMetadataOn,
  });
  const opened = opening.move();
  return {
    logger,
    clock,
    alarms,
    records,
    hash,
    authorize,
    status: () => statusOf(config, policy, journal, database, claims),
    close: () => opened.disposeAsync(),
  };
}

/** The place of record that the configuration names, with the other one to take over when it is late. */
function openRecords(config: Config, journal: Journal, database: Database, clock: Clock): RecordSink {
  const inJournal: RecordSink = {
    async record(text) {
      await journal.append(text);
      return { kind: 'durable' };
    },
  };
  const inDatabase = createDatabaseSink(database);
  const [first, second] = config.record === 'journal' ? [inJournal, inDatabase] : [inDatabase, inJournal];
  const firstMs = limits.defaultDeadlineMs * limits.firstRecordDeadlineShare;
  return createRecorder({ first, second, firstMs, clock });
}

/** Learns the latest answers from the database once it is open; asks from before are looked up there meanwhile. */
function warmClaims(claims: MemoryClaims, database: Database, clock: Clock, logger: Logger): void {
  async function warm(): Promise<void> {
    await database.ready();
    const sinceMs = clock.nowMs() - limits.claimsWarmMs;
    const answers = await recentAnswers(database.pool, sinceMs, limits.maxWarmClaims);
    for (const ask of answers) claims.learn(ask, ask.answer);
    // Where there were more than we took, we know only as far back as the oldest of those.
    const isWhole = answers.length < limits.maxWarmClaims;
    const oldestMs = Math.max(...answers.map(({ createdAtMs }) => createdAtMs));
    claims.reachBackTo((isWhole ? sinceMs : oldestMs) + limits.claimsClockMarginMs);
    logger.info({ answers: answers.length }, 'recent answers are known again');
  }
  // Not warm is not wrong: every ask that may be old is looked up in the database itself.
  warm().catch((error: unknown) => logger.warn({ err: error }, 'recent answers could not be read'));
}

function statusOf(config: Config, policy: LoadedPolicy, journal: Journal, database: Database, claims: MemoryClaims) {
  const { segment, unshippedBytes, unwrittenRecords, writable, lastSyncMs } = journal.status();
  const { kind, state, schema, isSynced } = database.status();
  return {
    policy: { version: policy.policy.version, from: policy.from },
    record: config.record,
    journal: {
      writable,
      segment,
      unshipped_bytes: unshippedBytes,
      unwritten_records: unwrittenRecords,
      last_sync_ms: lastSyncMs,
    },
    database: { kind, state, schema, synced: isSynced },
    claims: { asks: claims.size, known_since: new Date(claims.knownSinceMs).toISOString() },
  };
}

/** Brings the journal into the database as far as that goes quickly; the rest is shipped at the next start. */
async function endShipping(shipper: Shipper, database: Database, clock: Clock): Promise<void> {
  await within(shipper.drained(), database.status().state === 'open' ? limits.drainMs : 0, clock);
  await shipper.close();
}
