import { createApp } from './apps/server/app.ts';
import { createClockWatch } from './apps/server/clock-watch.ts';
import { listen } from './apps/server/listen.ts';
import type { Config } from './config.ts';
import { openContext } from './context.ts';

/** The service, answering. */
export interface Service {
  readonly port: number;
  /** Answers what is under way, brings the journal into the database as far as it goes, and closes everything. */
  close(why: string): Promise<void>;
}

/** Opens everything and listens. Throws what `openContext` and `listen` throw, with everything closed again. */
export async function startService(config: Config): Promise<Service> {
  const context = await openContext(config);
  const { alarms, clock, logger } = context;
  let isClosing = false;
  const door = { clock, alarms, logger, clockWatch: createClockWatch(alarms, clock) };
  const app = createApp({
    authorizations: {
      ...door,
      secrets: config.authorizationSecrets,
      authorize: context.authorize,
      stripeVersion: config.stripeVersion,
    },
    events: { ...door, secrets: config.eventSecrets, records: context.records, hash: context.hash },
    readiness: () => ({
      isReady: !isClosing,
      body: { status: isClosing ? 'stopping' : 'ready', alarms: alarms.standing(), ...context.status() },
    }),
  });
  try {
    const listening = await listen(app, config.port);
    logger.info({ port: listening.port, ...context.status() }, 'listening');
    if (config.eventSecrets.length === 0) {
      logger.warn('STRIPE_EVENT_WEBHOOK_SECRETS is not set: events are refused, and outcomes will not be known');
    }
    return {
      port: listening.port,
      async close(why) {
        isClosing = true;
        logger.info({ why }, 'stopping');
        await listening.close();
        await context.close();
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}
