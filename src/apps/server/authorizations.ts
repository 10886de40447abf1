import type { Request, RequestHandler } from 'express';
import { readAuthorization } from '../../adapters/stripe/authorization.ts';
import { fieldsOf, text } from '../../adapters/stripe/fields.ts';
import type { Answered, Ask } from '../../core/decision/authorize.ts';
import type { Reply } from '../../core/domain/decision.ts';
import { refuseSigned, type SignedDoor, type SignedRequest, takeSignedEvent } from './signed-request.ts';

const ASK_TYPE = 'issuing_authorization.request';

export interface AuthorizationsDoor extends SignedDoor {
  authorize(ask: Ask): Promise<Answered>;
  /** The API version that the reply claims; Stripe requires the header. */
  readonly stripeVersion: string;
}

/** `POST /webhooks/stripe/authorizations`: Stripe asks, and waits two seconds. */
export function authorizationsHandler(door: AuthorizationsDoor): RequestHandler {
  const headers = { 'Content-Type': 'application/json', 'Stripe-Version': door.stripeVersion };
  return async (request, response) => {
    const signed = takeSignedEvent(request, response, door);
    if (!signed) return;
    if (signed.event.type !== ASK_TYPE) {
      refuseSigned(request, response, door, `unexpected type ${signed.event.type}`.slice(0, 100));
      return;
    }
    const reply = await answer(signed, door, request);
    response.writeHead(200, headers).end(JSON.stringify(reply));
  };
}

/** Asks that are signed and of the right type are always answered, whatever breaks on the way. */
async function answer(signed: SignedRequest, door: AuthorizationsDoor, request: Request): Promise<Reply> {
  try {
    const ask = readAsk(signed);
    const answered = await door.authorize(ask);
    logAnswer(door, ask, answered, signed.receivedAtMs);
    return answered.answer.reply;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    door.alarms.raise('decide_failed', { path: request.path, error: detail });
    return { approved: false };
  }
}

function readAsk({ event, scope, receivedAtMs }: SignedRequest): Ask {
  const reading = readAuthorization(event.object, scope, event.createdAtMs);
  const authorization = reading.isReadable ? reading.authorization : null;
  const askKey = authorization && `${authorization.id}:${authorization.historyLength}:${authorization.amountMinor}`;
  return {
    // Without a `created` nothing tells an old ask from a new one: it is looked up as if it were old.
    identity: { scope, eventId: event.id, askKey, createdAtMs: event.createdAtMs ?? 0 },
    authorizationId: authorization?.id ?? text(fieldsOf(event.object).id),
    authorization,
    receivedAtMs,
  };
}

function logAnswer(door: AuthorizationsDoor, ask: Ask, answered: Answered, receivedAtMs: number): void {
  const { answer, decision, isRecordedLate } = answered;
  door.logger.info(
    {
      decision: answer.decisionId,
      authorization: ask.authorizationId,
      event: ask.identity.eventId,
      livemode: ask.identity.scope.livemode,
      approved: answer.reply.approved,
      outcome: decision?.outcome,
      reasons: decision?.reasons,
      duplicate: decision ? undefined : true,
      recorded: isRecordedLate ? 'late' : undefined,
      ms: door.clock.nowMs() - receivedAtMs,
    },
    'answered',
  );
}
