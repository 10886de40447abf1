import type { Stripe } from 'stripe';
import { z } from 'zod';
import type { CardChanges } from '../../stripe/account.ts';
import { mergeControls, spendingControls } from '../controls.ts';
import { ApiError, missingObject, refuseNotSimulated } from '../error.ts';
import { metadata, metadataChange } from '../metadata.ts';
import { text } from '../parameters.ts';
import { type Call, route } from '../route.ts';
import { shipping as shippingParameter } from '../shipping.ts';
import { checkCanBeActive } from './create-card.ts';

const shape = {
  cancellation_reason: z.enum(['lost', 'stolen']).optional(),
  financial_account: text.optional(),
  metadata: metadata.optional(),
  personalization_design: text.optional(),
  // Taken and never kept: nobody can read a PIN.
  pin: z.strictObject({ encrypted_number: text.optional() }).optional(),
  shipping: shippingParameter.optional(),
  spending_controls: spendingControls.optional(),
  status: z.enum(['active', 'canceled', 'inactive']).optional(),
};
type Given = z.output<z.ZodObject<typeof shape>>;

/** POST /v1/issuing/cards/:id. A canceled card stays canceled. */
export const updateCardRoute = route('POST', '/v1/issuing/cards/:id', shape, (given, call) => {
  const card = call.account.objects.cards.get(call.id);
  if (!card) throw missingObject('card', call.id, null);
  const { financial_account, personalization_design, shipping } = given;
  refuseNotSimulated({ financial_account, personalization_design, shipping });
  checkStatus(card, given, call);
  const { account } = call;
  const changes: CardChanges = {
    ...(given.status && given.status !== card.status && { status: given.status }),
    ...(given.cancellation_reason && { cancellationReason: given.cancellation_reason }),
    ...(given.metadata !== undefined && { metadata: metadataChange(card.metadata, given.metadata) }),
    ...(given.spending_controls && {
      spendingControls: mergeControls(card.spending_controls, given.spending_controls, card.currency),
    }),
  };
  if (Object.keys(changes).length === 0) return card;
  const updated = account.updateCard(card.id, changes);
  if (changes.status === 'active') cancelReplaced(updated, call);
  return updated;
});

function checkStatus(card: Stripe.Issuing.Card, given: Given, { account }: Call): void {
  const { status, cancellation_reason: reason } = given;
  if (reason !== undefined && status !== 'canceled') {
    const message = 'A cancellation reason is for a card that is being canceled: set status to canceled as well.';
    throw new ApiError(message, { param: 'cancellation_reason' });
  }
  if (card.status === 'canceled' && status !== undefined) {
    if (status === 'canceled' && account.settings.switches.cancelAgain === 'accepted') return;
    throw new ApiError(`The card ${card.id} is canceled, which is final.`, { param: 'status' });
  }
  if (status === 'active') checkCanBeActive(card.cardholder);
}

/** The holder of a damaged or expired card may use it until its replacement is activated. */
function cancelReplaced(card: Stripe.Issuing.Card, { account }: Call): void {
  const { replacement_for: old } = card;
  const replaced = account.objects.cards.get(typeof old === 'string' ? old : (old?.id ?? ''));
  if (replaced && replaced.status !== 'canceled') account.updateCard(replaced.id, { status: 'canceled' });
}
