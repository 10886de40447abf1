import type twilio from 'twilio';
import { answeredStatus, openClient, reasonOf } from './client.ts';
import type { TwilioSettings } from './settings.ts';

/** What Twilio says of the settings. */
export type AccountReading =
  | { readonly kind: 'works'; readonly inboundUrls: readonly (string | null)[] }
  /** It knows no such account, or not by this token. */
  | { readonly kind: 'refused' }
  /** It could not be asked, or answered with an error. */
  | { readonly kind: 'failed'; readonly because: string };

/**
 * Asks Twilio whether it takes the account with its first token, and where it brings what is written to the sender:
 * null for nowhere, empty where the sender is no number of the account. Changes nothing.
 */
export async function readAccount(
  { from, ...settings }: Pick<TwilioSettings, 'accountSid' | 'authTokens' | 'apiHost' | 'from'>,
  timeoutMs: number,
): Promise<AccountReading> {
  const client = await openClient(settings, timeoutMs);
  try {
    return { kind: 'works', inboundUrls: await inboundUrls(client, from) };
  } catch (error) {
    // INVARIANT: of the error no more than this goes on: it holds the token.
    const status = answeredStatus(error);
    return status === 401 || status === 403 || status === 404
      ? { kind: 'refused' }
      : { kind: 'failed', because: reasonOf(error) };
  }
}

async function inboundUrls(client: twilio.Twilio, from: string): Promise<(string | null)[]> {
  if (from.startsWith('MG')) {
    const { inboundRequestUrl, useInboundWebhookOnNumber } = await client.messaging.v1.services(from).fetch();
    // Each of its numbers says for itself then.
    return useInboundWebhookOnNumber ? [] : [inboundRequestUrl || null];
  }
  const numbers = await client.incomingPhoneNumbers.list({ phoneNumber: from, limit: 1 });
  return numbers.map(({ smsUrl }) => smsUrl || null);
}
