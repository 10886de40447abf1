import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  retainSearchParams,
} from '@tanstack/react-router';
import { allSearch, auditSearch } from './access/search.ts';
import { readRunSearch, readStartSearch } from './backtests/search.ts';
import { readChallengesSearch } from './challenges/search.ts';
import { readDecisionSearch } from './decisions/decision-search.ts';
import { readSearch } from './decisions/search.ts';
import { readListSearch } from './lists/search.ts';
import { readNowSearch } from './now/now-search.ts';
import { Failure, Waiting } from './parts/loaded.tsx';
import { readInForceSearch, readShadowSearch, readVersionSearch, readVersionsSearch } from './policy/searches.ts';
import { readReviewSearch } from './reviews/search.ts';
import { MissingPage } from './shell/missing-page.tsx';
import { Shell } from './shell/shell.tsx';
import { systemSearch } from './system/search.ts';
import { readThresholdsSearch } from './thresholds/search.ts';
import { readWorkspaceSearch } from './workspace/search.ts';

/** What stands in the address of every page: in which world it is (client.ts). */
interface WorldSearch {
  readonly live?: true | undefined;
  readonly account?: string | undefined;
}

const root = createRootRoute({
  validateSearch: ({ live, account }: Record<string, unknown>): WorldSearch => ({
    ...(live === true && { live }),
    ...(typeof account === 'string' && /^acct_\w+$/.test(account) && { account }),
  }),
  search: { middlewares: [retainSearchParams(['live', 'account'])] },
  component: Outlet,
  notFoundComponent: MissingPage,
  errorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: ({ to }: Record<string, unknown>): { to?: string } => ({
    // Within the console: nobody is led elsewhere by a link to the sign-in.
    ...(typeof to === 'string' && /^\/(?![/\\])/.test(to) && { to }),
  }),
  component: lazyRouteComponent(() => import('./access/sign-in-page.tsx'), 'SignInPage'),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const now = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: readNowSearch,
  component: lazyRouteComponent(() => import('./now/now-page.tsx'), 'NowPage'),
});

const system = createRoute({
  getParentRoute: () => shell,
  path: 'system',
  validateSearch: systemSearch,
  component: lazyRouteComponent(() => import('./system/system-page.tsx'), 'SystemPage'),
});

const reviews = createRoute({
  getParentRoute: () => shell,
  path: 'reviews',
  validateSearch: readReviewSearch,
  component: lazyRouteComponent(() => import('./reviews/reviews-page.tsx'), 'ReviewsPage'),
});

const review = createRoute({
  getParentRoute: () => shell,
  path: 'reviews/$id',
  // The part of the queue that one came from, to go on from there.
  validateSearch: readReviewSearch,
  component: lazyRouteComponent(() => import('./reviews/review-page.tsx'), 'ReviewPage'),
});

const challenges = createRoute({
  getParentRoute: () => shell,
  path: 'challenges',
  validateSearch: readChallengesSearch,
  component: lazyRouteComponent(() => import('./challenges/challenges-page.tsx'), 'ChallengesPage'),
});

const challenge = createRoute({
  getParentRoute: () => shell,
  path: 'challenges/$id',
  component: lazyRouteComponent(() => import('./challenges/challenge-page.tsx'), 'ChallengePage'),
});

const decisions = createRoute({
  getParentRoute: () => shell,
  path: 'decisions',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./decisions/decisions-page.tsx'), 'DecisionsPage'),
});

const lists = createRoute({
  getParentRoute: () => shell,
  path: 'lists',
  component: lazyRouteComponent(() => import('./lists/lists-page.tsx'), 'ListsPage'),
});

const list = createRoute({
  getParentRoute: () => shell,
  path: 'lists/$name',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./lists/list-page.tsx'), 'ListPage'),
});

const decision = createRoute({
  getParentRoute: () => shell,
  path: 'decisions/$id',
  validateSearch: readDecisionSearch,
  component: lazyRouteComponent(() => import('./decisions/decision-page.tsx'), 'DecisionPage'),
});

const authorization = createRoute({
  getParentRoute: () => shell,
  path: 'authorizations/$id',
  component: lazyRouteComponent(() => import('./decisions/authorization-page.tsx'), 'AuthorizationPage'),
});

const history = [
  createRoute({
    getParentRoute: () => shell,
    path: 'backtests',
    validateSearch: readStartSearch,
    component: lazyRouteComponent(() => import('./backtests/backtests-page.tsx'), 'BacktestsPage'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: 'backtests/$id',
    validateSearch: readRunSearch,
    component: lazyRouteComponent(() => import('./backtests/backtest-page.tsx'), 'BacktestPage'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: 'thresholds',
    validateSearch: readThresholdsSearch,
    component: lazyRouteComponent(() => import('./thresholds/thresholds-page.tsx'), 'ThresholdsPage'),
  }),
] as const;

const workspace = createRoute({
  getParentRoute: () => shell,
  path: 'policy/edit',
  validateSearch: readWorkspaceSearch,
  component: lazyRouteComponent(() => import('./workspace/workspace-page.tsx'), 'WorkspacePage'),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: 'users',
  validateSearch: allSearch,
  component: lazyRouteComponent(() => import('./access/users-page.tsx'), 'UsersPage'),
});

const keys = createRoute({
  getParentRoute: () => shell,
  path: 'keys',
  validateSearch: allSearch,
  component: lazyRouteComponent(() => import('./access/keys-page.tsx'), 'KeysPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: 'audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./access/audit-page.tsx'), 'AuditPage'),
});

const policy = [
  createRoute({
    getParentRoute: () => shell,
    path: 'policy',
    validateSearch: readInForceSearch,
    component: lazyRouteComponent(() => import('./policy/in-force-page.tsx'), 'InForcePage'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: 'policy/versions',
    validateSearch: readVersionsSearch,
    component: lazyRouteComponent(() => import('./policy/versions-page.tsx'), 'VersionsPage'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: 'policy/versions/$version',
    validateSearch: readVersionSearch,
    component: lazyRouteComponent(() => import('./policy/version-page.tsx'), 'VersionPage'),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: 'policy/shadow',
    validateSearch: readShadowSearch,
    component: lazyRouteComponent(() => import('./policy/shadow-page.tsx'), 'ShadowPage'),
  }),
] as const;

const routeTree = root.addChildren([
  signIn,
  shell.addChildren([
    now,
    decisions,
    decision,
    authorization,
    reviews,
    review,
    challenges,
    challenge,
    lists,
    list,
    system,
    workspace,
    users,
    keys,
    audit,
    ...policy,
    ...history,
  ]),
]);

/** The pages by their addresses. Each is a file of its own that is loaded when somebody goes there. */
export function createConsoleRouter(_queries: QueryClient) {
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultPendingComponent: Waiting,
    scrollRestoration: true,
    // What a page's `validateSearch` does not understand is dropped, so that no page has to look again.
    search: { strict: true },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
