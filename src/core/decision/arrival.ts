import type { StoredEvent } from '../domain/stored-event.ts';
import type { DecisionRecord } from './record.ts';

/** A record that was stored and is now looked at for what follows from it. */
export type Arrival = DecisionRecord | StoredEvent;

/** The decisions among them, in their order. */
export function decisionsOf(arrivals: readonly Arrival[]): DecisionRecord[] {
  return arrivals.filter((arrival) => arrival.kind === 'decision');
}

/** Stripe's events among them whose type begins so, e.g. `issuing_dispute.`, in their order. */
export function eventsOf(arrivals: readonly Arrival[], prefix: string): StoredEvent[] {
  return arrivals.filter((arrival) => arrival.kind === 'event').filter(({ type }) => type.startsWith(prefix));
}

/** The ids of what a record is about: its object, and what it names of authorization, card, cardholder, transaction. */
export function idsIn(arrival: Arrival): string[] {
  if (arrival.kind === 'decision') {
    const { authorization, card, cardholder } = arrival;
    return [authorization, card, cardholder].filter((id) => id !== null);
  }
  const { card, cardholder, authorization, transaction } = arrival.fields;
  return [arrival.object_id, card, cardholder, authorization, transaction].flatMap((value) => idIn(value) ?? []);
}

/** Stored is the id of an object, or some of its fields with the id among them. */
function idIn(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  return typeof id === 'string' && id !== '' ? id : null;
}
