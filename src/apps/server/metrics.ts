import type { RequestHandler } from 'express';
import type { Metrics } from '../../adapters/metrics/metrics.ts';

/** `GET /metrics`, for whatever process serves it. It answers in bounded time, whoever hangs. */
export function metricsHandler({ contentType, text }: Pick<Metrics, 'contentType' | 'text'>): RequestHandler {
  return async (_request, response) => {
    response.set({ 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(await text());
  };
}
