import type { Keyword } from './keywords.ts';
import { API_VERSION, type Message } from './message.ts';
import { segmentsOf } from './segments.ts';
import type { Params } from './signature.ts';

/** The form of a status callback. */
export function statusParams(message: Message, accountSid: string): Params {
  const { sid, status, from, to, errorCode, serviceSid } = message;
  return {
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    From: from,
    MessageSid: sid,
    MessageStatus: status,
    SmsSid: sid,
    SmsStatus: status,
    To: to,
    ...(serviceSid !== null && { MessagingServiceSid: serviceSid }),
    ...(errorCode !== null && { ErrorCode: String(errorCode) }),
  };
}

/** The form of a message that came in; of where people are nothing is known but the country, so that much is empty. */
export function inboundParams(message: Message, accountSid: string, optOutType: Keyword | null): Params {
  const { sid, from, to, body } = message;
  return {
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    Body: body,
    From: from,
    FromCity: '',
    FromCountry: countryOf(from),
    FromState: '',
    FromZip: '',
    MessageSid: sid,
    NumMedia: '0',
    NumSegments: String(segmentsOf(body)),
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    To: to,
    ToCity: '',
    ToCountry: countryOf(to),
    ToState: '',
    ToZip: '',
    ...(optOutType !== null && { OptOutType: optOutType }),
  };
}

function countryOf(number: string): string {
  if (number.startsWith('+1')) return 'US';
  return number.startsWith('+44') ? 'GB' : '';
}
