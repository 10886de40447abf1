import type { Request, Response } from 'express';
import type { Logger } from '../../adapters/log/logger.ts';
import { parseEvent, type StripeEvent, scopeOf } from '../../adapters/stripe/event.ts';
import type { WebhookSecret } from '../../adapters/stripe/secrets.ts';
import { checkSignature } from '../../adapters/stripe/signature.ts';
import type { Alarms, Clock } from '../../core/decision/ports.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { SignatureWatch } from './signature-watch.ts';

/** The one event that is asked, not told. */
export const ASK_TYPE = 'issuing_authorization.request';

/** A request that Stripe signed, with the event in it. */
export interface SignedRequest {
  readonly event: StripeEvent;
  readonly scope: Scope;
  readonly receivedAtMs: number;
}

export interface SignedDoor {
  readonly secrets: readonly WebhookSecret[];
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly signatures: SignatureWatch;
  readonly logger: Logger;
  /** Told of every signed event's type; must not throw. */
  readonly onSigned?: ((type: string) => void) | undefined;
}

/**
 * Takes the signed event out of a request whose raw body was read, or answers it with a bare 400 and returns null. The
 * JSON is parsed only after the signature holds; the caller learns nothing of why.
 */
export function takeSignedEvent(request: Request, response: Response, door: SignedDoor): SignedRequest | null {
  const receivedAtMs = door.clock.nowMs();
  const body = bodyText(request);
  const check = checkSignature(body, request.get('stripe-signature'), door.secrets, receivedAtMs);
  door.signatures.see(check);
  if (!check.isSigned) {
    door.logger.warn({ path: request.path, reason: reasonOf(request, door, check.reason) }, 'refused a request');
    return refuse(response);
  }
  const reading = parseEvent(body);
  if (!reading.isEvent) return refuseSigned(request, response, door, reading.problem);
  const { event } = reading;
  door.onSigned?.(event.type);
  // INVARIANT: a secret that matched has a mode, so there is a first one.
  const signedLivemode = check.livemodes[0] ?? false;
  if (event.livemode !== null && !check.livemodes.includes(event.livemode)) {
    return refuseSigned(
      request,
      response,
      door,
      event.livemode ? 'live_event_under_test_secret' : 'test_event_under_live_secret',
    );
  }
  return { event, scope: scopeOf(event, signedLivemode), receivedAtMs };
}

/** Why a signature doesn't hold, as far as it is not the signature's fault. */
function reasonOf(request: Request, door: SignedDoor, reason: string): string {
  if (door.secrets.length === 0) return 'no_secret_configured';
  return request.is('application/json') ? reason : 'not_application_json';
}

/** Refuses what Stripe did sign but should not have sent here; that is worth an alarm. */
export function refuseSigned(request: Request, response: Response, door: SignedDoor, problem: string): null {
  const detail = { path: request.path, problem: problem.slice(0, 100) };
  door.alarms.raise('signed_request_refused', detail);
  door.logger.warn(detail, 'refused a signed request');
  return refuse(response);
}

function refuse(response: Response): null {
  response.status(400).json({ error: 'bad request' });
  return null;
}

/** The body as it was signed. `express.raw` leaves no buffer where there was no body. */
function bodyText(request: Request): string {
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body.toString('utf8') : '';
}
