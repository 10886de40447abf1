import { limits } from '../../domain/limits.ts';
import { currencyExponent, toMajor } from '../../domain/money.ts';
import { toUsd } from '../../domain/rates.ts';
import { missing } from '../../domain/value.ts';
import { type AttributeDefinition, type AttributeInputs, sent } from './definition.ts';

/** Amounts in major units (12.5 for 1250 usd), and what kind of ask they belong to. */
export const AMOUNT_ATTRIBUTES: readonly AttributeDefinition[] = [
  {
    name: 'amount',
    type: 'number',
    family: 'amount',
    isAlwaysThere: true,
    description: "what this ask adds, in the card's currency; of a fuel dispenser's token ask the profile's amount",
    source: 'pending_request.amount',
    read: amount,
  },
  {
    name: 'amount_in_usd',
    type: 'number',
    family: 'amount',
    description: ":amount: in US dollars, at the policy's rate of the day",
    source: 'pending_request.amount and rates.yaml',
    read: amountInUsd,
  },
  {
    name: 'currency',
    type: 'currency',
    family: 'amount',
    isAlwaysThere: true,
    description: "the card's currency",
    source: 'pending_request.currency',
    read: ({ authorization }) => sent(authorization.currency),
  },
  {
    name: 'merchant_amount',
    type: 'number',
    family: 'amount',
    description: "what the merchant asks, in the merchant's currency",
    source: 'pending_request.merchant_amount',
    read: ({ authorization: { merchantAmountMinor: amountMinor, merchantCurrency: currency } }) =>
      amountMinor === null || currency === null ? missing('not_sent') : toMajor({ amountMinor, currency }),
  },
  {
    name: 'merchant_currency',
    type: 'currency',
    family: 'amount',
    description: "the merchant's currency",
    source: 'pending_request.merchant_currency',
    read: ({ authorization }) => sent(authorization.merchantCurrency),
  },
  {
    name: 'cashback_amount',
    type: 'number',
    family: 'amount',
    description: "the part of the amount that is cash, in the card's currency",
    source: 'pending_request.amount_details.cashback_amount',
    read: ({ authorization: { cashbackAmountMinor: amountMinor, currency } }) =>
      amountMinor === null ? missing('not_sent') : toMajor({ amountMinor, currency }),
  },
  {
    name: 'previously_approved_amount',
    type: 'number',
    family: 'amount',
    isAlwaysThere: true,
    description: "what earlier asks of this authorization were approved for, in the card's currency",
    source: 'request_history',
    read: ({ authorization: { previouslyApprovedAmountMinor: amountMinor, currency } }) =>
      toMajor({ amountMinor, currency }),
  },
  {
    name: 'is_amount_controllable',
    type: 'boolean',
    family: 'amount',
    description: 'whether a part of the amount may be approved',
    source: 'pending_request.is_amount_controllable',
    read: ({ authorization }) => sent(authorization.isAmountControllable),
  },
  {
    name: 'is_incremental',
    type: 'boolean',
    family: 'amount',
    isAlwaysThere: true,
    description: 'whether this ask raises an authorization that was approved before',
    source: 'request_history',
    read: ({ authorization }) => authorization.isIncremental,
  },
  {
    name: 'is_zero_amount',
    type: 'boolean',
    family: 'amount',
    isAlwaysThere: true,
    description: 'whether nothing is asked for, as when a merchant tries a card that it stores',
    source: 'pending_request.amount',
    read: ({ authorization }) => authorization.amountMinor === 0,
  },
  {
    name: 'is_fuel_dispenser',
    type: 'boolean',
    family: 'amount',
    isAlwaysThere: true,
    description: 'whether this is a fuel pump, which asks for a token amount before the tank is filled',
    source: 'merchant_data.category and category_code',
    read: isFuelDispenser,
  },
];

function isFuelDispenser({ authorization: { merchant } }: AttributeInputs): boolean {
  return merchant.category === 'automated_fuel_dispensers' || merchant.categoryCode === '5542';
}

function amount(inputs: AttributeInputs): number {
  const { amountMinor, currency } = inputs.authorization;
  const asked = toMajor({ amountMinor, currency });
  const isToken = asked > 0 && asked <= limits.fuelDispenserTokenAmount && isFuelDispenser(inputs);
  return isToken ? (inputs.fuelDispenserAmount ?? asked) : asked;
}

function amountInUsd(inputs: AttributeInputs) {
  const { currency, askedAtMs } = inputs.authorization;
  const amountMinor = Math.round(amount(inputs) * 10 ** currencyExponent(currency));
  return toUsd({ amountMinor, currency }, inputs.rates, askedAtMs);
}
