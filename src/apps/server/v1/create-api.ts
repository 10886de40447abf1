import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, Router } from 'express';
import { QueueUnavailable } from '../../../adapters/queue/opening.ts';
import { DatabaseUnavailable, isConnectionError } from '../../../adapters/store/database/errors.ts';
import { sharePool } from '../../../adapters/store/database/share.ts';
import { createPasswords, PasswordsBusy } from '../../../adapters/store/passwords.ts';
import { createSeenInputs } from '../../../adapters/store/seen-inputs.ts';
import { limits } from '../../../core/domain/limits.ts';
import { RehearserUnavailable } from '../../../workflows/publish/rehearser.ts';
import { createFeed } from '../../../workflows/watch/feed.ts';
import { authenticate } from './authenticate.ts';
import { BOARD_PATH, boardDoor } from './board.ts';
import { addressOf, browserOf } from './browser.ts';
import { ANYBODY, type Caller } from './caller.ts';
import { credentialOf } from './credential.ts';
import { docsPage } from './docs-page.ts';
import { namedRequest, once } from './idempotency.ts';
import { narrowDoor } from './narrow-door.ts';
import { openApiDocument } from './openapi.ts';
import type { ApiPorts, GivenPorts } from './ports.ts';
import { Problem, sendProblem } from './problem.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { NDJSON, readRequest } from './request.ts';
import type { Door, Route } from './route.ts';
import { ROUTES } from './routes.ts';
import { STREAM, streamDoor } from './stream.ts';
import { createTurns, type InTurn, TurnsTaken } from './turns.ts';

/**
 * The API: `/v1` and, for people, `/docs`. It takes a share of the database's connections and never all of them, and
 * every answer is bounded, since the same process answers Stripe.
 */
export function createApi(given: GivenPorts): Router {
  const { pool, clock } = given;
  const share = { connections: limits.apiConnections, waitMs: limits.apiWaitMs, clock };
  const shared = sharePool(pool, share);
  const ports: ApiPorts = {
    ...given,
    pool: shared,
    events: narrowDoor(given.events, clock),
    seenInputs: createSeenInputs(shared, clock),
    passwords: createPasswords(),
  };
  const router = Router();
  const rates = createRateLimits();
  const turns: Turns = {
    acts: createTurns(clock),
    reads: createTurns(clock, limits.maxApiReadsWaiting),
    months: createTurns(clock, limits.maxApiMonthsWaiting),
  };
  router.use('/v1', plainHeaders);
  router.get('/v1/openapi.json', (_request, response) => {
    response.json(openApiDocument());
  });
  // Before the routes: `/jobs/:id` would take its path.
  router.use(
    BOARD_PATH,
    rates.refused,
    boardDoor(ports, (hash) => rates.held(hash)),
  );
  for (const route of ROUTES) {
    router[route.method](
      `/v1${route.path}`,
      rates.refused,
      knowing(ports, route, rates),
      rates.perKey[route.rate],
      ...bodyReaders(route),
      answering(ports, route, turns),
    );
  }
  router.get(
    `/v1${STREAM.path}`,
    rates.refused,
    knowing(ports, STREAM, rates),
    rates.perKey[STREAM.rate],
    streamDoor(ports, createFeed({ pool: shared, clock, logger: ports.logger })),
  );
  router.use('/v1', unknownDoor);
  router.use('/v1', handleError(ports));
  router.get('/docs', (_request, response) => {
    response.set(PAGE_HEADERS).type('html').send(docsPage());
  });
  return router;
}

const PAGE_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

const plainHeaders: RequestHandler = (_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
};

/** Who calls is known before anything of the body is read. */
function knowing(ports: ApiPorts, route: Door, rates: RateLimits): RequestHandler {
  return async (request, response, next) => {
    const caller = await authenticate(ports, route, request);
    const credential = credentialOf(request);
    if (credential && caller !== ANYBODY) rates.held(credential.hash);
    response.locals.caller = caller;
    response.locals.callerId = caller === ANYBODY ? `anybody at ${addressOf(request)}` : caller.id;
    next();
  };
}

