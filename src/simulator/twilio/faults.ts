import type { Random } from '../world/random.ts';
import type { Params } from './signature.ts';

/** What goes wrong with a request to the API; of those that name `after`, it is done all the same. */
export type RequestFault =
  | 'too_many_requests'
  | 'error_before'
  | 'error_after'
  | 'hang_before'
  | 'hang_after'
  | 'broken_before'
  | 'broken_after';

export interface ApiCall {
  readonly method: 'GET' | 'POST';
  /** Below the account: `Messages.json`. */
  readonly path: string;
  readonly params: Params;
}

/** A request of Twilio's to the program. */
export interface Webhook {
  readonly kind: 'status' | 'inbound';
  readonly url: string;
  readonly params: Params;
}

/** What goes wrong; each may be exchanged while the account is in use. */
export interface TwilioFaults {
  request(call: ApiCall): RequestFault | null;
  /** When a webhook is delivered, in milliseconds from now: [0], twice [0, 300], late [60000], or never []. */
  webhook(webhook: Webhook, random: Random): readonly number[];
}

/** How often a webhook goes astray: shares from 0 to 1, and how late a late one is on average. */
export interface Disorder {
  readonly lost: number;
  readonly doubled: number;
  readonly late: number;
  readonly lateMs: number;
}

/** Everything goes as it should. */
export function noFaults(): TwilioFaults {
  return { request: () => null, webhook: () => [0] };
}

/** Webhooks get lost, come twice and overtake each other, each in its share. */
export function disorderly({ lost, doubled, late, lateMs }: Disorder): TwilioFaults['webhook'] {
  return (_webhook, random) => {
    if (random.chance(lost)) return [];
    const delay = () => (random.chance(late) ? random.exponential(lateMs) : 0);
    return random.chance(doubled) ? [delay(), delay() + random.exponential(lateMs)] : [delay()];
  };
}
