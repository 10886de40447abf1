import { z } from 'zod';
import { missingObject } from '../error.ts';
import { listPage, pagination } from '../list.ts';
import { integer, text } from '../parameters.ts';
import { route } from '../route.ts';

const retrieve = route('GET', '/v1/issuing/cards/:id', {}, (_parameters, { account, id }) => {
  const card = account.objects.cards.get(id);
  if (!card) throw missingObject('card', id, null);
  return card;
});

const list = route(
  'GET',
  '/v1/issuing/cards',
  {
    ...pagination,
    cardholder: text.optional(),
    exp_month: integer(1, 12).optional(),
    exp_year: integer(0, 9_999).optional(),
    last4: text.optional(),
    personalization_design: text.optional(),
    status: z.enum(['active', 'canceled', 'inactive']).optional(),
    type: z.enum(['physical', 'virtual']).optional(),
  },
  ({ cardholder, personalization_design: design, ...filters }, { account }) => {
    const { exp_month: month, exp_year: year, last4, status, type, ...page } = filters;
    return listPage(
      '/v1/issuing/cards',
      account.objects.cards.values(),
      page,
      (card) =>
        (cardholder === undefined || card.cardholder.id === cardholder) &&
        (design === undefined || card.personalization_design === design) &&
        (month === undefined || card.exp_month === month) &&
        (year === undefined || card.exp_year === year) &&
        (last4 === undefined || card.last4 === last4) &&
        (status === undefined || card.status === status) &&
        (type === undefined || card.type === type),
    );
  },
);

export const cardRoutes = [retrieve, list];