function bodyReaders({ body, takesLines, maxBytes }: Route): RequestHandler[] {
  if (!body) return [];
  const options = { limit: maxBytes, inflate: false };
  // As bytes: what is no UTF-8 is to be told, not mended.
  const lines = express.raw({ ...options, type: NDJSON });
  return takesLines ? [lines, express.json(options)] : [express.json(options)];
}

/**
 * Whoever only reads is never before whoever puts a policy in force or takes it out, and whoever reads months, which
 * takes seconds, before neither.
 */
interface Turns {
  readonly acts: InTurn;
  readonly reads: InTurn;
  readonly months: InTurn;
}

function turnOf({ isAct, takesPolicy, takesMonths }: Route, { acts, reads, months }: Turns): InTurn {
  if (takesMonths) return months;
  if (takesPolicy) return isAct ? acts : reads;
  return (run) => run();
}

function answering(ports: ApiPorts, route: Route, turns: Turns): RequestHandler {
  const inTurn = turnOf(route, turns);
  return async (request, response) => {
    const caller = response.locals.caller as Caller;
    const browser = browserOf(request, response, ports.publicUrl);
    const asked = { ...readRequest(route, caller, request), browser };
    const named = namedRequest(route, caller.id, request);
    const handle = () => route.handle(ports, asked);
    const act = () => inTurn(handle);
    const { status, body, isReplayed } = await once(ports.pool, named, route, act);
    if (route.isAct) ports.logger.info({ act: route.id, by: caller.id, status, replayed: isReplayed }, 'api');
    if (isReplayed) response.set('Idempotency-Replayed', 'true');
    response.status(status);
    if (status >= 400) response.type('application/problem+json').send(JSON.stringify(body));
    else response.json(body);
  };
}

/** No such path, or not by this method. */
const unknownDoor: RequestHandler = (request, response) => {
  const methods = [...ROUTES, STREAM]
    .filter(({ path }) => isPath(path, request.path))
    .map(({ method }) => method.toUpperCase());
  if (methods.length === 0) {
    sendProblem(response, new Problem('not_found', 'there is nothing at this path; /docs lists what there is'));
    return;
  }
  const headers = { Allow: methods.join(', ') };
  sendProblem(response, new Problem('method_not_allowed', `this path takes ${headers.Allow}`, {}, headers));
};

function isPath(pattern: string, path: string): boolean {
  const parts = pattern.split('/');
  const given = path.split('/');
  return parts.length === given.length && parts.every((part, index) => part.startsWith(':') || part === given[index]);
}

/** Says what a caller did wrong; of what we did wrong only that, with an id to find it by in the log. */
function handleError({ logger }: ApiPorts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error, request);
    if (problem) {
      sendProblem(response, problem);
      return;
    }
    const instance = `err_${randomUUID()}`;
    logger.error({ err: error, path: request.path, instance }, 'request failed');
    sendProblem(response, new Problem('internal', 'look for this in the log by its instance', { instance }));
  };
}

function problemOf(error: unknown, request: Request): Problem | null {
  if (error instanceof Problem) return error;
  const cause = passingCause(error);
  if (cause !== null) {
    const headers = { 'Retry-After': String(limits.apiRetrySeconds) };
    return new Problem('unavailable', `${cause}; try again`, {}, headers);
  }
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status === 413) return new Problem('too_large', `the body is larger than ${request.path} takes`);
  if (status === 415) return new Problem('unsupported_media_type', 'send the body as plain JSON in UTF-8');
  if (status >= 400 && status < 500) {
    const faults = [{ path: request.body === undefined ? 'body' : 'path', message: 'can not be read' }];
    return new Problem('invalid_request', 'the body is no JSON, or the path is malformed', { errors: faults });
  }
  return null;
}

/** Why it can't be done just now, where it can soon. */
function passingCause(error: unknown): string | null {
  if (error instanceof QueueUnavailable) return 'the queues of jobs can not be reached or are too slow';
  if (error instanceof PasswordsBusy) return 'too many people sign in at once';
  if (error instanceof RehearserUnavailable || error instanceof TurnsTaken) return error.message;
  const isDatabase = error instanceof DatabaseUnavailable || isConnectionError(error) || isTimedOut(error);
  return isDatabase ? 'the database can not be reached or is too slow' : null;
}

/** 57014: the statement's time was up. */
function isTimedOut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}
