import { deleteRecords, erasedAmong, isAnybodyErased } from '../../adapters/store/database/erasures.ts';
import type { ArrivalFilter } from '../../adapters/store/database/inbox.ts';
import { type Arrival, idsIn } from '../../core/decision/arrival.ts';
import type { Conceal } from '../../core/domain/personal.ts';

/**
 * Deletes again what comes later about somebody who was erased, from the journal of a gateway that was down or from
 * Stripe, and lets nobody else look at it.
 */
export function createLateArrivals(conceal: Conceal): ArrivalFilter {
  return async (arrivals, { pool }) => {
    if (!(await isAnybodyErased(pool))) return arrivals;
    const hmacs = new Map(arrivals.map((arrival) => [arrival, idsIn(arrival).map(conceal)]));
    const erased = await erasedAmong(pool, [...new Set([...hmacs.values()].flat())]);
    if (erased.size === 0) return arrivals;
    const isErased = (arrival: Arrival) =>
      (hmacs.get(arrival) ?? []).some((hmac) => {
        const untilMs = erased.get(hmac);
        return untilMs === null || (untilMs !== undefined && momentOf(arrival) <= untilMs);
      });
    const [gone, left] = [arrivals.filter(isErased), arrivals.filter((arrival) => !isErased(arrival))];
    await deleteRecords(pool, gone);
    return left;
  };
}

/** When it happened, by Stripe's clock. */
function momentOf(arrival: Arrival): number {
  return arrival.kind === 'decision' ? arrival.asked_at : arrival.created * 1000;
}
