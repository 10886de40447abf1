import type { ListItemType } from './lists.ts';
import type { Money } from './money.ts';
import { toMajor } from './money.ts';
import { type Rates, toUsd } from './rates.ts';

/**
 * Why something is in the queue: a Review rule matched (`rule`), an alarm was raised about it alone (`alarm`), a person
 * asked for it (`manual`), or many asks went without a full answer of ours (`incident`), which is one entry for all of
 * them.
 */
export const REVIEW_KINDS = ['rule', 'alarm', 'manual', 'incident'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

/** Alarms that are about one authorization each; the cardholder's NO to a question is one for whoever looks at it. */
export type ReviewAlarmName = 'capture_forced' | 'answer_not_taken' | 'challenge_rejected';

export const REVIEW_VERDICTS = ['legitimate', 'fraud'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

/** What of a decision a follow-up may put on a list. */
export const LISTABLE = ['card', 'cardholder', 'merchant', 'merchant_category', 'merchant_country'] as const;
export type Listable = (typeof LISTABLE)[number];

const LISTED_AS: Readonly<Record<Listable, ListItemType>> = {
  card: 'card',
  cardholder: 'cardholder',
  merchant: 'merchant',
  merchant_category: 'merchant_category',
  merchant_country: 'country',
};

/** Whether a list of this type can have that part of a decision among its entries. */
export function canList(part: Listable, type: ListItemType): boolean {
  return type === LISTED_AS[part] || type === 'string' || type === 'case_sensitive_string';
}

export const FOLLOW_UP_KINDS = ['freeze_card', 'list_entry'] as const;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

/** Where a follow-up stands. `pending` is tried until it is done, or until trying again is of no use. */
export const FOLLOW_UP_STATES = ['pending', 'done', 'failed'] as const;
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number];

/** The fraud score that something without one is ranked by. */
const UNKNOWN_RISK = 50;
/** What has no rate ranks behind all that has one, and among its like by its amount. */
const UNRATED = 1e-9;
/** From here on upwards are incidents. */
const INCIDENT = 1e9;

/** What an amount weighs in a ranking, in US dollars; without a currency rate it weighs less than any that has one. */
export function weightOf(money: Money | null, rates: Rates, atMs: number): number {
  if (money === null) return 0;
  const usd = toUsd(money, rates, atMs);
  return typeof usd === 'number' ? usd : toMajor(money) * UNRATED;
}

/** How pressing one purchase is: the dollars that are expected to be lost, by Stripe's fraud score in percent. */
export function priorityOf(weight: number, risk: number | null): number {
  return Math.min((weight * (risk ?? UNKNOWN_RISK)) / 100, INCIDENT - 1);
}

/** How pressing an incident is: more than any single purchase, and more the more asks it is about. */
export function incidentPriority(asks: number): number {
  return INCIDENT + asks;
}
