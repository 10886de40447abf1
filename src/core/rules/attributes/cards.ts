import { missing, type Value } from '../../domain/value.ts';
import { type AttributeDefinition, type AttributeInputs, sent } from './definition.ts';

const HOUR_MS = 3_600_000;

/** The card, its holder and the account that both belong to. */
export const CARD_ATTRIBUTES: readonly AttributeDefinition[] = [
  {
    name: 'card',
    type: 'id',
    family: 'card',
    description: "the card's id",
    source: 'card.id',
    read: ({ authorization }) => sent(authorization.card.id),
  },
  {
    name: 'card_type',
    type: 'enum',
    family: 'card',
    values: ['physical', 'virtual'],
    isOpen: true,
    description: 'what the card is made of',
    source: 'card.type',
    read: ({ authorization }) => sent(authorization.card.type),
  },
  {
    name: 'card_brand',
    type: 'enum',
    family: 'card',
    values: ['Mastercard', 'Visa'],
    isOpen: true,
    description: 'the card network',
    source: 'card.brand',
    read: ({ authorization }) => sent(authorization.card.brand),
  },
  {
    name: 'card_status',
    type: 'enum',
    family: 'card',
    values: ['active', 'canceled', 'inactive'],
    isOpen: true,
    description: 'whether the card is in use',
    source: 'card.status',
    read: ({ authorization }) => sent(authorization.card.status),
  },
  {
    name: 'hours_since_card_was_created',
    type: 'number',
    family: 'card',
    description: "the card's age at the time of the ask",
    source: 'card.created',
    read: (inputs) => hoursSince(inputs.authorization.card.createdAtMs, inputs),
  },
  {
    name: 'is_card_compromised',
    type: 'boolean',
    family: 'card',
    isAlwaysThere: true,
    description: 'whether Stripe has warned of fraud on this card',
    source: 'card.latest_fraud_warning',
    read: ({ authorization }) => authorization.card.fraudWarning !== null,
  },
  {
    name: 'hours_since_fraud_warning',
    type: 'number',
    family: 'card',
    description: 'how long ago Stripe last warned of fraud on this card; missing where it never did',
    source: 'card.latest_fraud_warning.started_at',
    read: (inputs) => hoursSince(inputs.authorization.card.fraudWarning?.startedAtMs ?? null, inputs),
  },
  {
    name: 'cardholder',
    type: 'id',
    family: 'cardholder',
    description: "the cardholder's id",
    source: 'card.cardholder.id',
    read: ({ authorization }) => sent(authorization.cardholder.id),
  },
  {
    name: 'cardholder_email',
    type: 'string',
    family: 'cardholder',
    isPersonal: true,
    description: "the cardholder's e-mail address",
    source: 'card.cardholder.email',
    read: ({ authorization }) => sent(authorization.cardholder.email),
  },
  {
    name: 'cardholder_country',
    type: 'country',
    family: 'cardholder',
    description: "the country of the cardholder's billing address",
    source: 'card.cardholder.billing.address.country',
    read: ({ authorization }) => sent(authorization.cardholder.country),
  },
  {
    name: 'connected_account',
    type: 'id',
    family: 'account',
    description: "the connected account that the card belongs to; missing for the platform's own cards",
    source: "the event's account",
    read: ({ authorization }) => sent(authorization.scope.account),
  },
  {
    name: 'livemode',
    type: 'boolean',
    family: 'account',
    isAlwaysThere: true,
    description: 'whether this is real money, not a test',
    source: 'livemode',
    read: ({ authorization }) => authorization.scope.livemode,
  },
];

/** Never below 0, though Stripe's servers may differ by a second about what came first. */
function hoursSince(atMs: number | null, { authorization }: AttributeInputs): Value {
  return atMs === null ? missing('not_sent') : Math.max(0, authorization.askedAtMs - atMs) / HOUR_MS;
}
