import { canList, LISTABLE, type Listable, type ReviewVerdict } from '../../../core/domain/review.ts';
import type { List, VerdictRequest, WholeReview } from '../../../sdk/index.ts';

/** Something that may follow from a verdict: the card is frozen, or a part of the purchase goes on a list. */
export type Offer =
  | { readonly kind: 'freeze_card'; readonly card: string }
  | {
      readonly kind: 'list_entry';
      readonly list: List;
      /** What of the purchase can be put on it, with its value. */
      readonly parts: readonly { readonly part: Listable; readonly value: string }[];
    };

/**
 * All that may follow. A card is frozen only for fraud; the API says whether it can be. A list is offered where it
 * takes something that is known of the purchase.
 */
export function offersOf(review: WholeReview, verdict: ReviewVerdict, lists: readonly List[]): readonly Offer[] {
  const { card, cardholder, merchant, latest_decision: decision, kind } = review;
  if (kind === 'incident') return [];
  const values: Readonly<Record<Listable, string | null>> = {
    card,
    cardholder,
    merchant,
    merchant_category: decision?.merchant_category ?? null,
    merchant_country: decision?.merchant_country ?? null,
  };
  const freeze = verdict === 'fraud' && card !== null ? [{ kind: 'freeze_card' as const, card }] : [];
  const entries = lists.flatMap((list) => {
    const parts = LISTABLE.flatMap((part) => {
      const value = values[part];
      return value !== null && canList(part, list.type) ? [{ part, value }] : [];
    });
    return parts.length === 0 ? [] : [{ kind: 'list_entry' as const, list, parts }];
  });
  return [...freeze, ...entries];
}

type FollowUp = NonNullable<VerdictRequest['follow_ups']>[number];

/** An offer as the API takes it: this part of the purchase, until this moment (null: for good). */
export function followUpOf(offer: Offer, part: Listable | undefined, until: string | null): FollowUp | null {
  if (offer.kind === 'freeze_card') return { kind: 'freeze_card' };
  const chosen = offer.parts.find((each) => each.part === part) ?? offer.parts[0];
  if (!chosen) return null;
  return { kind: 'list_entry', list: offer.list.name, value_of: chosen.part, ...(until !== null && { until }) };
}

/** Which of the follow-ups that were asked for a fault is about; null for any other place. */
export function indexOfFault(path: string): number | null {
  const found = /^body\.follow_ups\[(\d+)\]/.exec(path);
  return found ? Number(found[1]) : null;
}

/** What tells an offer from the others. */
export function nameOf(offer: Offer): string {
  return offer.kind === 'freeze_card' ? 'freeze' : `list ${offer.list.name}`;
}
