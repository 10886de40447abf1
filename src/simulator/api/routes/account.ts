import type { Stripe } from 'stripe';
import { listPage, pagination } from '../list.ts';
import { currency, integer } from '../parameters.ts';
import { type Call, route } from '../route.ts';

const PLATFORM = 'acct_1SimulatedPlatform00';

const account = route('GET', '/v1/account', {}, (_parameters, { account: { settings } }) => ({
  id: settings.account ?? PLATFORM,
  object: 'account',
  business_type: 'company',
  capabilities: { card_issuing: 'active' },
  charges_enabled: true,
  country: 'US',
  default_currency: 'usd',
  details_submitted: true,
  email: null,
  metadata: {},
  payouts_enabled: true,
  type: settings.account === null ? 'standard' : 'custom',
}));

const balance = route('GET', '/v1/balance', {}, (_parameters, call) => balanceOf(call, []));

/** Isn't in the `stripe` package: https://docs.stripe.com/issuing/funding/balance */
const fund = route(
  'POST',
  '/v1/test_helpers/issuing/fund_balance',
  { amount: integer(1), currency },
  ({ amount, currency }, call) => {
    call.account.fund({ amountMinor: amount, currency });
    return balanceOf(call, [currency]);
  },
);

const webhooks = route('GET', '/v1/webhook_endpoints', listWithoutTime(), (page, call) => {
  const endpoints = call.webhooks.map(({ url, enabledEvents }, index) => ({
    id: `we_1Simulated${index}`,
    object: 'webhook_endpoint',
    api_version: call.account.settings.apiVersion,
    application: null,
    created: 0,
    description: null,
    enabled_events: enabledEvents,
    livemode: call.livemode,
    metadata: {},
    status: 'enabled',
    url,
  }));
  return listPage('/v1/webhook_endpoints', endpoints, page);
});

export const accountRoutes = [account, balance, fund, webhooks];

function listWithoutTime() {
  const { created: _created, ...rest } = pagination;
  return rest;
}

/** In the currencies of the cards, in `usd` at least, and in those named. */
function balanceOf({ account, livemode }: Call, currencies: readonly string[]): Stripe.Balance {
  const held = new Set(['usd', ...currencies]);
  for (const card of account.objects.cards.values()) held.add(card.currency);
  const available = [...held].map((currency) => ({ amount: account.availableMinor(currency), currency }));
  const none = [{ amount: 0, currency: 'usd' }];
  return { object: 'balance', available: none, issuing: { available }, livemode, pending: none };
}
