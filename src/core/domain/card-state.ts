import { type Known, type Sighting, withTold } from './sighting.ts';

/** What is known of a card; `warning_type` and `warning_started_at` (seconds) are Stripe's `latest_fraud_warning`. */
export const CARD_FIELDS = [
  ...(['status', 'type', 'brand', 'currency', 'created', 'cardholder'] as const),
  ...(['warning_type', 'warning_started_at', 'cancellation_reason'] as const),
  ...(['replaced_by', 'replacement_for', 'replacement_reason', 'portfolio'] as const),
] as const;
export type CardField = (typeof CARD_FIELDS)[number];

/** A fraud warning that the card had at some time: from when to when it was seen there. */
export interface CardWarning {
  readonly type: string | null;
  /** In seconds, Stripe's own; null where it does not say. */
  readonly startedAt: number | null;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface CardState {
  readonly known: Known<CardField>;
  /** All that it ever had: Stripe keeps only the latest. */
  readonly warnings: readonly CardWarning[];
  /** When it was last seen without any warning; null: never. */
  readonly cleanMs: number | null;
}

export type CardSighting = Sighting<CardField>;

export const UNKNOWN_CARD: CardState = { known: {}, warnings: [], cleanMs: null };

/** What is known of a card with this sighting, whatever order they come in. */
export function withCardSighting(state: CardState, sighting: CardSighting): CardState {
  const known = withTold(state.known, sighting);
  const { warning_type: type, warning_started_at: startedAt } = sighting.told;
  if (type === undefined && startedAt === undefined) return { ...state, known };
  if ((type ?? null) === null && (startedAt ?? null) === null) {
    return { ...state, known, cleanMs: Math.max(state.cleanMs ?? sighting.atMs, sighting.atMs) };
  }
  return { ...state, known, warnings: withWarning(state.warnings, sighting) };
}

function withWarning(warnings: readonly CardWarning[], { told, atMs }: CardSighting): CardWarning[] {
  const type = typeof told.warning_type === 'string' ? told.warning_type : null;
  const startedAt = typeof told.warning_started_at === 'number' ? told.warning_started_at : null;
  const isSame = (warning: CardWarning) => warning.type === type && warning.startedAt === startedAt;
  const seen = warnings.find(isSame) ?? { type, startedAt, firstMs: atMs, lastMs: atMs };
  const widened = { ...seen, firstMs: Math.min(seen.firstMs, atMs), lastMs: Math.max(seen.lastMs, atMs) };
  return [...warnings.filter((warning) => !isSame(warning)), widened].sort(
    (one, other) => one.firstMs - other.firstMs || keyOf(one).localeCompare(keyOf(other)),
  );
}

function keyOf({ type, startedAt }: CardWarning): string {
  return `${startedAt} ${type}`;
}

/** When the cardholder told Stripe of a fraud, where the warning says that; null where it says something else. */
export function indicatedAtMs({ type, startedAt, firstMs }: CardWarning): number | null {
  if (type !== USER_INDICATED_FRAUD) return null;
  return startedAt === null ? firstMs : startedAt * 1000;
}

/** Stripe's word for a warning that rests on what the cardholder said. */
export const USER_INDICATED_FRAUD = 'user_indicated_fraud';

/** Whether the warning was taken back: the card was seen clean after it was last seen. */
export function isTakenBack({ cleanMs }: CardState, { lastMs }: CardWarning): boolean {
  return cleanMs !== null && cleanMs > lastMs;
}
