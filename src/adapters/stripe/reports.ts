import { askEntryId } from '../../core/decision/count-ask.ts';
import { amountInputs } from '../../core/decision/past-asks.ts';
import type { Rates } from '../../core/domain/rates.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { FeatureEvent } from '../../core/features/feature-event.ts';
import { AUTHORIZATION } from '../../core/policy/authorization-event.ts';
import { fieldsOf, idOf } from './fields.ts';
import { type ReportedAsk, reportedAsksOf } from './reported-asks.ts';

/** Stripe's report of an authorization, as `event-record.ts` stores it. */
export interface ReportRecord extends Pick<Scope, 'livemode' | 'account'> {
  readonly type: string;
  readonly object_id: string;
  readonly received_at: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Whether a stored event of Stripe's says what became of asks. */
export function isReport({ type }: Pick<ReportRecord, 'type'>): boolean {
  return type === 'issuing_authorization.created' || type === 'issuing_authorization.updated';
}

/**
 * A report as events: one for each ask that Stripe lists, or for each that is wanted. Asks that we were never asked
 * are attempts as well.
 */
export function reportEvents(
  record: ReportRecord,
  rates: Rates,
  isWanted: (ask: ReportedAsk) => boolean = () => true,
): FeatureEvent[] {
  const { livemode, account, object_id: id, received_at: arrival, fields } = record;
  const merchant = fieldsOf(fields.merchant_data);
  const common: [string, unknown][] = [
    ['card', idOf(fields.card)],
    ['cardholder', idOf(fields.cardholder)],
    ['merchant', merchant.network_id],
    ['merchant_name', merchant.name],
    ['merchant_category', merchant.category],
    ['merchant_country', merchant.country],
    ['authorization_method', fields.authorization_method],
    ['livemode', livemode],
    ['connected_account', account],
  ];
  return reportedAsksOf(fields)
    .filter(isWanted)
    .map(({ historyLength, outcome, atMs, amountMinor, currency }) => {
      const known = new Map([...common, ...amountInputs(amountMinor, currency, rates, atMs)]);
      return {
        type: AUTHORIZATION,
        id: askEntryId(id, historyLength),
        scope: { livemode, account },
        atMs,
        arrival,
        outcome,
        isReported: true,
        read: ({ name }) => known.get(name) ?? undefined,
      };
    });
}
