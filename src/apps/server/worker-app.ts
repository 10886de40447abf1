import express, { type Express, type RequestHandler } from 'express';
import { openProbes } from './probes.ts';

export interface WorkerDoors {
  /** The state of everything, for `/readyz`. */
  readiness(): Readonly<Record<string, unknown>>;
  readonly metrics: RequestHandler;
}

/** The HTTP application of a worker: nothing but what tells how it does. */
export function createWorkerApp(doors: WorkerDoors): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  openProbes(app, doors.readiness);
  app.get('/metrics', doors.metrics);
  app.use((_request, response) => {
    response.status(404).json({ error: 'not found' });
  });
  return app;
}
