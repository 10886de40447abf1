import type { Stripe } from 'stripe';
import { z } from 'zod';
import { address } from '../address.ts';
import { type Controls, mergeControls, NO_CONTROLS, spendingControls } from '../controls.ts';
import { ApiError, missingObject } from '../error.ts';
import { listPage, pagination } from '../list.ts';
import { metadata, metadataChange, newMetadata } from '../metadata.ts';
import { currency, emptyable, listOf, text } from '../parameters.ts';
import { individual, mergeIndividual } from '../person.ts';
import { type Call, route } from '../route.ts';

const MAX_NAME_LENGTH = 24;

/** What can be given at first and changed later. */
const changeable = {
  billing: z.strictObject({ address }).optional(),
  company: z.strictObject({ tax_id: text.optional() }).optional(),
  email: emptyable(text).optional(),
  individual: individual.optional(),
  metadata: metadata.optional(),
  phone_number: emptyable(text).optional(),
  preferred_locales: listOf(z.enum(['de', 'en', 'es', 'fr', 'it'])).optional(),
  spending_controls: spendingControls.extend({ spending_limits_currency: currency.optional() }).optional(),
  status: z.enum(['active', 'inactive']).optional(),
};

const create = route(
  'POST',
  '/v1/issuing/cardholders',
  {
    ...changeable,
    billing: z.strictObject({ address }),
    name: text,
    type: z.enum(['company', 'individual']).optional(),
  },
  (given, call) => {
    if (given.name.length > MAX_NAME_LENGTH) {
      const message = `A cardholder's name can be up to ${MAX_NAME_LENGTH} characters long, as it is printed on cards.`;
      throw new ApiError(message, { param: 'name' });
    }
    const { type = given.company && !given.individual ? 'company' : 'individual' } = given;
    const cardholder: Stripe.Issuing.Cardholder = {
      id: call.account.newId('ich'),
      object: 'issuing.cardholder',
      billing: given.billing,
      company: type === 'company' ? { tax_id_provided: given.company?.tax_id !== undefined } : null,
      created: call.nowSeconds,
      email: given.email ?? null,
      individual: type === 'individual' ? mergeIndividual(null, given.individual) : null,
      livemode: call.livemode,
      metadata: newMetadata(given.metadata),
      name: given.name,
      phone_number: phoneNumber(given.phone_number ?? null),
      preferred_locales: given.preferred_locales ?? null,
      requirements: { disabled_reason: null, past_due: [] },
      spending_controls: controlsOf(NO_CONTROLS, given.spending_controls ?? {}),
      status: given.status ?? 'active',
      type,
    };
    call.account.addCardholderObject(cardholder);
    return cardholder;
  },
);

const update = route('POST', '/v1/issuing/cardholders/:id', changeable, (given, call) => {
  const current = cardholderOf(call);
  const { billing, company, email, phone_number, preferred_locales, status } = given;
  return call.account.updateCardholder(call.id, {
    ...(billing && { billing }),
    ...(company && { company: { tax_id_provided: company.tax_id !== undefined } }),
    ...(email !== undefined && { email }),
    ...(given.individual && {
      individual: mergeIndividual(current.individual, given.individual),
    }),
    ...(given.metadata !== undefined && { metadata: metadataChange(current.metadata, given.metadata) }),
    ...(phone_number !== undefined && { phone_number: phoneNumber(phone_number) }),
    ...(preferred_locales && { preferred_locales }),
    ...(given.spending_controls && {
      spending_controls: controlsOf(current.spending_controls ?? NO_CONTROLS, given.spending_controls),
    }),
    ...(status && { status }),
  });
});

const retrieve = route('GET', '/v1/issuing/cardholders/:id', {}, (_parameters, call) => cardholderOf(call));

const list = route(
  'GET',
  '/v1/issuing/cardholders',
  {
    ...pagination,
    email: text.optional(),
    phone_number: text.optional(),
    status: z.enum(['active', 'blocked', 'inactive']).optional(),
    type: z.enum(['company', 'individual']).optional(),
  },
  ({ email, phone_number, status, type, ...page }, { account }) =>
    listPage(
      '/v1/issuing/cardholders',
      account.objects.cardholders.values(),
      page,
      (cardholder) =>
        (email === undefined || cardholder.email === email) &&
        (phone_number === undefined || cardholder.phone_number === phone_number) &&
        (status === undefined || cardholder.status === status) &&
        (type === undefined || cardholder.type === type),
    ),
);

export const cardholderRoutes = [create, update, retrieve, list];

function cardholderOf({ account, id }: Call): Stripe.Issuing.Cardholder {
  const cardholder = account.objects.cardholders.get(id);
  if (!cardholder) throw missingObject('cardholder', id, null);
  return cardholder;
}

/** In E.164: Stripe takes other spellings as well, of which we know the punctuated ones only. */
function phoneNumber(given: string | null): string | null {
  if (given === null) return null;
  const digits = given.replace(/[\s().-]/g, '');
  if (/^\+[1-9]\d{6,14}$/.test(digits)) return digits;
  throw new ApiError(`"${given}" is not a valid phone number`, { param: 'phone_number' });
}

function controlsOf(current: Controls, { spending_limits_currency, ...change }: ControlsGiven): Controls {
  return mergeControls(current, change, spending_limits_currency ?? current.spending_limits_currency ?? 'usd');
}

type ControlsGiven = z.output<NonNullable<typeof changeable.spending_controls>> & object;
