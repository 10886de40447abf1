import Stripe from 'stripe';
import type { AskResult } from './stripe/transport.ts';

/** One request as Stripe sends it. */
export interface SignedPost {
  readonly url: string;
  readonly body: string;
  /** A signature by each goes into the header. */
  readonly secrets: readonly string[];
  readonly timestampSeconds: number;
  readonly timeoutMs: number;
}

/** Posts a signed body and gives what came back within the time; never rejects. */
export async function signedPost({ url, body, timeoutMs, ...signing }: SignedPost): Promise<AskResult> {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Stripe-Signature': sign(body, signing) };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { kind: 'replied', status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    if (signal.aborted) return { kind: 'timed_out' };
    return { kind: 'unreachable', problem: error instanceof Error ? error.message : String(error) };
  }
}

/** `t=…,v1=…`, with one `v1` a secret: while a secret is rolled Stripe signs with both. */
function sign(
  payload: string,
  { secrets, timestampSeconds }: Pick<SignedPost, 'secrets' | 'timestampSeconds'>,
): string {
  const signatures = secrets.map((secret) =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: timestampSeconds }).replace(/^t=\d+,/, ''),
  );
  return [`t=${timestampSeconds}`, ...signatures].join(',');
}
