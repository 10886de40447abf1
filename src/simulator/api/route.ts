import type { z } from 'zod';
import type { StripeAccount } from '../stripe/account.ts';
import { expanded } from './expand.ts';
import { listOf, readParameters, text } from './parameters.ts';

/** An endpoint that the simulated Stripe delivers events to. */
export interface WebhookTarget {
  readonly url: string;
  readonly enabledEvents: readonly string[];
}

/** What a route knows of the request besides its parameters. */
export interface Call {
  readonly account: StripeAccount;
  /** What stands for `:id` in the path; empty where there is none. */
  readonly id: string;
  /** Unix seconds of the world. */
  readonly nowSeconds: number;
  readonly livemode: boolean;
  readonly webhooks: readonly WebhookTarget[];
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Checks the parameters, or throws an ApiError; what it gives does the work. */
  begin(parameters: unknown, call: Call): () => Promise<object>;
}

/** A route that takes the parameters of the shape, and `expand`. `run` gives the object to answer, or throws. */
export function route<Shape extends z.ZodRawShape>(
  method: Route['method'],
  path: string,
  shape: Shape,
  run: (parameters: z.output<z.ZodObject<Shape>>, call: Call) => object | Promise<object>,
): Route {
  return {
    method,
    path,
    begin(raw, call) {
      const { expand, ...own } = { expand: undefined, ...(raw as object) };
      const parameters = readParameters(shape, own);
      const paths = readParameters(EXPAND, { expand }).expand ?? [];
      return async () => expanded(await run(parameters, call), paths, call.account.objects);
    },
  };
}

const EXPAND = { expand: listOf(text).optional() };
