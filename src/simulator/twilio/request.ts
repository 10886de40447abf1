import { TwilioError } from './error.ts';
import type { Params } from './signature.ts';

/** A text to be sent, as far as the request alone tells. */
export interface SendRequest {
  readonly to: string;
  readonly from: string | null;
  readonly serviceSid: string | null;
  readonly body: string;
  readonly callbackUrl: string | null;
}

const E164 = /^\+[1-9]\d{6,14}$/;
const MOST_CHARACTERS = 1_600;
const VALIDITY = { least: 1, most: 36_000 };

/** Reads the form of `POST …/Messages.json`. Throws TwilioError with the first thing that is wrong, by its code. */
export function readSend(form: Params): SendRequest {
  const { To: to = '', From: from, MessagingServiceSid: serviceSid, Body: body = '', StatusCallback: callback } = form;
  if (to === '') throw new TwilioError(21604, "A 'To' phone number is required.");
  if (!E164.test(to)) throw new TwilioError(21211, `Invalid 'To' Phone Number: ${to}`);
  if (!from && !serviceSid) throw new TwilioError(21603, "A 'From' phone number is required.");
  if (body === '') throw new TwilioError(21602, 'Message body is required.');
  if ([...body].length > MOST_CHARACTERS) {
    throw new TwilioError(21617, 'The concatenated message body exceeds the 1600 character limit.');
  }
  if (callback && !isCallbackUrl(callback)) {
    throw new TwilioError(21609, `The 'StatusCallback' URL ${callback} is not a valid URL.`);
  }
  checkValidity(form.ValidityPeriod);
  return { to, from: from || null, serviceSid: serviceSid || null, body, callbackUrl: callback || null };
}

/** Twilio takes no host with an underscore. */
function isCallbackUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && !url.hostname.includes('_');
}

function checkValidity(text: string | undefined): void {
  if (!text) return;
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= VALIDITY.least && seconds <= VALIDITY.most) return;
  throw new TwilioError(20001, `ValidityPeriod must be a number from ${VALIDITY.least} to ${VALIDITY.most}.`);
}
