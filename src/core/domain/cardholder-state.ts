import { type Known, type Sighting, withTold } from './sighting.ts';

/** What is known of a cardholder. `email` is an HMAC; `phone` says whether there is one. */
export const CARDHOLDER_FIELDS = [
  ...(['status', 'type', 'country', 'created', 'disabled_reason', 'past_due', 'email', 'phone'] as const),
] as const;
export type CardholderField = (typeof CARDHOLDER_FIELDS)[number];

export interface CardholderState {
  readonly known: Known<CardholderField>;
  /** When the cardholder was last seen without a phone, or with another one; null: never. */
  readonly absentMs: number | null;
  /** The first time, and the last one, that the phone there is now was seen after that. */
  readonly presentMs: readonly [firstMs: number, lastMs: number] | null;
}

export interface CardholderSighting extends Sighting<CardholderField> {
  /** The number was another one until then. */
  readonly isPhoneNew: boolean;
}

export const UNKNOWN_CARDHOLDER: CardholderState = { known: {}, absentMs: null, presentMs: null };

/** What is known of a cardholder with this sighting, whatever order they come in. */
export function withCardholderSighting(state: CardholderState, sighting: CardholderSighting): CardholderState {
  const { told, atMs, isPhoneNew } = sighting;
  const next = { ...state, known: withTold(state.known, sighting) };
  if (told.phone === undefined) return next;
  if (told.phone !== true) return withoutPhone(next, atMs);
  const cleared = isPhoneNew ? withoutPhone(next, atMs - 1) : next;
  return withPhone(cleared, atMs);
}

function withPhone(state: CardholderState, atMs: number): CardholderState {
  if (state.absentMs !== null && atMs <= state.absentMs) return state;
  const [firstMs, lastMs] = state.presentMs ?? [atMs, atMs];
  return { ...state, presentMs: [Math.min(firstMs, atMs), Math.max(lastMs, atMs)] };
}

function withoutPhone(state: CardholderState, atMs: number): CardholderState {
  const absentMs = Math.max(state.absentMs ?? atMs, atMs);
  if (state.presentMs === null) return { ...state, absentMs };
  const [firstMs, lastMs] = state.presentMs;
  // Between the two it was seen as well, but no longer known when: the last one is sure, and no earlier than the truth.
  const presentMs = lastMs <= absentMs ? null : ([firstMs <= absentMs ? lastMs : firstMs, lastMs] as const);
  return { ...state, absentMs, presentMs };
}

/** Whether there is a phone, and since when: null where there is none, or it was there whenever we looked. */
export function phoneOf({ known, absentMs, presentMs }: CardholderState): {
  readonly hasPhone: boolean | null;
  readonly sinceMs: number | null;
} {
  const hasPhone = known.phone === undefined ? null : known.phone[0] === true;
  return { hasPhone, sinceMs: hasPhone && absentMs !== null ? (presentMs?.[0] ?? null) : null };
}
