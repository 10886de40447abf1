import type { Route } from '../route.ts';
import { accountRoutes } from './account.ts';
import { authorizationRoutes } from './authorizations.ts';
import { cardholderRoutes } from './cardholders.ts';
import { cardRoutes } from './cards.ts';
import { createCardRoute } from './create-card.ts';
import { disputeRoutes } from './disputes.ts';
import { testAuthorizationRoutes } from './test-authorizations.ts';
import { transactionRoutes } from './transactions.ts';
import { updateCardRoute } from './update-card.ts';

/** Every call of Stripe's API that is served, in no order that matters: no path hides another. */
export const ROUTES: readonly Route[] = [
  ...accountRoutes,
  ...cardholderRoutes,
  createCardRoute,
  updateCardRoute,
  ...cardRoutes,
  ...authorizationRoutes,
  ...testAuthorizationRoutes,
  ...transactionRoutes,
  ...disputeRoutes,
];
