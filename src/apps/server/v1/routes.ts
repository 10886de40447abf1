import type { Route } from './route.ts';
import { COUNTER_ROUTES } from './routes/counters.ts';
import { DECISION_ROUTES } from './routes/decisions.ts';
import { ENRICH_ROUTES } from './routes/enrich.ts';
import { EVENT_ROUTES } from './routes/events.ts';
import { HISTORY_ROUTES } from './routes/history.ts';
import { KEY_ROUTES } from './routes/keys.ts';
import { LIST_ROUTES } from './routes/lists.ts';
import { POLICY_ROUTES } from './routes/policy.ts';
import { SHADOW_ROUTES } from './routes/shadow.ts';
import { VERSION_ROUTES } from './routes/versions.ts';

/**
 * Every door of the API that wants a key: its method and path, the scope that it wants, its schemas and its handler.
 * The server, the OpenAPI document, docs/api.md and the tests are made from this table.
 */
export const ROUTES: readonly Route[] = [
  ...POLICY_ROUTES,
  ...VERSION_ROUTES,
  ...HISTORY_ROUTES,
  ...SHADOW_ROUTES,
  ...LIST_ROUTES,
  ...COUNTER_ROUTES,
  ...EVENT_ROUTES,
  ...ENRICH_ROUTES,
  ...DECISION_ROUTES,
  ...KEY_ROUTES,
];
