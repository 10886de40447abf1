import { z } from 'zod';
import { missingObject, refuseNotSimulated } from '../error.ts';
import { fleet, fuel } from '../fleet.ts';
import { flag, integer } from '../parameters.ts';
import { purchaseOf, purchaseShape, statedOf } from '../purchase.ts';
import { type Call, route } from '../route.ts';
import { authorizationOf } from './authorizations.ts';

const PATH = '/v1/test_helpers/issuing/authorizations';

const create = route('POST', PATH, purchaseShape, async (given, call) => {
  const { account } = call;
  const card = account.objects.cards.get(given.card);
  if (!card) throw missingObject('card', given.card, 'card');
  const purchase = purchaseOf(given, card);
  const stated = statedOf(given, purchase, account.settings);
  const answer = await account.authorizeStated(purchase, stated);
  return authorizationOf({ ...call, id: answer.authorizationId });
});

const capture = onAuthorization(
  'capture',
  {
    capture_amount: integer(1).optional(),
    close_authorization: flag.optional(),
    purchase_details: z.unknown().optional(),
  },
  async ({ capture_amount: amount, close_authorization: isFinal = true, purchase_details }, call) => {
    refuseNotSimulated({ purchase_details });
    await call.account.issuer.capture(call.id, amount ?? authorizationOf(call).amount, isFinal);
  },
);

const expire = onAuthorization('expire', {}, (_parameters, { account, id }) => account.issuer.expire(id));

const increment = onAuthorization(
  'increment',
  { increment_amount: integer(1), is_amount_controllable: flag.optional() },
  async ({ increment_amount: amount, is_amount_controllable: isControllable }, { account, id }) => {
    refuseNotSimulated({ is_amount_controllable: isControllable || undefined });
    await account.issuer.increment(id, amount);
  },
);

const reverse = onAuthorization(
  'reverse',
  { reverse_amount: integer(1).optional() },
  ({ reverse_amount: amount = null }, { account, id }) => account.issuer.reverse(id, amount),
);

const finalizeAmount = onAuthorization(
  'finalize_amount',
  { final_amount: integer(1), fleet: fleet.optional(), fuel: fuel.optional() },
  ({ final_amount: amount, ...rest }, { account, id }) => {
    refuseNotSimulated(rest);
    account.finalizeAmount(id, amount);
  },
);

const respond = onAuthorization(
  'fraud_challenges/respond',
  { confirmed: flag },
  ({ confirmed }, { account, id }) => void account.respondToChallenge(id, confirmed),
);

export const testAuthorizationRoutes = [create, capture, expire, increment, reverse, finalizeAmount, respond];

/** Something that is done to the authorization that the path names; it is answered as it is then. */
function onAuthorization<Shape extends z.ZodRawShape>(
  action: string,
  shape: Shape,
  act: (parameters: z.output<z.ZodObject<Shape>>, call: Call) => Promise<void> | void,
) {
  return route('POST', `${PATH}/:id/${action}`, shape, async (parameters, call) => {
    authorizationOf(call);
    await act(parameters, call);
    return authorizationOf(call);
  });
}
