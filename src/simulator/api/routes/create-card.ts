import type { Stripe } from 'stripe';
import { z } from 'zod';
import { createRandom } from '../../world/random.ts';
import { mergeControls, NO_CONTROLS, spendingControls } from '../controls.ts';
import { ApiError, missingObject } from '../error.ts';
import { metadata, newMetadata } from '../metadata.ts';
import { currency, emptyable, integer, text } from '../parameters.ts';
import { keepsNumber, replacedCard } from '../replacement.ts';
import { type Call, route } from '../route.ts';
import { shipping, shippingObject } from '../shipping.ts';

const shape = {
  cardholder: text,
  currency,
  exp_month: integer(1, 12).optional(),
  exp_year: integer(2_000, 9_999).optional(),
  financial_account: text.optional(),
  lifecycle_controls: z.strictObject({ cancel_after: z.strictObject({ payment_count: integer(1) }) }).optional(),
  metadata: metadata.optional(),
  personalization_design: text.optional(),
  // Taken and never kept: nobody can read a PIN.
  pin: z.strictObject({ encrypted_number: text.optional() }).optional(),
  replacement_for: text.optional(),
  replacement_reason: z.enum(['damaged', 'expired', 'lost', 'stolen']).optional(),
  second_line: emptyable(z.string().max(24)).optional(),
  shipping: shipping.optional(),
  spending_controls: spendingControls.optional(),
  status: z.enum(['active', 'inactive']).optional(),
  type: z.enum(['physical', 'virtual']),
};
type Given = z.output<z.ZodObject<typeof shape>>;

/** POST /v1/issuing/cards: a card, or the replacement of one. */
export const createCardRoute = route('POST', '/v1/issuing/cards', shape, (given, call) => {
  const { account } = call;
  const cardholder = account.objects.cardholders.get(given.cardholder);
  if (!cardholder) throw missingObject('cardholder', given.cardholder, 'cardholder');
  if (given.status === 'active') checkCanBeActive(cardholder);
  if (given.type === 'physical' && !given.shipping) {
    throw new ApiError('A physical card needs an address to be shipped to.', {
      code: 'parameter_missing',
      param: 'shipping',
    });
  }
  const old = replacedCard(given, account.objects);
  const card = cardObject(given, cardholder, old, call);
  account.addCardObject(card);
  if (old) account.updateCard(old.id, { replacedBy: card.id });
  if (old && card.status === 'active' && old.status !== 'canceled') account.updateCard(old.id, { status: 'canceled' });
  return account.objects.cards.get(card.id) ?? card;
});

/** Throws an ApiError if a cardholder may have no active card. */
export function checkCanBeActive({ id, status, requirements }: Stripe.Issuing.Cardholder): void {
  const hindrance = requirements.disabled_reason ?? (status === 'active' ? null : status);
  if (hindrance === null) return;
  const message = `A card can't be active while its cardholder ${id} can't make purchases (${hindrance}).`;
  throw new ApiError(message, { param: 'status' });
}

function cardObject(
  given: Given,
  cardholder: Stripe.Issuing.Cardholder,
  old: Stripe.Issuing.Card | null,
  { account, nowSeconds, livemode }: Call,
): Stripe.Issuing.Card {
  const id = account.newId('ic');
  const isInherited = account.settings.switches.replacementControls === 'inherited' && !given.spending_controls;
  const controls = old && isInherited ? old.spending_controls : NO_CONTROLS;
  const thisMonth = new Date(nowSeconds * 1_000);
  return {
    id,
    object: 'issuing.card',
    brand: old?.brand ?? 'Visa',
    cancellation_reason: null,
    cardholder,
    created: nowSeconds,
    currency: given.currency,
    exp_month: given.exp_month ?? thisMonth.getUTCMonth() + 1,
    exp_year: given.exp_year ?? thisMonth.getUTCFullYear() + 4,
    financial_account: given.financial_account ?? null,
    last4: old && keepsNumber(given.replacement_reason) ? old.last4 : drawLast4(id),
    latest_fraud_warning: null,
    lifecycle_controls: given.lifecycle_controls ?? null,
    livemode,
    metadata: newMetadata(given.metadata),
    personalization_design: given.personalization_design ?? null,
    replaced_by: null,
    replacement_for: old?.id ?? null,
    replacement_reason: given.replacement_reason ?? null,
    second_line: given.second_line ?? null,
    shipping: given.type === 'physical' && given.shipping ? shippingObject(given.shipping) : null,
    spending_controls: mergeControls(controls, given.spending_controls ?? {}, given.currency),
    status: given.status ?? 'inactive',
    type: given.type,
    wallets: {
      apple_pay: { eligible: true, ineligible_reason: null },
      google_pay: { eligible: true, ineligible_reason: null },
      primary_account_identifier: null,
    },
  };
}

function drawLast4(id: string): string {
  return String(createRandom(id, 'last4').integer(0, 9_999)).padStart(4, '0');
}
