import type { RequestHandler } from 'express';
import type { StripeEvent } from '../../adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../adapters/stripe/event-record.ts';
import type { RecordSink } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import { refuseSigned, type SignedDoor, takeSignedEvent } from './signed-request.ts';

export interface EventsDoor extends SignedDoor {
  readonly records: RecordSink;
  /** A keyed hash, for content that holds personal data. */
  hash(text: string): string;
}

/**
 * `POST /webhooks/stripe/events`: everything but the asks. An event is acknowledged once it is durable; until then
 * Stripe sends it again. Events that aren't Issuing's are acknowledged and dropped.
 */
export function eventsHandler(door: EventsDoor): RequestHandler {
  return async (request, response) => {
    const signed = takeSignedEvent(request, response, door);
    if (!signed) return;
    const { event, scope, receivedAtMs } = signed;
    if (!event.type.startsWith('issuing_')) {
      response.status(200).json({ received: true, stored: false });
      return;
    }
    if (event.type === 'issuing_authorization.request' || !isStorable(event)) {
      refuseSigned(request, response, door, `unexpected event of type ${event.type}`.slice(0, 100));
      return;
    }
    const text = JSON.stringify(eventRecord(event, scope, receivedAtMs, door.hash));
    const recorded = await within(door.records.record(text), limits.eventRecordMs, door.clock);
    const isStored = recorded.kind === 'done';
    door.logger.info({ event: event.id, type: event.type, livemode: scope.livemode, stored: isStored }, 'event');
    response.status(isStored ? 200 : 503).json({ received: isStored });
  };
}

function isStorable(event: StripeEvent): event is StorableEvent {
  return event.id !== null && event.createdAtMs !== null;
}
