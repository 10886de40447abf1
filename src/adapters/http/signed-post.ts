import { createHmac } from 'node:crypto';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/** What came of it. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Posts a JSON text, signed at this moment. Never rejects, and takes `alarmPostMs` at most. */
export type SignedPost = (body: string) => Promise<Posted>;

/** Where to, and the secret that both sides know. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
}

/** The header that carries the signature. */
const SIGNATURE_HEADER = 'Countersign-Signature';

/**
 * Posts to one receiver. The signature is made as Stripe makes its own (docs.stripe.com/webhooks, "Verify manually"):
 * `t=…,v1=…`, HMAC-SHA256 in hex over `t.body`, t in seconds. A redirect is an answer as any other: a signed alarm goes
 * nowhere but to where it was sent. Of the answer only the status is read.
 */
export function createSignedPost({ url, secret }: Receiver, clock: Clock): SignedPost {
  return async (body) => {
    const seconds = Math.floor(clock.nowMs() / 1_000);
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Countersign',
      [SIGNATURE_HEADER]: `t=${seconds},v1=${signature(body, secret, seconds)}`,
    };
    const signal = AbortSignal.timeout(limits.alarmPostMs);
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      await response.body?.cancel().catch(() => {});
      return { kind: 'answered', status: response.status };
    } catch (error) {
      return { kind: 'failed', reason: signal.aborted ? 'no answer in time' : reasonOf(error) };
    }
  };
}

function signature(body: string, secret: string, seconds: number): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
}

/** A code where there is one: messages of the network quote addresses. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code) return String(cause.code);
  return cause instanceof Error ? cause.name : 'unknown';
}
