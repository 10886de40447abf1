import type { BuiltInEvent, BuiltInInput, EntryOutcome } from '../features/built-in-event.ts';
import { BOOL, FLOAT, type Money, type ScowlType, STRING } from '../features/scowl-type.ts';
import { type AttributeDefinition, createCatalogue } from '../rules/attributes.ts';

/** What features call the events that Stripe asks about. */
export const AUTHORIZATION = 'authorization';

/** Maps of a card program's own, which features read by key: `cardholder_metadata["user_id"]`. */
export const METADATA_INPUTS = {
  metadata: 'authorization',
  card_metadata: 'card',
  cardholder_metadata: 'cardholder',
} as const;

const OF_THE_CARD: Money = { currencyInput: 'currency', oneCurrencyBy: ['card'] };

// Which attributes are money, and in which currency.
const MONEY: Readonly<Record<string, Money>> = {
  amount: OF_THE_CARD,
  amount_in_usd: { currencyInput: null },
  merchant_amount: { currencyInput: 'merchant_currency' },
  cashback_amount: OF_THE_CARD,
  previously_approved_amount: OF_THE_CARD,
};

const OUTCOMES: ReadonlyMap<string, readonly EntryOutcome[]> = new Map([
  ['is_approved', ['approved', 'pending']],
  ['is_declined', ['declined']],
  ['is_challenged', ['challenged']],
  ['is_declined_by_stripe', ['declined_by_stripe']],
]);

const ATTRIBUTES = createCatalogue();

/** The event `authorization`: every built-in attribute is an input of it, and metadata by key. */
export const AUTHORIZATION_EVENT: BuiltInEvent = {
  name: AUTHORIZATION,
  inputs: [
    ...ATTRIBUTES.names().flatMap((name) => {
      const definition = ATTRIBUTES.get(name);
      return definition ? [inputOf(definition)] : [];
    }),
    ...Object.entries(METADATA_INPUTS).map(([name, owner]): BuiltInInput => {
      return { name, type: { kind: 'map', value: STRING }, description: `the ${owner}'s metadata, by key` };
    }),
  ],
  outcomes: OUTCOMES,
};

/** The built-in attribute behind an input of the event; null for metadata. */
export function attributeOfInput(name: string): AttributeDefinition | null {
  return ATTRIBUTES.get(name);
}

function inputOf({ name, type, description, isPersonal }: AttributeDefinition): BuiltInInput {
  return { name, type: { ...typeOf(name, type), ...(isPersonal && { isPersonal }) }, description };
}

function typeOf(name: string, type: AttributeDefinition['type']): ScowlType {
  if (type === 'boolean') return BOOL;
  if (type !== 'number') return STRING;
  const money = MONEY[name];
  return money ? { kind: 'float', money } : FLOAT;
}
