import type { Stripe } from 'stripe';
import type { Authorization } from './account.ts';

/** A card's controls, or its holder's. */
type Controls = Stripe.Issuing.Card.SpendingControls | Stripe.Issuing.Cardholder.SpendingControls;
type Limit = Stripe.Issuing.Card.SpendingControls.SpendingLimit;

/** A purchase as spending controls look at it. */
export interface Spending {
  readonly amountMinor: number;
  readonly category: string;
  readonly country: string | null;
  readonly presence: string | null;
  readonly nowMs: number;
  /** What the card, or its replaced forerunner, was used for; limits count what was approved of it. */
  earlier(): Iterable<Authorization>;
}

/** Whether the controls forbid the purchase. An empty list forbids nothing. */
export function breaksControls(controls: Controls | null, spending: Spending): boolean {
  if (controls === null) return false;
  return (
    isRefused(spending.category, controls.allowed_categories, controls.blocked_categories) ||
    isRefused(spending.country, controls.allowed_merchant_countries, controls.blocked_merchant_countries) ||
    isRefused(spending.presence, controls.allowed_card_presences, controls.blocked_card_presences) ||
    (controls.spending_limits ?? []).some((limit) => exceeds(limit, spending))
  );
}

type List = readonly string[] | null;

function isRefused(value: string | null, allowed: List, blocked: List): boolean {
  if (value === null) return false;
  if (blocked?.includes(value)) return true;
  return allowed !== null && allowed.length > 0 && !allowed.includes(value);
}

function exceeds({ amount, categories, interval }: Limit, spending: Spending): boolean {
  const counts = (category: string) => !categories?.length || (categories as readonly string[]).includes(category);
  if (!counts(spending.category)) return false;
  if (interval === 'per_authorization') return spending.amountMinor > amount;
  const since = startOf(interval, spending.nowMs) / 1000;
  let spentMinor = 0;
  for (const earlier of spending.earlier()) {
    if (earlier.created >= since && counts(earlier.merchant_data.category)) spentMinor += usedMinor(earlier);
  }
  return spentMinor + spending.amountMinor > amount;
}

/** What an authorization took so far: what it holds, what was captured, and what is being asked for just now. */
function usedMinor({ approved, amount, transactions, pending_request }: Authorization): number {
  const captured = transactions.reduce((sum, { type, amount }) => sum - (type === 'capture' ? amount : 0), 0);
  return (approved ? amount : 0) + captured + (pending_request?.amount ?? 0);
}

/** Stripe's intervals begin at midnight UTC; weeks on Sunday, months and years on their first day. */
function startOf(interval: string, nowMs: number): number {
  const now = new Date(nowMs);
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (interval === 'daily') return Date.UTC(year, month, day);
  if (interval === 'weekly') return Date.UTC(year, month, day - now.getUTCDay());
  if (interval === 'monthly') return Date.UTC(year, month);
  if (interval === 'yearly') return Date.UTC(year, 0);
  return 0;
}
