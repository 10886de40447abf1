import { listen } from './adapters/http/listen.ts';
import { metricsHandler } from './apps/server/metrics.ts';
import { createWorkerApp } from './apps/server/worker-app.ts';
import type { Config } from './config.ts';
import { startFollowing } from './following.ts';
import { databaseStatus, followingStatus, standingAlarms } from './status.ts';
import { openWorkStores } from './stores.ts';
import { startWorkWatching } from './watching.ts';

/** A worker, at work. */
export interface Worker {
  readonly port: number;
  /** Takes nothing new, ends what is under way as far as that comes to an end soon, and closes everything. */
  close(why: string): Promise<void>;
}

/** Starts the work after the answers, and answers probes. Throws DataDirUnusable, and what `listen` throws. */
export async function startWorker(config: Config): Promise<Worker> {
  await using opening = new AsyncDisposableStack();
  const stores = openWorkStores(config, opening);
  const { alarms, database, logger, metrics } = stores;
  opening.adopt(startWorkWatching(stores), (started) => started.close());
  const following = opening.adopt(startFollowing(stores, config, 'here'), (started) => started.close());
  const app = createWorkerApp({
    readiness: () => ({
      status: 'ready',
      alarms: standingAlarms(alarms),
      database: databaseStatus(database),
      ...followingStatus(following),
    }),
    metrics: metricsHandler(metrics),
  });
  const listening = opening.adopt(await listen(app, config.workerPort), (open) => open.close());
  logger.info({ port: listening.port, unworked: following.jobs.unworked }, 'listening');
  if (following.jobs.unworked.includes('stripe'))
    logger.warn('STRIPE_SECRET_KEY is not set: jobs that ask Stripe wait');
  const opened = opening.move();
  return {
    port: listening.port,
    async close(why) {
      logger.info({ why }, 'stopping');
      await opened.disposeAsync();
    },
  };
}
