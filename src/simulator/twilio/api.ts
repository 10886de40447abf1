import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import type { MessageFilter, TwilioAccount } from './account.ts';
import { TwilioError, twilioErrorBody } from './error.ts';
import type { ApiCall, TwilioFaults } from './faults.ts';
import { listPage } from './list-page.ts';
import { API_VERSION, messageObject } from './message.ts';
import type { Params } from './signature.ts';

export interface TwilioApiOptions {
  readonly account: TwilioAccount;
  /** Each is taken as the password of the account. */
  tokens(): readonly string[];
  readonly faults: Pick<TwilioFaults, 'request'>;
  /** Told of errors that are bugs of the simulator: the caller only sees a 500. */
  onFailure?(error: unknown): void;
}

interface Done {
  readonly status: number;
  readonly body: object;
}

/**
 * The part of Twilio's API that texts are sent and looked up by: messages, with Basic authentication, forms, and errors
 * in Twilio's words. https://www.twilio.com/docs/messaging/api/message-resource
 */
export function createTwilioApi(options: TwilioApiOptions): Express {
  const { account, onFailure = () => {} } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.urlencoded({ extended: false, limit: '256kb' }));
  app.use((request, _response, next) => {
    authenticate(request, options);
    next();
  });
  const base = `/${API_VERSION}/Accounts/:account`;
  app.post(`${base}/Messages.json`, serve(options, sendMessage));
  app.get(`${base}/Messages.json`, serve(options, listMessages));
  app.get(`${base}/Messages/:sid.json`, serve(options, fetchMessage));
  app.use((request) => {
    throw notFound(request);
  });
  app.use(handleError(onFailure));
  return app;

  function sendMessage({ params }: ApiCall): Done {
    return { status: 201, body: messageObject(account.send(params), account.sid) };
  }

  function listMessages({ params }: ApiCall): Done {
    return { status: 200, body: listPage(account.list(filterOf(params)), params, account.sid) };
  }

  function fetchMessage({ path }: ApiCall): Done {
    const sid = path.replace(/^Messages\/|\.json$/g, '');
    return { status: 200, body: messageObject(account.fetch(sid), account.sid) };
  }
}

/** Does what a request asks for, and then, or instead, whatever goes wrong with it. */
function serve({ account, faults }: TwilioApiOptions, perform: (call: ApiCall) => Done): RequestHandler {
  return (request, response) => {
    if (request.params.account !== account.sid) throw notFound(request);
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const path = request.path.split('/').slice(4).join('/');
    const call: ApiCall = { method, path, params: paramsOf(method === 'POST' ? request.body : request.query) };
    const fault = faults.request(call);
    if (fault === 'too_many_requests') throw new TwilioError(20429, 'Too Many Requests', 429);
    if (fault === 'error_before') throw new TwilioError(20500, 'Internal Server Error', 500);
    const done = fault?.endsWith('_before') ? null : perform(call);
    if (fault === 'error_after') throw new TwilioError(20500, 'Internal Server Error', 500);
    if (fault?.startsWith('broken')) request.socket.destroy();
    // Who hangs never answers; the caller gives up at some time.
    else if (done !== null && !fault?.startsWith('hang')) response.status(done.status).json(done.body);
  };
}

function authenticate(request: Request, { account, tokens }: TwilioApiOptions): void {
  const [, encoded = ''] = /^Basic +(\S+)$/i.exec(request.get('Authorization') ?? '') ?? [];
  const [user, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  if (user === account.sid && tokens().includes(password.join(':'))) return;
  throw new TwilioError(20003, 'Authenticate', 401);
}

function notFound(request: Request): TwilioError {
  return new TwilioError(20404, `The requested resource ${request.path} was not found`, 404);
}

/** What is named twice counts by its last value, as far as it is text. */
function paramsOf(form: unknown): Params {
  const entries = Object.entries((form ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const last: unknown = Array.isArray(value) ? value.at(-1) : value;
      return typeof last === 'string' ? [[name, last]] : [];
    }),
  );
}

/** `DateSent>` and `DateSent<` hold a day or a moment; a `DateSent` alone is all of its day. */
function filterOf({ To: to, From: from, ...dates }: Params): MessageFilter {
  const from_ = dates['DateSent>'] ?? dates.DateSent;
  const until = dates['DateSent<'] ?? dates.DateSent;
  const isWhole = until !== undefined && /^\d{4}-\d\d-\d\d$/.test(until);
  return {
    ...(to && { to }),
    ...(from && { from }),
    ...(from_ && { sentFromMs: momentOf(from_) }),
    ...(until && { sentUntilMs: momentOf(until) + (isWhole ? 86_400_000 : 1) }),
  };
}

function momentOf(text: string): number {
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw new TwilioError(20001, `DateSent is not a date: ${text}`);
  // To the second, as Twilio writes its dates.
  return Math.floor(atMs / 1_000) * 1_000;
}

function handleError(onFailure: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const isKnown = error instanceof TwilioError;
    if (!isKnown) onFailure(error);
    const answered = isKnown ? error : new TwilioError(20500, 'An error of the simulated Twilio.', 500);
    response.status(answered.status).json(twilioErrorBody(answered));
  };
}
