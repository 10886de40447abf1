import Stripe from 'stripe';
import { isTestKey } from '../../../adapters/stripe/key.ts';
import { stripeProblem } from '../../../adapters/stripe/problem.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { type Finding, fault, ok, skipped } from './finding.ts';

/** What was found of the key, and Stripe's own time by its answer. */
export interface KeyReading {
  readonly finding: Finding;
  readonly isUsable: boolean;
  readonly serverTime: { readonly nowMs: number; readonly askedMs: number } | null;
}

/** Without a key there is nothing to ask Stripe with. */
export const NO_KEY: KeyReading = {
  finding: skipped('stripe key', 'STRIPE_SECRET_KEY is not set; answering the webhook needs none'),
  isUsable: false,
  serverTime: null,
};

/** Does Stripe take the key, and may it read Issuing? Reads one cardholder at most, in either mode. */
export async function checkStripeKey(stripe: Stripe, secretKey: string, clock: Clock): Promise<KeyReading> {
  const mode = isTestKey(secretKey) ? 'test' : 'live';
  const startMs = clock.nowMs();
  const time = (headers: Headers | undefined) => serverTime(headers, (startMs + clock.nowMs()) / 2);
  try {
    const { lastResponse } = await stripe.issuing.cardholders.list({ limit: 1 });
    const finding = ok('stripe key', `works, ${mode} mode`);
    return { finding, isUsable: true, serverTime: time(lastResponse.headers) };
  } catch (error) {
    const problem = stripeProblem(error);
    if (problem === null) throw error;
    const why = 'cards can be neither read nor replaced with it';
    const isNotReached = error instanceof Stripe.errors.StripeConnectionError;
    const advice = isNotReached ? NOT_REACHED : NOT_TAKEN;
    const finding = fault('stripe key', `${mode} mode: ${problem}`, why, advice);
    const headers = error instanceof Stripe.errors.StripeError ? error.headers : undefined;
    return { finding, isUsable: false, serverTime: time(headers) };
  }
}

type Headers = Readonly<Record<string, string>>;

const NOT_TAKEN = 'check the key, and that the account has Issuing in this mode';
const NOT_REACHED =
  'check STRIPE_API_HOST (unset: https://api.stripe.com) and whether this machine may reach it: DNS, firewall, proxy';

/** HTTP's `Date` has whole seconds: on average it is half a second old. */
function serverTime(headers: Headers | undefined, askedMs: number): KeyReading['serverTime'] {
  const dateMs = Date.parse(headers?.date ?? '');
  return Number.isNaN(dateMs) ? null : { nowMs: dateMs + 500, askedMs };
}
