import { currencyExponent } from '../domain/money.ts';
import { BASE_AT_MS, BASE_AUTHORIZATION } from './base-authorization.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a case says of its ask. `amount` is in major units. */
export interface CaseAsk {
  readonly authorization: Json;
  readonly amount?: number | undefined;
  readonly atMs?: number | undefined;
}

/**
 * Stripe's object, whole, of a case that says only what matters to it. What goes together follows what is said: the
 * merchant's amount the amount, the category's code its name, the time of the authorization that of the ask.
 */
export function caseAuthorization({ authorization, amount, atMs = BASE_AT_MS }: CaseAsk): unknown {
  const said = amount === undefined ? authorization : withAmount(authorization, amount);
  const base = merge(BASE_AUTHORIZATION, { created: Math.floor(atMs / 1000) });
  return merge(merge(base, consequences(said)), said);
}

function withAmount(authorization: Json, amount: number): Json {
  const pending = isMap(authorization.pending_request) ? authorization.pending_request : {};
  const currency = [pending.currency, authorization.currency].find((value) => typeof value === 'string') ?? 'usd';
  const minor = Math.round(amount * 10 ** currencyExponent(String(currency).toLowerCase()));
  return { ...authorization, pending_request: { ...pending, amount: minor } };
}

/** What a part that is said makes of parts that are not. */
function consequences({ pending_request: pending, merchant_data: merchant, currency: own }: Json): Json {
  const implied: Record<string, unknown> = {};
  if (isMap(pending) || own !== undefined) {
    const { amount, currency = own } = isMap(pending) ? pending : {};
    implied.pending_request = {
      ...(amount !== undefined && { merchant_amount: amount }),
      ...(currency !== undefined && { currency, merchant_currency: currency }),
    };
  }
  if (isMap(merchant) && (merchant.category !== undefined) !== (merchant.category_code !== undefined))
    implied.merchant_data = { category: null, category_code: null };
  return implied;
}

/** Maps are merged; all else, lists and null too, takes the place of what was there. */
function merge(base: unknown, changes: unknown): unknown {
  if (!isMap(base) || !isMap(changes)) return changes;
  const merged = Object.entries(changes).map(([key, value]) => [key, merge(base[key], value)] as const);
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

/** Whether it is a JSON object. */
export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
