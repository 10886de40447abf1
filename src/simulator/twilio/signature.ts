import { createHmac } from 'node:crypto';

/** What a request carries in its form: each name once. */
export type Params = Readonly<Record<string, string>>;

/**
 * `X-Twilio-Signature` of a request to this exact URL with this form: HMAC-SHA1 under the account's token, in Base64.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export function twilioSignature(token: string, url: string, params: Params): string {
  // By code unit, as Twilio sorts: a capital letter before a small one.
  const names = Object.keys(params).sort();
  const signed = names.map((name) => `${name}${params[name] ?? ''}`).join('');
  return createHmac('sha1', token).update(`${url}${signed}`, 'utf8').digest('base64');
}
