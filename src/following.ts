import type Stripe from 'stripe';
import { readRedisUrl } from './adapters/counters/redis/address.ts';
import type { QueueBackend } from './adapters/queue/backend.ts';
import type { QueueState } from './adapters/queue/look.ts';
import { createJobQueue, type JobQueue } from './adapters/queue/queue.ts';
import { createSmsClient, type SmsClient } from './adapters/sms/client.ts';
import type { TwilioSettings } from './adapters/sms/settings.ts';
import { knownHashKey } from './adapters/store/data-dir.ts';
import type { ArrivalStep } from './adapters/store/database/inbox.ts';
import { createStripeClient, isLive } from './adapters/stripe/client.ts';
import type { Config } from './config.ts';
import { JOB_QUEUES, type JobHandler, type JobName, type JobQueueName } from './core/domain/job.ts';
import type { WorkStores } from './stores.ts';
import { freezeChallengedCard } from './workflows/challenge/freeze.ts';
import { type PollPorts, pollChallenge } from './workflows/challenge/poll.ts';
import { createSender, type SendPorts } from './workflows/challenge/send.ts';
import { createSettler, type SettlePorts } from './workflows/challenge/settle.ts';
import { challengeStep } from './workflows/challenge/step.ts';
import { sweepAllowances, sweepChallenges } from './workflows/challenge/sweep.ts';
import { createLateArrivals } from './workflows/forget/late-arrivals.ts';
import { createForgetOld } from './workflows/forget/old-records.ts';
import { createJudgeRules, judgedStep } from './workflows/history/judge-rules.ts';
import { createRunner, type Runner } from './workflows/history/runs/runner.ts';
import { createStartRun } from './workflows/history/runs/start.ts';
import { createAuthorizationsStep } from './workflows/ingest/authorizations.ts';
import { cardsStep } from './workflows/ingest/cards.ts';
import { createConfirmSweep } from './workflows/ingest/confirm-sweep.ts';
import { labelsStep } from './workflows/ingest/labels.ts';
import { type Pump, startPump } from './workflows/ingest/pump.ts';
import { createRetriever, type RetrieveOptions } from './workflows/ingest/retrieve.ts';
import { createStandingAlarms, type StandingAlarms } from './workflows/ingest/standing.ts';
import { type SweepPorts, sweepHandlers } from './workflows/ingest/sweep.ts';
import { transactionsStep } from './workflows/ingest/transactions.ts';
import { type Relay, startRelay } from './workflows/jobs/relay.ts';
import { keepScheduled } from './workflows/jobs/scheduled.ts';
import { type JobsSeen, startJobsWatch } from './workflows/jobs/watch.ts';
import { freezeCard } from './workflows/review/freeze.ts';
import { reviewStep } from './workflows/review/open.ts';
import { deliverAlarm } from './workflows/watch/deliver.ts';

/** What follows from records that were stored, in the order in which it is looked at. */
function stepsOf({ alarms, rates, metrics }: WorkStores): readonly ArrivalStep[] {
  return [
    createAuthorizationsStep(alarms, metrics.confirmed),
    transactionsStep(alarms),
    cardsStep,
    labelsStep,
    challengeStep,
    judgedStep,
    reviewStep({ rates }),
  ];
}

/** What a handler may need beside the stores. */
export interface HandlerNeeds {
  /** Null where no key of Stripe's is set: then jobs of the queue `stripe` wait, and no handler of them is called. */
  readonly stripe: Stripe | null;
  /** Null where Twilio's settings are not made: then jobs of the queue `sms` wait. */
  readonly texting: Texting | null;
  readonly standing: Pick<StandingAlarms, 'judge'>;
  readonly backtests: Pick<Runner, 'look'>;
}

/** Twilio, and how it is used. */
export interface Texting {
  readonly sms: SmsClient;
  readonly settings: TwilioSettings;
}

type Handlers = Readonly<Partial<Record<JobName, JobHandler>>>;

/** Who does which job. A job without a handler is left to a process that has one. */
export function handlersOf(
  { database: { pool }, clock, alarms, logger, hash, texts, postAlarm }: WorkStores,
  { stripe, texting, standing, backtests }: HandlerNeeds,
): Handlers {
  const askable = stripe && (isLive(stripe) ? 'live' : 'test');
  return {
    confirm_sweep: createConfirmSweep({ pool, askable, alarms, standing, clock }),
    deliver_alarm: deliverAlarm(pool, postAlarm),
    challenge_sweep: sweepChallenges({ pool, clock, standing }),
    allowance_sweep: sweepAllowances({ pool, clock }),
    forget_old: createForgetOld({ pool, clock }),
    run_backtests: async () => backtests.look(),
    judge_rules: createJudgeRules({ pool, clock }),
    ...(stripe && stripeHandlers({ pool, stripe, clock, logger, standing, hash })),
    ...(stripe && texting && smsHandlers({ pool, stripe, clock, texts, hash, ...texting })),
  };
}

function stripeHandlers(ports: RetrieveOptions & PollPorts & SweepPorts): Handlers {
  return {
    retrieve_authorization: createRetriever(ports),
    freeze_card: freezeCard(ports),
    freeze_challenged_card: freezeChallengedCard(ports),
    poll_challenge: pollChallenge(ports),
    ...sweepHandlers(ports),
  };
}

