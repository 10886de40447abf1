import type { RequestHandler } from 'express';
import type { StripeEvent } from '../../adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../adapters/stripe/event-record.ts';
import type { RecordSink } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import { ASK_TYPE, refuseSigned, type SignedDoor, type SignedRequest, takeSignedEvent } from './signed-request.ts';

export interface EventsDoor extends SignedDoor {
  readonly records: RecordSink;
  /** A keyed hash, for content that holds personal data. */
  hash(text: string): string;
  /** Takes what was stored; returns at once. */
  onStored(record: ReturnType<typeof eventRecord>): void;
}

/**
 * `POST /webhooks/stripe/events`: everything but the asks. An event is acknowledged once it is durable; until then
 * Stripe sends it again. Events that aren't Issuing's are acknowledged and dropped.
 */
export function eventsHandler(door: EventsDoor): RequestHandler {
  return async (request, response) => {
    const signed = takeSignedEvent(request, response, door);
    if (!signed) return;
    const { event, scope } = signed;
    if (!event.type.startsWith('issuing_')) {
      response.status(200).json({ received: true, stored: false });
      return;
    }
    const record = event.type === ASK_TYPE ? null : recordOf(signed, door);
    if (record === null) {
      refuseSigned(request, response, door, `unexpected event of type ${event.type}`);
      return;
    }
    const recorded = await within(door.records.record(JSON.stringify(record)), limits.eventRecordMs, door.clock);
    const isStored = recorded.kind === 'done';
    if (isStored) door.onStored(record);
    door.logger.info({ event: event.id, type: event.type, livemode: scope.livemode, stored: isStored }, 'event');
    response.status(isStored ? 200 : 503).json({ received: isStored });
  };
}

/** The record of an event; null for one without id or time, or nested deeper than it can be hashed. */
function recordOf({ event, scope, receivedAtMs }: SignedRequest, door: EventsDoor) {
  if (!isStorable(event)) return null;
  try {
    return eventRecord(event, scope, receivedAtMs, door.hash);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isStorable(event: StripeEvent): event is StorableEvent {
  return event.id !== null && event.createdAtMs !== null;
}
