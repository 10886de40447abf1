import { listen } from './adapters/http/listen.ts';
import { isReport } from './adapters/stripe/reports.ts';
import type { WebhookSecret } from './adapters/stripe/secrets.ts';
import { createApp } from './apps/server/app.ts';
import { createSignatureWatch } from './apps/server/signature-watch.ts';
import { createApi } from './apps/server/v1/create-api.ts';
import type { Config } from './config.ts';
import { type Context, openContext } from './context.ts';
import type { AlarmName } from './core/decision/ports.ts';
import { type DecisionRecord, decisionRecord } from './core/decision/record.ts';

/** The service, answering. */
export interface Service {
  readonly port: number;
  /** Answers what is under way, brings the journal into the database as far as it goes, and closes everything. */
  close(why: string): Promise<void>;
}

/** Someone who looks on while the service answers. */
export interface Watch {
  /** A decision that was just made and answered; `tookMs` from the request to the reply. */
  onDecision(record: DecisionRecord, isRecordedLate: boolean, tookMs: number): void;
}

/** Opens everything and listens. Throws what `openContext` and `listen` throw, with everything closed again. */
export async function startService(config: Config, watch: Watch | null = null): Promise<Service> {
  const context = await openContext(config);
  const { alarms, clock, logger } = context;
  const door = { clock, alarms, logger };
  const app = createApp({
    authorizations: {
      ...door,
      signatures: createSignatureWatch('/webhooks/stripe/authorizations', alarms, clock),
      secrets: config.authorizationSecrets,
      authorize: context.authorize,
      stripeVersion: config.stripeVersion,
      onAnswered({ decision, isRecordedLate }, tookMs) {
        if (!decision) return;
        context.decided(decision);
        watch?.onDecision(decisionRecord(decision, context.hash), isRecordedLate, tookMs);
      },
    },
    events: {
      ...door,
      signatures: createSignatureWatch('/webhooks/stripe/events', alarms, clock),
      secrets: config.eventSecrets,
      records: context.records,
      hash: context.hash,
      onStored: (record) => {
        if (isReport(record)) context.reported(record);
      },
    },
    readiness: () => readyBody(context),
    api: createApi({ ...context, conceal: context.hash }),
  });
  try {
    const listening = await listen(app, config.port, config.host ?? undefined);
    logger.info({ port: listening.port, secrets: modesOf(config), ...context.status() }, 'listening');
    if (config.eventSecrets.length === 0) {
      logger.warn('STRIPE_EVENT_WEBHOOK_SECRETS is not set: events are refused, and outcomes will not be known');
    }
    return {
      port: listening.port,
      async close(why) {
        logger.info({ why }, 'stopping');
        await listening.close();
        const { journal } = context.status();
        await context.close();
        logger.info({ journal }, 'stopped');
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** For which modes there are secrets, door by door: the first thing to look at when asks are refused. */
function modesOf({ authorizationSecrets, eventSecrets }: Config) {
  const modes = (secrets: readonly WebhookSecret[]) => [
    ...new Set(secrets.map(({ livemode }) => (livemode ? 'live' : 'test'))),
  ];
  return { authorizations: modes(authorizationSecrets), events: modes(eventSecrets) };
}

/** What `/readyz` says: first what is cold, late or full, then every alarm that stands, then the parts. */
function readyBody({ alarms, status }: Context) {
  const { cold, late, ...parts } = status();
  const standing = alarms.standing();
  const stands = (...names: readonly AlarmName[]) => standing.some(({ alarm }) => names.includes(alarm));
  return {
    status: 'ready',
    cold,
    late,
    full: stands('journal_unwritable', 'journal_backlog', 'records_lost'),
    alarms: standing.map(({ alarm, sinceMs, times, detail }) => {
      return { alarm, since: new Date(sinceMs).toISOString(), times, detail };
    }),
    ...parts,
  };
}