function smsHandlers(ports: SendPorts & SettlePorts): Handlers {
  return { send_challenge: createSender(ports), settle_message: createSettler(ports) };
}

/** Stripe's API by the configured key; null without one. */
export function stripeOf({ secretKey, apiHost, stripeVersion }: Config): Stripe | null {
  return secretKey === null ? null : createStripeClient({ secretKey, apiHost, apiVersion: stripeVersion });
}

/** The jobs, as those see them who look after them. */
export interface Jobs {
  readonly queue: JobQueue;
  /** Who does them: this process, or `countersign worker`. */
  readonly doneBy: Config['jobs'];
  /** Queues whose jobs wait until a setting is made. */
  readonly unworked: readonly JobQueueName[];
}

/** Whatever follows from what was stored. */
export interface Following {
  readonly jobs: Jobs;
  /**
   * Resolves when what follows from all records that the database has is done, and the jobs of it are in the queue; at
   * once where others do that.
   */
  drain(): Promise<void>;
  /** What was seen of it lately; null before the first look. */
  seen(): JobsSeen | null;
  /** Ends the jobs under way as far as they come to an end soon; what is left is taken up again. */
  close(): Promise<void>;
}

/**
 * Starts to look at what is stored for what follows from it, and to do the jobs, where this process does so: `doneBy`
 * is `here`. Otherwise it only looks on, and can tell and be told of jobs.
 */
export function startFollowing(stores: WorkStores, config: Config, doneBy: Config['jobs'] = config.jobs): Following {
  const { database, clock, alarms, logger, metrics } = stores;
  const stripe = stripeOf(config);
  const texting = config.twilio && { sms: createSmsClient(config.twilio), settings: config.twilio };
  const unworked: readonly JobQueueName[] = [
    ...(stripe === null ? (['stripe'] as const) : []),
    ...(stripe === null || texting === null ? (['sms'] as const) : []),
  ];
  const onError = sayingOnce((error) => logger.warn({ err: error }, 'jobs'));
  const queue = createJobQueue({ open: () => openBackend(config, database), clock, onError });
  const means = { queue, unworked, onError };
  const doing = doneBy === 'here' ? startDoing(stores, config, { stripe, texting }, means) : null;
  metrics.observeQueues(async () => (await queue.states()).map((state) => countsOf(state, clock.nowMs())));
  const watch = startJobsWatch({ pool: database.pool, queue, unworked, clock, alarms });
  return {
    jobs: { queue, doneBy, unworked },
    drain: async () => doing?.drain(),
    seen: watch.seen,
    async close() {
      watch.close();
      await doing?.close();
      await queue.close();
    },
  };
}

/** A queue as metrics show it. */
function countsOf({ queue, oldestWaitingMs, dead, ...jobs }: QueueState, nowMs: number) {
  const oldestMs = oldestWaitingMs === null ? null : Math.max(0, nowMs - oldestWaitingMs);
  return { queue, jobs: { ...jobs, failed: dead }, oldestMs };
}

interface Means {
  readonly queue: JobQueue;
  readonly unworked: readonly JobQueueName[];
  onError(error: unknown): void;
}

function startDoing(
  stores: WorkStores,
  { databaseUrl: url, hashKey, dataDir }: Config,
  outside: Pick<HandlerNeeds, 'stripe' | 'texting'>,
  { queue, unworked, onError }: Means,
): Pump {
  const { database, clock, alarms } = stores;
  const { pool } = database;
  const pump = startPump({ pool, admit: createLateArrivals(stores.hash), steps: stepsOf(stores), clock, alarms });
  const relay: Relay = startRelay({ pool, isShared: database.embedded === null, queue, clock, onError });
  const standing = createStandingAlarms({ alarms, clock });
  const start = createStartRun({ url, embedded: database.embedded }, hashKey ?? knownHashKey(dataDir));
  const backtests = createRunner({ pool, clock, start, onError });
  const queues = JOB_QUEUES.filter((name) => !unworked.includes(name));
  const working = queue.work({ handlers: handlersOf(stores, { ...outside, standing, backtests }), queues });
  const scheduled = keepScheduled({ queue, queues, clock });
  return {
    async drain() {
      await pump.drain();
      await relay.drain();
    },
    async close() {
      scheduled.close();
      standing.close();
      await Promise.all([pump.close(), relay.close(), working.close(), backtests.close()]);
    },
  };
}

/** Where the queues are: in Redis, where one is named, else in the database. What that needs is loaded only now. */
async function openBackend(
  { redisUrl, databaseUrl }: Config,
  { embedded, ready }: WorkStores['database'],
): Promise<QueueBackend> {
  if (redisUrl !== null) {
    const { openRedisBackend } = await import('./adapters/queue/redis.ts');
    return openRedisBackend(readRedisUrl(redisUrl));
  }
  // Whoever opens it now would only wait, and be in the way of what makes it.
  await ready();
  const { openEmbeddedBackend, openPostgresBackend } = await import('./adapters/queue/postgres.ts');
  if (embedded !== null) return openEmbeddedBackend(embedded);
  if (databaseUrl === null) throw new Error('there is neither a Postgres nor an embedded database');
  return openPostgresBackend(databaseUrl);
}

/** Says an error that is another one than the last: a server that is away says the same many times. */
function sayingOnce(say: (error: unknown) => void): (error: unknown) => void {
  let last = '';
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== last) say(error);
    last = message;
  };
}
