import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { limits } from '../../core/domain/limits.ts';
import { type AuthorizationsDoor, authorizationsHandler } from './authorizations.ts';
import { type EventsDoor, eventsHandler } from './events.ts';
import { openProbes } from './probes.ts';

export interface Doors {
  readonly authorizations: AuthorizationsDoor;
  readonly events: EventsDoor;
  /** The state of everything, for `/readyz`: while the process can say it, it can answer asks. */
  readiness(): Readonly<Record<string, unknown>>;
  /** `/webhooks/twilio/…`. */
  readonly twilio?: Router | undefined;
  /** `/metrics`. */
  readonly metrics?: RequestHandler | undefined;
  /** `/v1` and `/docs`. */
  readonly api?: Router | undefined;
  /** `/demo/…`: the demo's own way in. */
  readonly demo?: Router | undefined;
  /** `/`: the web page. */
  readonly console?: Router | undefined;
}

/** The HTTP application: Stripe's two webhooks, Twilio's two, the two probes, metrics, the API, and the console. */
export function createApp(doors: Doors): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // The signature is over the raw bytes: nothing may be parsed or inflated before it is checked.
  const rawBody = express.raw({ limit: limits.maxBodyBytes, type: 'application/json', inflate: false });
  app.post('/webhooks/stripe/authorizations', rawBody, authorizationsHandler(doors.authorizations));
  app.post('/webhooks/stripe/events', rawBody, eventsHandler(doors.events));
  if (doors.twilio) app.use(doors.twilio);
  openProbes(app, doors.readiness);
  if (doors.metrics) app.get('/metrics', doors.metrics);
  if (doors.api) app.use(doors.api);
  if (doors.demo) app.use(doors.demo);
  // Last: what is no other door's may be a page.
  if (doors.console) app.use(doors.console);
  app.use((_request, response) => {
    response.status(404).json({ error: 'not found' });
  });
  app.use(handleError(doors));
  return app;
}

/** Says no more than the status: what went wrong is for the log, without a stack trace for what callers did wrong. */
function handleError({ authorizations: { logger } }: Doors): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error, path: request.path }, 'request failed');
    else logger.warn({ path: request.path, status }, 'refused a request');
    response.status(status).json({ error: status >= 500 ? 'internal error' : 'bad request' });
  };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
