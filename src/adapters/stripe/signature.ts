import Stripe from 'stripe';
import { limits } from '../../core/domain/limits.ts';
import type { WebhookSecret } from './secrets.ts';

/** Whether a request is Stripe's, of which mode; or why not (for our logs, never for the caller). */
export type SignatureCheck =
  | { readonly isSigned: true; readonly livemodes: readonly boolean[] }
  | { readonly isSigned: false; readonly reason: 'no_signature' | 'wrong_signature' | 'too_old' | 'from_the_future' };

/**
 * Checks Stripe's signature over the raw body against every secret and every `v1`, then its age: more than 300 s old or
 * 60 s ahead is refused. (The SDK accepts any time in the future, and takes one secret a call.) `livemodes` are the
 * modes of all the secrets that match: the same secret may be configured for both.
 */
export function checkSignature(
  body: string,
  header: string | undefined,
  secrets: readonly WebhookSecret[],
  nowMs: number,
): SignatureCheck {
  if (!header) return { isSigned: false, reason: 'no_signature' };
  const livemodes = secrets.filter(({ secret }) => isSignedWith(body, header, secret)).map(({ livemode }) => livemode);
  if (livemodes.length === 0) return { isSigned: false, reason: 'wrong_signature' };
  const ageSeconds = Math.floor(nowMs / 1000) - signedAtSeconds(header);
  // Written so that an unreadable time (NaN) is refused as well.
  if (!(ageSeconds <= limits.signatureToleranceSeconds)) return { isSigned: false, reason: 'too_old' };
  if (-ageSeconds > limits.signatureFutureToleranceSeconds) return { isSigned: false, reason: 'from_the_future' };
  return { isSigned: true, livemodes };
}

/** The signature alone: tolerance 0 leaves the age to us, so that a wrong clock can be told from a wrong secret. */
function isSignedWith(body: string, header: string, secret: string): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, 0) ?? false;
  } catch {
    return false;
  }
}

/** Reads `t` just as the SDK does (the last one counts), since it is what the SDK put into the signed text. */
function signedAtSeconds(header: string): number {
  const times = header.split(',').filter((item) => item.startsWith('t='));
  return Number.parseInt(times.at(-1)?.slice(2) ?? '', 10);
}
