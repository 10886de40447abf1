import type { FormParams } from './signature.ts';

/** A text that somebody sent to us. */
export interface InboundMessage {
  readonly id: string;
  /** As Twilio has it: E.164, or whatever else sends texts. */
  readonly from: string;
  readonly body: string;
  /** How Advanced Opt-Out took it: STOP, START or HELP; null where it is none of them, or that is off. */
  readonly optOutType: string | null;
}

/** News of a text that we sent. */
export interface MessageStatus {
  readonly id: string;
  readonly status: string;
  readonly errorCode: number | null;
}

/** Reads what Twilio posts for a text that came in; null where it is none. */
export function readInbound(params: FormParams): InboundMessage | null {
  const id = one(params, 'MessageSid') ?? one(params, 'SmsSid');
  const from = one(params, 'From');
  if (id === null || from === null) return null;
  return { id, from, body: one(params, 'Body') ?? '', optOutType: one(params, 'OptOutType') };
}

/** Reads what Twilio posts when a text's status changed; null where it is none. */
export function readStatus(params: FormParams): MessageStatus | null {
  const id = one(params, 'MessageSid') ?? one(params, 'SmsSid');
  const status = one(params, 'MessageStatus') ?? one(params, 'SmsStatus');
  if (id === null || status === null) return null;
  const code = Number(one(params, 'ErrorCode') ?? Number.NaN);
  return { id, status, errorCode: Number.isInteger(code) ? code : null };
}

function one(params: FormParams, name: string): string | null {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}
