import type { BuiltInEvent } from '../../src/core/features/built-in-event.ts';
import { BOOL, FLOAT, STRING } from '../../src/core/features/scowl-type.ts';

/** A small event `authorization`, with one input of each sort that the real one has. */
export const SMALL_AUTHORIZATION: BuiltInEvent = {
  name: 'authorization',
  inputs: [
    { name: 'amount', type: { kind: 'float', money: { currencyInput: 'currency' } }, description: 'the amount' },
    { name: 'amount_in_usd', type: { kind: 'float', money: { currencyInput: null } }, description: 'in US dollars' },
    { name: 'currency', type: STRING, description: 'the currency of the amount' },
    { name: 'fraud_risk_score', type: FLOAT, description: "Stripe's score" },
    { name: 'merchant', type: STRING, description: 'the network id' },
    { name: 'merchant_country', type: STRING, description: 'where the merchant is' },
    { name: 'card', type: STRING, description: 'the card' },
    { name: 'cardholder', type: STRING, description: 'who holds it' },
    { name: 'cardholder_email', type: { ...STRING, isPersonal: true }, description: 'their e-mail address' },
    { name: 'is_card_present', type: BOOL, description: 'whether the card was there' },
    { name: 'card_metadata', type: { kind: 'map', value: STRING }, description: "the card's metadata" },
    { name: 'cardholder_metadata', type: { kind: 'map', value: STRING }, description: "the cardholder's metadata" },
  ],
  outcomes: new Map([
    ['is_approved', ['approved', 'pending']],
    ['is_declined', ['declined']],
    ['is_challenged', ['challenged']],
    ['is_declined_by_stripe', ['declined_by_stripe']],
  ]),
};
