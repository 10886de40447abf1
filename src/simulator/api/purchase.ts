import type { Stripe } from 'stripe';
import { z } from 'zod';
import type { Money } from '../../core/domain/money.ts';
import type { StatedFields } from '../stripe/account.ts';
import type { StripeSettings } from '../stripe/settings.ts';
import type { Purchase } from '../world/issuer.ts';
import { convert } from '../world/rates.ts';
import { ApiError } from './error.ts';
import { fleet, fleetObject, fuel, fuelObject } from './fleet.ts';
import { merchantOf, merchantParameter } from './merchant.ts';
import { currency, flag, integer, text } from './parameters.ts';
import { disputability, riskAssessment, signalsOf, statedRisk } from './risk.ts';

const check = z.enum(['match', 'mismatch', 'not_provided']);

/** The parameters of POST /v1/test_helpers/issuing/authorizations. */
export const purchaseShape = {
  card: text,
  amount: integer().optional(),
  amount_details: z.strictObject({ atm_fee: integer().optional(), cashback_amount: integer().optional() }).optional(),
  authorization_method: z.enum(['chip', 'contactless', 'keyed_in', 'online', 'swipe']).optional(),
  currency: currency.optional(),
  fleet: fleet.optional(),
  fraud_disputability_likelihood: disputability.optional(),
  fuel: fuel.optional(),
  is_amount_controllable: flag.optional(),
  merchant_amount: integer().optional(),
  merchant_currency: currency.optional(),
  merchant_data: merchantParameter.optional(),
  network_data: z.strictObject({ acquiring_institution_id: text.optional() }).optional(),
  risk_assessment: riskAssessment.optional(),
  verification_data: z
    .strictObject({
      address_line1_check: check.optional(),
      address_postal_code_check: check.optional(),
      authentication_exemption: z
        .strictObject({
          claimed_by: z.enum(['acquirer', 'issuer']),
          type: z.enum(['low_value_transaction', 'transaction_risk_analysis', 'unknown']),
        })
        .optional(),
      cvc_check: check.optional(),
      expiry_check: check.optional(),
      three_d_secure: z
        .strictObject({ result: z.enum(['attempt_acknowledged', 'authenticated', 'failed', 'required']) })
        .optional(),
    })
    .optional(),
  wallet: z.enum(['apple_pay', 'google_pay', 'samsung_pay']).optional(),
};
export type PurchaseGiven = z.output<z.ZodObject<typeof purchaseShape>>;

/** The purchase that the parameters tell of; what they leave out is unremarkable. Throws ApiErrors about amounts. */
export function purchaseOf(given: PurchaseGiven, card: Stripe.Issuing.Card): Purchase {
  const { amount, merchantAmount } = amountsOf(given, card.currency);
  const { cashback_amount: cashbackMinor = 0 } = given.amount_details ?? {};
  if (cashbackMinor > amount.amountMinor) {
    const message = 'More cash can not be handed out than the whole amount.';
    throw new ApiError(message, { param: 'amount_details[cashback_amount]' });
  }
  const checks = given.verification_data ?? {};
  const result = checks.three_d_secure?.result;
  return {
    cardId: card.id,
    merchant: merchantOf(given.merchant_data, merchantAmount.currency),
    amount,
    merchantAmount,
    cashbackMinor,
    method: given.authorization_method ?? 'online',
    wallet: given.wallet === 'samsung_pay' ? null : (given.wallet ?? null),
    isAmountControllable: given.is_amount_controllable ?? false,
    addressLine1Check: checks.address_line1_check ?? 'not_provided',
    addressPostalCodeCheck: checks.address_postal_code_check ?? 'not_provided',
    cvcCheck: checks.cvc_check ?? 'not_provided',
    expiryCheck: checks.expiry_check ?? 'not_provided',
    threeDSecure: result === undefined || result === 'required' ? null : result,
    signals: signalsOf(given.risk_assessment ?? {}, given.fraud_disputability_likelihood),
  };
}

/** What the parameters say that a purchase has no words for. */
export function statedOf(given: PurchaseGiven, purchase: Purchase, settings: StripeSettings): StatedFields {
  const { verification_data: checks, amount_details: details } = given;
  return {
    ...(details && {
      amount_details: { atm_fee: details.atm_fee ?? null, cashback_amount: details.cashback_amount ?? null },
    }),
    ...(given.merchant_data?.url !== undefined && { merchant_data: { url: given.merchant_data.url } }),
    ...(given.network_data?.acquiring_institution_id !== undefined && {
      network_data: { acquiring_institution_id: given.network_data.acquiring_institution_id },
    }),
    ...(checks && {
      verification_data: {
        ...(checks.authentication_exemption && { authentication_exemption: checks.authentication_exemption }),
        ...(checks.three_d_secure && { three_d_secure: checks.three_d_secure }),
      },
    }),
    ...(given.fleet && { fleet: fleetObject(given.fleet) }),
    ...(given.fuel && { fuel: fuelObject(given.fuel) }),
    ...(given.wallet === 'samsung_pay' && { wallet: given.wallet }),
    ...(given.risk_assessment && statedRisk(given.risk_assessment, purchase.signals, settings)),
  };
}

/** Either amount follows from the other, by the world's rates. */
function amountsOf(given: PurchaseGiven, cardCurrency: string): { amount: Money; merchantAmount: Money } {
  if (given.currency !== undefined && given.currency !== cardCurrency) {
    throw new ApiError(`The card is in ${cardCurrency}, and so is what is authorized on it.`, { param: 'currency' });
  }
  const merchantCurrency = given.merchant_currency ?? cardCurrency;
  if (given.amount === undefined && given.merchant_amount === undefined) {
    throw new ApiError('Missing required param: amount.', { code: 'parameter_missing', param: 'amount' });
  }
  const own =
    given.merchant_amount === undefined ? null : { amountMinor: given.merchant_amount, currency: merchantCurrency };
  const amount =
    given.amount === undefined && own
      ? exchanged(own, cardCurrency)
      : { amountMinor: given.amount ?? 0, currency: cardCurrency };
  return { amount, merchantAmount: own ?? exchanged(amount, merchantCurrency) };
}

function exchanged(money: Money, to: string): Money {
  try {
    return convert(money, to);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ApiError(`Currency not supported: ${error.message}.`, { param: 'merchant_currency' });
  }
}
