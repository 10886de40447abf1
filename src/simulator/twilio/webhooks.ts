import { createRandom, type Random } from '../world/random.ts';
import type { Agenda } from './agenda.ts';
import type { TwilioFaults, Webhook } from './faults.ts';
import { twilioSignature } from './signature.ts';

export interface WebhookOptions {
  readonly seed: string;
  readonly agenda: Agenda;
  /** Read for each delivery, so that they may be exchanged meanwhile. */
  readonly faults: Pick<TwilioFaults, 'webhook'>;
  /** The token that signs now. */
  token(): string;
  /** Where a URL is really to be found: what stands behind a proxy is signed by its public name. */
  route(url: string): string;
  readonly timeoutMs: number;
  /** Further attempts after one that met a broken connection, a time-out or a 5xx; and the wait before each. */
  readonly retries: number;
  readonly retryMs: number;
  /** Told once of each webhook that was taken, with the answer's body. */
  onTaken(webhook: Webhook, answer: string): void;
}

/** Sends webhooks, signed, each under a token of its own that every attempt and copy of it carries. */
export function createWebhooks(options: WebhookOptions): (webhook: Webhook) => void {
  const { seed, agenda, faults } = options;
  let count = 0;

  async function attempt(webhook: Webhook, sending: Sending, left: number): Promise<void> {
    const result = await post(webhook, sending.token, options);
    if (result.kind === 'taken') {
      // What a copy is answered goes nowhere.
      if (!sending.isTaken) options.onTaken(webhook, result.body);
      sending.isTaken = true;
    } else if (result.mayBeTriedAgain && left > 0) {
      agenda.later(options.retryMs, () => attempt(webhook, sending, left - 1));
    }
  }

  return (webhook) => {
    count += 1;
    const random = createRandom(seed, 'webhook', count);
    const sending: Sending = { token: uuidOf(random), isTaken: false };
    for (const delayMs of faults.webhook(webhook, random)) {
      agenda.later(delayMs, () => attempt(webhook, sending, options.retries));
    }
  };
}

/** All attempts and copies of one webhook. */
interface Sending {
  readonly token: string;
  isTaken: boolean;
}

type Posted =
  | { readonly kind: 'taken'; readonly body: string }
  | { readonly kind: 'missed'; readonly mayBeTriedAgain: boolean };

async function post({ url, params }: Webhook, idempotencyToken: string, options: WebhookOptions): Promise<Posted> {
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'X-Twilio-Signature': twilioSignature(options.token(), url, params),
    'I-Twilio-Idempotency-Token': idempotencyToken,
    'User-Agent': 'TwilioProxy/1.1',
  };
  const body = new URLSearchParams(params).toString();
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await fetch(options.route(url), { method: 'POST', headers, body, signal, redirect: 'manual' });
    const answer = await response.text();
    if (response.ok) return { kind: 'taken', body: answer };
    return { kind: 'missed', mayBeTriedAgain: response.status >= 500 };
  } catch {
    return { kind: 'missed', mayBeTriedAgain: true };
  }
}

function uuidOf(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.integer(0, 15).toString(16)).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
