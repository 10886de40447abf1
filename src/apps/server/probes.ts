import type { Express } from 'express';

/**
 * Adds `/healthz`, which answers while the process is up, and `/readyz`, with the state of everything: while the
 * process can say it, it can work.
 */
export function openProbes(app: Express, readiness: () => Readonly<Record<string, unknown>>): void {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'up' });
  });
  app.get('/readyz', (_request, response) => {
    response.json(readiness());
  });
}
