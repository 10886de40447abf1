import { readEvent, type StripeEvent } from '../../adapters/stripe/event.ts';
import { boolean, type Fields, fieldsOf } from '../../adapters/stripe/fields.ts';
import type { Scope } from '../../core/domain/scope.ts';

/** What a row holds of Stripe's: an event, or an authorization by itself; or why it holds neither. */
export type StripeRow =
  | { readonly kind: 'event'; readonly event: StripeEvent; readonly scope: Scope }
  | { readonly kind: 'authorization'; readonly object: Fields; readonly scope: Scope }
  | { readonly kind: 'neither'; readonly problem: string };

/** Tells what a row's JSON is. Where it doesn't say which mode it is of, it is of test mode. */
export function stripeRow(json: unknown): StripeRow {
  const fields = fieldsOf(json);
  if (fields.object === 'issuing.authorization') {
    return {
      kind: 'authorization',
      object: fields,
      scope: { livemode: boolean(fields.livemode) ?? false, account: null },
    };
  }
  const reading = readEvent(json);
  if (reading.isEvent) {
    const { event } = reading;
    return { kind: 'event', event, scope: { livemode: event.livemode ?? false, account: event.account } };
  }
  const isThin = reading.problem === 'thin_event';
  const problem = isThin ? 'a thin event carries no authorization' : 'neither an event nor an authorization';
  return { kind: 'neither', problem };
}
