import { z } from 'zod';
import type { Authorization } from '../../stripe/account.ts';
import { missingObject } from '../error.ts';
import { listPage, pagination } from '../list.ts';
import { metadata, metadataChange } from '../metadata.ts';
import { text } from '../parameters.ts';
import { type Call, route } from '../route.ts';

const retrieve = route('GET', '/v1/issuing/authorizations/:id', {}, (_parameters, call) => authorizationOf(call));

const update = route('POST', '/v1/issuing/authorizations/:id', { metadata: metadata.optional() }, (given, call) => {
  const authorization = authorizationOf(call);
  if (given.metadata === undefined) return authorization;
  return call.account.updateAuthorization(call.id, metadataChange(authorization.metadata, given.metadata));
});

const list = route(
  'GET',
  '/v1/issuing/authorizations',
  {
    ...pagination,
    card: text.optional(),
    cardholder: text.optional(),
    status: z.enum(['closed', 'expired', 'pending', 'reversed']).optional(),
  },
  ({ card, cardholder, status, ...page }, { account }) =>
    listPage(
      '/v1/issuing/authorizations',
      account.objects.authorizations.values(),
      page,
      (authorization) =>
        (card === undefined || authorization.card.id === card) &&
        (cardholder === undefined || authorization.card.cardholder.id === cardholder) &&
        (status === undefined || authorization.status === status),
    ),
);

export const authorizationRoutes = [retrieve, update, list];

/** The authorization that the path names, or an ApiError. */
export function authorizationOf({ account, id }: Call): Authorization {
  const authorization = account.objects.authorizations.get(id);
  if (!authorization) throw missingObject('authorization', id, null);
  return authorization;
}
