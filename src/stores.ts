import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from './adapters/clock/system.ts';
import { createMemoryClaims, type MemoryClaims } from './adapters/counters/memory-claims.ts';
import { createSignedPost, type SignedPost } from './adapters/http/signed-post.ts';
import { type AlarmBoard, createAlarmBoard } from './adapters/log/alarms.ts';
import { createLogger, type Logger } from './adapters/log/logger.ts';
import { createMetrics, type Metrics } from './adapters/metrics/metrics.ts';
import { ensureAdminKey } from './adapters/store/admin-key.ts';
import { keptHashKey, knownHashKey } from './adapters/store/data-dir.ts';
import { recentAnswers } from './adapters/store/database/answers.ts';
import { DatabaseUnavailable } from './adapters/store/database/errors.ts';
import { type Database, openDatabase } from './adapters/store/database/open.ts';
import { createHasher } from './adapters/store/hasher.ts';
import { type Journal, openJournal } from './adapters/store/journal/journal.ts';
import { type Shipper, startShipper } from './adapters/store/journal/shipper.ts';
import { answersInJournal } from './adapters/store/journal-answers.ts';
import { lockDataDir } from './adapters/store/lock.ts';
import { readKeptEntries } from './adapters/store/policies/kept.ts';
import { type LivePolicy, startLivePolicy } from './adapters/store/policies/live.ts';
import { loadPolicy } from './adapters/store/policies/load.ts';
import { storedRates } from './adapters/store/policies/stored-rates.ts';
import { storedTexts } from './adapters/store/policies/stored-texts.ts';
import { shipRecords } from './adapters/store/shipping.ts';
import type { Config } from './config.ts';
import type { TextsByLanguage } from './core/challenge/texts.ts';
import type { Clock } from './core/decision/ports.ts';
import { within } from './core/decision/within.ts';
import { limits } from './core/domain/limits.ts';
import { NO_RATES, type Rates } from './core/domain/rates.ts';
import { formatDiagnostic } from './core/language/diagnostic.ts';

/** What outlives an answer, and what it stands on: open. */
export interface Stores {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: AlarmBoard;
  hash(text: string): string;
  readonly claims: MemoryClaims;
  readonly database: Database;
  readonly journal: Journal;
  readonly shipper: Shipper;
  readonly live: LivePolicy;
  readonly startedMs: number;
  /** Whether nothing was there before this start: no journal, and an embedded database that is only being made. */
  readonly isNew: boolean;
  /** The currency rates of the policy in force. */
  rates(): Rates;
  /** What cardholders are asked, and answered, by the policy in force. */
  texts(): Promise<TextsByLanguage>;
  readonly metrics: Metrics;
  /** To the receiver of alarms; null where none is configured. */
  readonly postAlarm: SignedPost | null;
}

/** What work after the answer stands on, wherever it is done. */
export type WorkStores = Pick<
  Stores,
  'clock' | 'logger' | 'alarms' | 'hash' | 'database' | 'rates' | 'texts' | 'metrics' | 'postAlarm'
>;

/**
 * Opens what a worker needs, each to be closed with `opening`. It takes no lock: any number of them may run, beside
 * gateways. Throws DataDirUnusable where it does not know the key by which the gateways conceal personal data.
 */
export function openWorkStores(config: Config, opening: AsyncDisposableStack): WorkStores {
  const clock = systemClock;
  const logger = opening.adopt(createLogger(config.logLevel, config.logFile), (open) => open.flush());
  const alarms = createAlarmBoard(logger, clock.nowMs);
  const hash = createHasher(config.hashKey ?? knownHashKey(config.dataDir));
  const database = opening.adopt(
    openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, alarms, clock }),
    (open) => open.close(),
  );
  const rates = storedRates(database.pool, clock, NO_RATES);
  const texts = storedTexts(database.pool, clock);
  return { clock, logger, alarms, hash, database, rates, texts, ...outside(config, clock) };
}

/**
 * Opens the data folder, the logs, the database, the journal and the policy in force, each to be closed with `opening`,
 * and brings back what memory should know. Throws DataDirInUse and PolicyUnusable.
 */
