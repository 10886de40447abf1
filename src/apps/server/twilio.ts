import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Logger } from '../../adapters/log/logger.ts';
import { type InboundMessage, type MessageStatus, readInbound, readStatus } from '../../adapters/sms/inbound.ts';
import type { TwilioSettings } from '../../adapters/sms/settings.ts';
import { type FormParams, isSignedByTwilio } from '../../adapters/sms/signature.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import type { ReplyTaken } from '../../workflows/challenge/take-reply.ts';
import type { StatusTaken } from '../../workflows/challenge/take-status.ts';
import type { SignatureWatch } from './signature-watch.ts';
import { messageResponse, NO_RESPONSE } from './twiml.ts';

/** What Twilio tells us. */
type TwilioDoorName = 'twilio_messages' | 'twilio_status';

export interface TwilioDoor {
  readonly settings: Pick<TwilioSettings, 'authTokens' | 'publicUrl'>;
  readonly clock: Clock;
  readonly logger: Logger;
  signatures(door: TwilioDoorName): Pick<SignatureWatch, 'see'>;
  /** Takes a text of somebody's; what resolves is durable. */
  takeReply(message: InboundMessage): Promise<ReplyTaken>;
  /** Takes news of a text of ours about a question; what resolves is durable. */
  takeStatus(challengeId: string, news: MessageStatus): Promise<StatusTaken>;
  /** Told of everything that Twilio signed, and what it was; must not throw. */
  onSigned?: ((door: TwilioDoorName, type: string) => void) | undefined;
}

/**
 * `POST /webhooks/twilio/messages` and `/webhooks/twilio/status?challenge=chl_…`: what cardholders write, and what
 * becomes of what we wrote. What Twilio did not sign gets a bare 403 and changes nothing; what can't be made durable
 * gets a 503, so that it comes again.
 */
export function twilioDoors(door: TwilioDoor): Router {
  const router = Router();
  const form = express.urlencoded({
    extended: false,
    limit: limits.maxTwilioBytes,
    parameterLimit: limits.maxTwilioParams,
    inflate: false,
  });
  router.post('/webhooks/twilio/messages', form, signedBy(door, 'twilio_messages', takeMessage));
  router.post('/webhooks/twilio/status', form, signedBy(door, 'twilio_status', takeNews));
  return router;
}

type Take = (params: FormParams, request: Request, response: Response, door: TwilioDoor) => Promise<void>;

/** Only what Twilio signed is looked at: over the URL by which it reached us, wherever a proxy took that. */
function signedBy(door: TwilioDoor, name: TwilioDoorName, take: Take): RequestHandler {
  const watch = door.signatures(name);
  const { authTokens, publicUrl } = door.settings;
  return async (request, response) => {
    const params: FormParams = request.body ?? {};
    const signature = request.get('x-twilio-signature');
    const isSigned = isSignedByTwilio(signature, { url: `${publicUrl}${request.originalUrl}`, params }, authTokens);
    const reason = signature ? 'wrong_signature' : 'no_signature';
    watch.see(isSigned ? { isSigned, livemodes: [] } : { isSigned, reason });
    if (isSigned) return take(params, request, response, door);
    door.logger.warn({ path: request.path, reason }, 'refused a request');
    response.status(403).json({ error: 'forbidden' });
  };
}

const takeMessage: Take = async (params, request, response, door) => {
  const message = readInbound(params);
  const taken = message && (await soon(door, request.path, door.takeReply(message)));
  if (message && !taken) return again(response);
  door.onSigned?.('twilio_messages', `reply.${taken?.reading ?? 'unreadable'}`);
  const { reading, effect } = taken ?? {};
  door.logger.info({ message: message?.id, reading, effect }, 'reply');
  const answer = taken?.answer ?? null;
  response
    .status(200)
    .type('text/xml')
    .send(answer === null ? NO_RESPONSE : messageResponse(answer));
};

const takeNews: Take = async (params, request, response, door) => {
  const { challenge } = request.query;
  const news = readStatus(params);
  const isAbout = news !== null && typeof challenge === 'string';
  const taken = isAbout ? await soon(door, request.path, door.takeStatus(challenge, news)) : 'unknown';
  if (taken === null) return again(response);
  door.onSigned?.('twilio_status', `status.${taken}`);
  door.logger.info({ message: news?.id, challenge: isAbout ? challenge : undefined, status: taken }, 'message status');
  response.status(200).end();
};

/** What came of it, if that is durable in time; null where it is not. */
async function soon<T>({ logger, clock }: TwilioDoor, path: string, taking: Promise<T>): Promise<T | null> {
  const taken = await within(taking, limits.twilioDoorMs, clock);
  if (taken.kind === 'done') return taken.value;
  if (taken.kind === 'failed') logger.warn({ err: taken.error, path }, 'not taken');
  return null;
}

function again(response: Response): void {
  response.status(503).json({ error: 'try again' });
}
