import type { RequestHandler } from 'express';
import { readAuthorization } from '../../adapters/stripe/authorization.ts';
import { fieldsOf, text } from '../../adapters/stripe/fields.ts';
import type { Answered, Ask } from '../../core/decision/authorize.ts';
import { askKeyOf } from '../../core/domain/authorization.ts';
import type { Reply } from '../../core/domain/decision.ts';
import { ASK_TYPE, refuseSigned, type SignedDoor, type SignedRequest, takeSignedEvent } from './signed-request.ts';

export interface AuthorizationsDoor extends SignedDoor {
  authorize(ask: Ask): Promise<Answered>;
  /** The API version that the reply claims; Stripe requires the header. */
  readonly stripeVersion: string;
  /** Told of every answer after it was given; must not throw. */
  onAnswered?: ((answered: Answered, tookMs: number) => void) | undefined;
  /** Told of every answer, by its decision, that was handed to the socket whole; must not throw. */
  onSent?: ((decisionId: string) => void) | undefined;
}

/** `POST /webhooks/stripe/authorizations`: Stripe asks, and waits two seconds. */
export function authorizationsHandler(door: AuthorizationsDoor): RequestHandler {
  const headers = { 'Content-Type': 'application/json', 'Stripe-Version': door.stripeVersion };
  return async (request, response) => {
    const signed = takeSignedEvent(request, response, door);
    if (!signed) return;
    if (signed.event.type !== ASK_TYPE) {
      refuseSigned(request, response, door, `unexpected event of type ${signed.event.type}`);
      return;
    }
    const answered = await answer(signed, door);
    const decisionId = answered?.answer.decisionId;
    // Not `close`, which comes as well where nobody was there any more.
    if (decisionId !== undefined) response.once('finish', () => door.onSent?.(decisionId));
    response.writeHead(200, headers).end(JSON.stringify(answered?.answer.reply ?? LAST_ANSWER));
  };
}

/** What goes out where nothing could be decided. */
const LAST_ANSWER: Reply = { approved: false };

/** Asks that are signed and of the right type are always answered, whatever breaks on the way: null is the last one. */
async function answer(signed: SignedRequest, door: AuthorizationsDoor): Promise<Answered | null> {
  let answered: Answered;
  try {
    answered = await door.authorize(readAsk(signed));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    door.alarms.raise('decide_failed', { event: signed.event.id ?? '', error: detail });
    return null;
  }
  tellOfAnswer(door, signed, answered);
  return answered;
}

function readAsk({ event, scope, receivedAtMs }: SignedRequest): Ask {
  const reading = readAuthorization(event.object, scope, event.createdAtMs);
  const authorization = reading.isReadable ? reading.authorization : null;
  return {
    // Without a `created` nothing tells an old ask from a new one: it is looked up as if it were old.
    identity: {
      scope,
      eventId: event.id,
      askKey: authorization && askKeyOf(authorization),
      createdAtMs: event.createdAtMs ?? 0,
    },
    authorizationId: authorization?.id ?? text(fieldsOf(event.object).id),
    authorization,
    problem: reading.isReadable ? null : reading.problem,
    receivedAtMs,
  };
}

function tellOfAnswer(door: AuthorizationsDoor, signed: SignedRequest, answered: Answered): void {
  const { answer, decision, isRecordedLate } = answered;
  const tookMs = door.clock.nowMs() - signed.receivedAtMs;
  door.onAnswered?.(answered, tookMs);
  door.logger.info(
    {
      decision: answer.decisionId,
      authorization: decision?.authorizationId ?? text(fieldsOf(signed.event.object).id),
      event: signed.event.id,
      livemode: signed.scope.livemode,
      approved: answer.reply.approved,
      outcome: decision?.outcome,
      reasons: decision?.reasons,
      duplicate: decision ? undefined : true,
      recorded: isRecordedLate ? 'late' : undefined,
      ms: tookMs,
    },
    'answered',
  );
}