export async function openStores(config: Config, opening: AsyncDisposableStack): Promise<Stores> {
  const clock = systemClock;
  opening.adopt(lockDataDir(config.dataDir), (held) => held.release());
  const logger = opening.adopt(createLogger(config.logLevel, config.logFile), (open) => open.flush());
  const alarms = createAlarmBoard(logger, clock.nowMs);
  const hash = createHasher(config.hashKey ?? keptHashKey(config.dataDir));
  const policy = await loadPolicy(config.policies, config.dataDir, alarms, config.mayUseKeptPolicy);
  if (!policy.isKept) logger.warn('the policy could not be kept beside the journal');
  for (const warning of policy.warnings) logger.warn({ warning: formatDiagnostic(warning) }, 'policy warning');

  const isFirstStart = config.databaseUrl === null && !existsSync(join(config.dataDir, 'pglite'));
  const startedMs = clock.nowMs();
  const claims = createMemoryClaims(startedMs);
  const journalDir = join(config.dataDir, 'journal');
  const isNew = isFirstStart && !existsSync(journalDir);
  for await (const { ask, answer } of answersInJournal(journalDir, alarms)) claims.learn(ask, answer);
  const database = opening.adopt(
    openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, alarms, clock }),
    (open) => open.close(),
  );
  const journal = opening.adopt(await openJournal({ dir: journalDir, alarms, clock }), (open) => open.close());
  const ship = (texts: readonly string[]) => shipRecords(database.pool, texts, alarms);
  const shipper = startShipper({ journal, dir: journalDir, write: ship, alarms, clock });
  opening.defer(() => endShipping(shipper, database, clock));
  const keptEntries = await readKeptEntries(config.dataDir);
  const live = opening.adopt(
    startLivePolicy({ loaded: policy, keptEntries, dataDir: config.dataDir, pool: database.pool, alarms, clock }),
    (started) => started.close(),
  );
  const warmed = warm(database, logger, () =>
    Promise.all([
      learnAnswers(claims, database, clock, logger),
      live.refresh(),
      ensureAdminKey(database.pool, config.dataDir),
    ]),
  );
  // Where the embedded database is only being made there is nothing to know again.
  if (!isFirstStart) await ifReachable(database, warmed, clock);
  const inForce = { live, rates: () => live.current().rates, texts: async () => live.current().texts };
  const kept = { claims, database, journal, shipper, ...inForce };
  return { clock, logger, alarms, hash, ...kept, startedMs, isNew, ...outside(config, clock) };
}

/** How those outside see this process: what it counts, and who is told of its alarms. */
function outside({ alarmReceiver }: Config, clock: Clock): Pick<Stores, 'metrics' | 'postAlarm'> {
  const metrics = createMetrics({ clock, withProcess: true });
  return { metrics, postAlarm: alarmReceiver && createSignedPost(alarmReceiver, clock) };
}

/**
 * Runs as soon as the database is open: what memory should know again. It never rejects; not warm is not wrong while
 * the database can be reached, since asks from before are looked up one by one.
 */
async function warm(database: Database, logger: Logger, run: () => Promise<unknown>): Promise<void> {
  try {
    await database.ready();
    await run();
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) logger.warn({ err: error }, 'memory could not be warmed');
  }
}

/** Waits for what needs the database, if it can be had at once: a start must not hang on it. */
async function ifReachable(database: Database, warmed: Promise<void>, clock: Clock): Promise<void> {
  const tried = database.tried().then(() => (database.status().state === 'open' ? warmed : undefined));
  await within(tried, limits.startWarmMs, clock);
}

/** Learns the latest answers: a duplicate that comes right after a restart wants the answer that was given before. */
async function learnAnswers(claims: MemoryClaims, database: Database, clock: Clock, logger: Logger): Promise<void> {
  const sinceMs = clock.nowMs() - limits.claimsWarmMs;
  const answers = await recentAnswers(database.pool, sinceMs, limits.maxWarmClaims);
  // Oldest first, as they would have been claimed: the oldest are forgotten first.
  for (const ask of answers.toReversed()) claims.learn(ask, ask.answer);
  // Where there were more than we took, we know only as far back as the oldest of those.
  const isWhole = answers.length < limits.maxWarmClaims;
  const knownSinceMs = isWhole ? sinceMs : (answers.at(-1)?.receivedAtMs ?? sinceMs);
  claims.reachBackTo(knownSinceMs + limits.claimsClockMarginMs);
  logger.info({ answers: answers.length }, 'recent answers are known again');
}

/** Brings the journal into the database as far as that goes quickly; the rest is shipped at the next start. */
async function endShipping(shipper: Shipper, database: Database, clock: Clock): Promise<void> {
  await within(shipper.drained(), database.status().state === 'open' ? limits.drainMs : 0, clock);
  await shipper.close();
}
