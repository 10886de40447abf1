import type { Route } from './route.ts';
import { ALARM_ROUTES } from './routes/alarms.ts';
import { ALLOWANCE_ROUTES } from './routes/allowances.ts';
import { AUTHORIZATION_ROUTES } from './routes/authorizations.ts';
import { BACKTEST_ROUTES } from './routes/backtests.ts';
import { CARD_ROUTES } from './routes/cards.ts';
import { CHALLENGE_ROUTES } from './routes/challenges.ts';
import { COUNTER_ROUTES } from './routes/counters.ts';
import { DECIDED_ROUTES } from './routes/decided.ts';
import { DECISION_ROUTES } from './routes/decisions.ts';
import { ENRICH_ROUTES } from './routes/enrich.ts';
import { EVENT_ROUTES } from './routes/events.ts';
import { FORGETTING_ROUTES } from './routes/forgetting.ts';
import { FUNNEL_ROUTES } from './routes/funnel.ts';
import { HISTORY_ROUTES } from './routes/history.ts';
import { JOB_ROUTES } from './routes/jobs.ts';
import { KEY_ROUTES } from './routes/keys.ts';
import { LABEL_ROUTES } from './routes/labels.ts';
import { LIST_ROUTES } from './routes/lists.ts';
import { MONEY_ROUTES } from './routes/money.ts';
import { PERFORMANCE_ROUTES } from './routes/performance.ts';
import { POLICY_ROUTES } from './routes/policy.ts';
import { PROFILE_ROUTES } from './routes/profiles.ts';
import { REVIEW_ROUTES } from './routes/reviews.ts';
import { SESSION_ROUTES } from './routes/session.ts';
import { SHADOW_ROUTES } from './routes/shadow.ts';
import { SYSTEM_ROUTES } from './routes/system.ts';
import { TRAFFIC_ROUTES } from './routes/traffic.ts';
import { UNMASK_ROUTES } from './routes/unmask.ts';
import { USER_ROUTES } from './routes/users.ts';
import { VERSION_ROUTES } from './routes/versions.ts';

/**
 * Every door of the API: its method and path, the scope that it wants, its schemas and its handler.
 * The server, the OpenAPI document, docs/api.md and the tests are made from this table.
 */
export const ROUTES: readonly Route[] = [
  ...POLICY_ROUTES,
  ...VERSION_ROUTES,
  ...HISTORY_ROUTES,
  ...BACKTEST_ROUTES,
  ...SHADOW_ROUTES,
  ...PROFILE_ROUTES,
  ...LIST_ROUTES,
  ...COUNTER_ROUTES,
  ...EVENT_ROUTES,
  ...ENRICH_ROUTES,
  ...DECISION_ROUTES,
  ...DECIDED_ROUTES,
  ...FORGETTING_ROUTES,
  ...AUTHORIZATION_ROUTES,
  ...FUNNEL_ROUTES,
  ...PERFORMANCE_ROUTES,
  ...TRAFFIC_ROUTES,
  ...MONEY_ROUTES,
  ...LABEL_ROUTES,
  ...CHALLENGE_ROUTES,
  ...ALLOWANCE_ROUTES,
  ...CARD_ROUTES,
  ...REVIEW_ROUTES,
  ...ALARM_ROUTES,
  ...JOB_ROUTES,
  ...SYSTEM_ROUTES,
  ...SESSION_ROUTES,
  ...UNMASK_ROUTES,
  ...USER_ROUTES,
  ...KEY_ROUTES,
];
