import { listen } from './adapters/http/listen.ts';
import type { TwilioSettings } from './adapters/sms/settings.ts';
import { isReport } from './adapters/stripe/reports.ts';
import type { WebhookSecret } from './adapters/stripe/secrets.ts';
import type { SignatureCheck } from './adapters/stripe/signature.ts';
import { createApp } from './apps/server/app.ts';
import { buildOf, consoleFolder, createConsole } from './apps/server/console.ts';
import { demoDoor } from './apps/server/demo-door.ts';
import { offerFirstLink } from './apps/server/first-link.ts';
import { metricsHandler } from './apps/server/metrics.ts';
import { createSignatureWatch } from './apps/server/signature-watch.ts';
import { twilioDoors } from './apps/server/twilio.ts';
import { createApi } from './apps/server/v1/create-api.ts';
import type { Config } from './config.ts';
import { type Context, openContext } from './context.ts';
import type { AlarmName } from './core/decision/ports.ts';
import { type DecisionRecord, decisionRecord } from './core/decision/record.ts';
import { stripeOf } from './following.ts';
import { standingAlarms } from './status.ts';
import { stripeModeOf } from './system.ts';
import { takeReply } from './workflows/challenge/take-reply.ts';
import { takeStatus } from './workflows/challenge/take-status.ts';

/** The service, answering. */
export interface Service {
  readonly port: number;
  /** Answers what is under way, brings the journal into the database as far as it goes, and closes everything. */
  close(why: string): Promise<void>;
}

/** Someone who looks on while the service answers. */
export interface Watch {
  /** A decision that was just made and answered; `tookMs` from the request to the reply. */
  onDecision?(record: DecisionRecord, isRecordedLate: boolean, tookMs: number): void;
  /** Nobody can sign in to the console yet, but by this link, once. */
  onFirstLink?(url: string): void;
  /** By which `/demo/…` signs in an admin; without it there is no such way in. */
  readonly signInToken?: string;
}

/** Opens everything and listens. Throws what `openContext` and `listen` throw, with everything closed again. */
export async function startService(config: Config, watch: Watch | null = null): Promise<Service> {
  const context = await openContext(config);
  const { alarms, clock, logger, metrics } = context;
  const door = { clock, alarms, logger };
  const folder = consoleFolder();
  const consoleBuild = folder && buildOf(folder);
  const stopping = new AbortController();
  const app = createApp({
    authorizations: {
      ...door,
      ...watchedDoor('authorizations', context),
      secrets: config.authorizationSecrets,
      authorize: context.authorize,
      stripeVersion: config.stripeVersion,
      onAnswered(answered, tookMs) {
        metrics.answered(answered, tookMs);
        context.traffic.answered(answered, tookMs);
        const { decision, isRecordedLate } = answered;
        if (!decision) return;
        context.decided(decision);
        watch?.onDecision?.(decisionRecord(decision, context.hash), isRecordedLate, tookMs);
      },
      onSent: context.sent,
    },
    events: {
      ...door,
      ...watchedDoor('events', context),
      secrets: config.eventSecrets,
      records: context.records,
      hash: context.hash,
      onStored: (record) => {
        if (isReport(record)) context.reported(record);
      },
    },
    twilio: config.twilio ? twilioOf(config.twilio, context) : undefined,
    readiness: () => readyBody(context),
    metrics: metricsHandler(metrics),
    api: createApi({
      ...context,
      conceal: context.hash,
      stripeMode: stripeModeOf(config),
      system: () => ({ ...context.system(), console: consoleBuild }),
      stripe: stripeOf(config),
      publicUrl: config.publicUrl,
      stopping: stopping.signal,
    }),
    demo: watch?.signInToken === undefined ? undefined : demoDoor(context, watch.signInToken),
    console: createConsole(folder),
  });
  try {
    const listening = await listen(app, config.port, config.host ?? undefined);
    logger.info({ port: listening.port, secrets: modesOf(config), ...context.status() }, 'listening');
    if (config.eventSecrets.length === 0) {
      logger.warn('STRIPE_EVENT_WEBHOOK_SECRETS is not set: events are refused, and outcomes will not be known');
    }
    const base = config.publicUrl ?? `http://${config.host ?? '127.0.0.1'}:${listening.port}`;
    void offerFirstLink(context, base, (url) => watch?.onFirstLink?.(url));
    return {
      port: listening.port,
      async close(why) {
        logger.info({ why }, 'stopping');
        // Who listens to decisions would do so for ever.
        stopping.abort();
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

/** Who looks at the signatures at one of Stripe's doors, and at what comes in. */
function watchedDoor(door: 'authorizations' | 'events', { alarms, clock, metrics }: Context) {
  const watch = createSignatureWatch(`/webhooks/stripe/${door}`, alarms, clock);
  return {
    signatures: {
      see(check: SignatureCheck) {
        watch.see(check);
        if (!check.isSigned) metrics.refused(door, check.reason);
      },
    },
    onSigned: (type: string) => metrics.received(door, type),
  };
}

/** What Twilio tells: what cardholders answer, and what becomes of texts. */
function twilioOf(settings: TwilioSettings, { clock, logger, alarms, metrics, pool, hash, live }: Context) {
  const ports = { pool, clock, hash, texts: async () => live.current().texts };
  return twilioDoors({
    ...{ settings, clock, logger },
    signatures(door) {
      const watch = createSignatureWatch(`/webhooks/twilio/${door.replace('twilio_', '')}`, alarms, clock);
      return {
        see(check) {
          watch.see(check);
          if (!check.isSigned) metrics.refused(door, check.reason);
        },
      };
    },
    takeReply: (message) => takeReply(message, ports),
    takeStatus: (challenge, news) => takeStatus(pool, challenge, news, clock.nowMs()),
    onSigned: metrics.received,
  });
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
    alarms: standingAlarms(alarms),
    ...parts,
  };
}
