import { segmentsOf } from './segments.ts';

export type Direction = 'outbound-api' | 'outbound-reply' | 'inbound';
export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';

/** A text message as the account keeps it; it is replaced, never changed. Times are in milliseconds since 1970. */
export interface Message {
  readonly sid: string;
  readonly direction: Direction;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly status: MessageStatus;
  readonly errorCode: number | null;
  readonly serviceSid: string | null;
  /** Where its status is told; null: nowhere. */
  readonly callbackUrl: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly sentAtMs: number | null;
}

export const API_VERSION = '2010-04-01';

/** The message as the API shows it. */
export function messageObject(message: Message, accountSid: string): object {
  return {
    body: message.body,
    num_segments: String(segmentsOf(message.body)),
    direction: message.direction,
    from: message.from,
    to: message.to,
    date_updated: rfc2822(message.updatedAtMs),
    price: null,
    error_message: message.errorCode === null ? null : `Error ${message.errorCode}`,
    uri: messageUri(accountSid, message.sid),
    account_sid: accountSid,
    num_media: '0',
    status: message.status,
    messaging_service_sid: message.serviceSid,
    sid: message.sid,
    date_sent: message.sentAtMs === null ? null : rfc2822(message.sentAtMs),
    date_created: rfc2822(message.createdAtMs),
    error_code: message.errorCode,
    price_unit: 'USD',
    api_version: API_VERSION,
    subresource_uris: { media: messageUri(accountSid, message.sid, '/Media') },
  };
}

/** Where a message is found, or what belongs to it. */
export function messageUri(accountSid: string, sid: string, part = ''): string {
  return `/${API_VERSION}/Accounts/${accountSid}/Messages/${sid}${part}.json`;
}

function rfc2822(atMs: number): string {
  return new Date(atMs).toUTCString().replace('GMT', '+0000');
}
