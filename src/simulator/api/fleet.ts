import { z } from 'zod';
import { decimalText, integer, text } from './parameters.ts';

const gross = z.strictObject({ gross_amount_decimal: decimalText.optional() });

/** The parameter `fleet`: what a fuel pump asked the driver, and how the bill is made up. */
export const fleet = z.strictObject({
  cardholder_prompt_data: z
    .strictObject({
      driver_id: text.optional(),
      odometer: integer().optional(),
      unspecified_id: text.optional(),
      user_id: text.optional(),
      vehicle_number: text.optional(),
    })
    .optional(),
  purchase_type: z.enum(['fuel_and_non_fuel_purchase', 'fuel_purchase', 'non_fuel_purchase']).optional(),
  reported_breakdown: z
    .strictObject({
      fuel: gross.optional(),
      non_fuel: gross.optional(),
      tax: z
        .strictObject({ local_amount_decimal: decimalText.optional(), national_amount_decimal: decimalText.optional() })
        .optional(),
    })
    .optional(),
  service_type: z.enum(['full_service', 'non_fuel_transaction', 'self_service']).optional(),
});

/** The parameter `fuel`: what was tanked. */
export const fuel = z.strictObject({
  industry_product_code: text.optional(),
  quantity_decimal: decimalText.optional(),
  type: z.enum(['diesel', 'other', 'unleaded_plus', 'unleaded_regular', 'unleaded_super']).optional(),
  unit: z
    .enum(['charging_minute', 'imperial_gallon', 'kilogram', 'kilowatt_hour', 'liter', 'other', 'pound', 'us_gallon'])
    .optional(),
  unit_cost_decimal: decimalText.optional(),
});

/** As Stripe answers it, null-filled. */
export function fleetObject(given: z.output<typeof fleet>): object {
  const { cardholder_prompt_data: prompts, reported_breakdown: breakdown } = given;
  return {
    cardholder_prompt_data: prompts
      ? {
          alphanumeric_id: null,
          driver_id: null,
          odometer: null,
          unspecified_id: null,
          user_id: null,
          vehicle_number: null,
          ...prompts,
        }
      : null,
    purchase_type: given.purchase_type ?? null,
    reported_breakdown: breakdown
      ? {
          fuel: breakdown.fuel ? { gross_amount_decimal: null, ...breakdown.fuel } : null,
          non_fuel: breakdown.non_fuel ? { gross_amount_decimal: null, ...breakdown.non_fuel } : null,
          tax: breakdown.tax ? { local_amount_decimal: null, national_amount_decimal: null, ...breakdown.tax } : null,
        }
      : null,
    service_type: given.service_type ?? null,
  };
}

/** As Stripe answers it, null-filled. */
export function fuelObject(given: z.output<typeof fuel>): object {
  const nothing = {
    industry_product_code: null,
    quantity_decimal: null,
    type: null,
    unit: null,
    unit_cost_decimal: null,
  };
  return { ...nothing, ...given };
}
