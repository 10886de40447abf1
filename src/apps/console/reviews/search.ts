import { REVIEW_KINDS, type ReviewKind } from '../../../core/domain/review.ts';
import type { ReviewFilter } from '../../../sdk/resources.ts';

/** Which part of the queue is looked at, as the address has it; a review keeps it, so that one can go on from there. */
export interface ReviewSearch {
  /** What is open, without it. */
  readonly show?: 'mine' | 'closed';
  readonly kind?: ReviewKind;
  readonly cause?: string;
  readonly rule?: string;
  readonly portfolio?: string;
  readonly card?: string;
  readonly cardholder?: string;
  readonly merchant?: string;
  /** `nobody`, `me`, or the id of whoever has it. */
  readonly assigned?: string;
}

const TEXTS = ['cause', 'rule', 'portfolio', 'card', 'cardholder', 'merchant', 'assigned'] as const;

/** Reads it from an address; what is not understood is left out. */
export function readReviewSearch(given: Record<string, unknown>): ReviewSearch {
  const { show, kind } = given;
  const texts = TEXTS.flatMap((name): [string, string][] => {
    // The router reads what looks like a number as one; ids of merchants do.
    const text = typeof given[name] === 'number' ? String(given[name]) : given[name];
    return typeof text === 'string' && text !== '' && text.length <= 200 ? [[name, text]] : [];
  });
  return {
    ...((show === 'mine' || show === 'closed') && { show }),
    ...(isKind(kind) && { kind }),
    ...Object.fromEntries(texts),
  };
}

function isKind(given: unknown): given is ReviewKind {
  return REVIEW_KINDS.some((kind) => kind === given);
}

/** What to ask the API for. The open ones come with the most pressing first, the closed ones with the latest. */
export function filterOf({ show, assigned, ...same }: ReviewSearch): ReviewFilter {
  const { kind, cause, rule, portfolio, card, cardholder, merchant } = same;
  const whose = show === 'mine' ? 'me' : assigned;
  return {
    status: show === 'closed' ? 'closed' : 'open',
    sort: show === 'closed' ? 'latest' : 'priority',
    ...(whose !== undefined && { assigned_to: whose }),
    ...(kind !== undefined && { kind }),
    ...(cause !== undefined && { cause }),
    ...(rule !== undefined && { rule }),
    ...(portfolio !== undefined && { portfolio }),
    ...(card !== undefined && { card }),
    ...(cardholder !== undefined && { cardholder }),
    ...(merchant !== undefined && { merchant }),
  };
}

/** An id that somebody typed, as what it filters by: Stripe's ids say what they are of, any other is a merchant's. */
export function aboutOf(typed: string): Pick<ReviewSearch, 'card' | 'cardholder' | 'merchant'> {
  const id = typed.trim();
  if (id === '') return {};
  if (id.startsWith('ic_')) return { card: id };
  return id.startsWith('ich_') ? { cardholder: id } : { merchant: id };
}
