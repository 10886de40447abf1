import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { StripeAccount } from '../stripe/account.ts';
import { authenticate, isLiveKey } from './authenticate.ts';
import { checkAccount } from './connected-account.ts';
import { ApiError } from './error.ts';
import type { Faults } from './fault.ts';
import { handleError } from './handle-error.ts';
import {
  accountOf,
  createRequestIds,
  idempotencyKeyOf,
  refuseOtherForms,
  requestIdOf,
  sendReply,
  versionOf,
} from './headers.ts';
import { createIdempotencyKeys } from './idempotency.ts';
import { type PerformPorts, perform } from './perform.ts';
import { createRateLimiter, type RateLimits, SANDBOX_LIMITS } from './rate-limits.ts';
import type { Call, Route, WebhookTarget } from './route.ts';
import { ROUTES } from './routes/all.ts';

export interface StripeApiOptions {
  readonly account: StripeAccount;
  readonly keys: { readonly secret: string };
  /** The world's time, in milliseconds since 1970: what is made here is made then. */
  nowMs(): number;
  /** The caller's time, for rates and for how long idempotency keys are kept; may start anywhere. */
  elapsedMs?(): number;
  readonly limits?: RateLimits;
  readonly fault?: Faults;
  readonly webhooks?: readonly WebhookTarget[];
  /** Told of errors that are bugs of the simulator: the caller only sees a 500. */
  onFailure?(error: unknown): void;
}

const MAX_BODY_BYTES = 1_048_576;
const MAX_PARAMETERS = 10_000;

/**
 * The part of Stripe's API that Countersign and its tests use, over a simulated account: its forms, errors, idempotency
 * and rates. https://docs.stripe.com/api
 */
export function createStripeApi(options: StripeApiOptions): Express {
  const { account, keys, elapsedMs = () => performance.now(), limits = SANDBOX_LIMITS } = options;
  const { fault: faults = () => null, onFailure = () => {}, webhooks = [] } = options;
  const livemode = isLiveKey(keys.secret);
  const ports = { keys: createIdempotencyKeys(elapsedMs), faults, onFailure };
  const countRequest = createRateLimiter(limits, elapsedMs);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'extended');
  app.use(createRequestIds());
  app.use((request, response, next) => {
    response.set('Stripe-Version', versionOf(request) ?? account.settings.apiVersion);
    authenticate(request.get('Authorization'), keys.secret);
    next();
  });
  app.use(refuseOtherForms);
  app.use(express.urlencoded({ extended: true, limit: MAX_BODY_BYTES, parameterLimit: MAX_PARAMETERS }));
  for (const route of ROUTES) {
    const serve: RequestHandler = async (request, response) => {
      countRequest(`${route.method} ${route.path}`);
      checkMode(route, livemode);
      if (route.path !== '/v1/account') checkAccount(accountOf(request), account.settings.account);
      const nowSeconds = Math.floor(options.nowMs() / 1_000);
      await answer(route, { account, nowSeconds, livemode, webhooks }, ports, request, response);
    };
    if (route.method === 'GET') app.get(route.path, serve);
    else app.post(route.path, serve);
  }
  app.use((request) => {
    throw new ApiError(`The API has no such URL: ${request.method} ${request.path}`, { status: 404 });
  });
  app.use(handleError(onFailure));
  return app;
}

async function answer(
  route: Route,
  known: Omit<Call, 'id'>,
  ports: PerformPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const { id = '' } = request.params;
  const { method, path } = request;
  const parameters: unknown = method === 'POST' ? (request.body ?? {}) : request.query;
  const idempotencyKey = idempotencyKeyOf(request);
  const outcome = await perform(
    { method, path, parameters, idempotencyKey, requestId: requestIdOf(response) },
    () => route.begin(parameters, { ...known, id: String(id) }),
    ports,
  );
  if (outcome.kind === 'dropped') request.socket.destroy();
  else sendReply(request, response, outcome.reply, outcome.isReplayed);
}

function checkMode({ path }: Route, livemode: boolean): void {
  if (livemode && path.startsWith('/v1/test_helpers/')) throw new ApiError('Test helpers work in test mode only.');
}
