import express, { type Express } from 'express';

/** An API whose address is known before the API is there; until then it says that it is not. */
export interface LateApi {
  readonly app: Express;
  /** From now on requests go there. */
  use(api: Express): void;
}

/** Whoever needs the address to make the API can have it. */
export function createLateApi(): LateApi {
  const app = express();
  app.disable('x-powered-by');
  let api: Express | null = null;
  app.use((request, response, next) => {
    if (api) api(request, response, next);
    else response.status(503).json({ error: { type: 'api_error', message: 'The simulated Stripe is not up yet.' } });
  });
  return {
    app,
    use(made) {
      api = made;
    },
  };
}
