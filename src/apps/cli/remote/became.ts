import { plain } from '../../../core/decision/plain.ts';
import type { Confirmation } from '../../../sdk/index.ts';

const BY: Readonly<Record<Confirmation['decided_by'], string>> = {
  us: '',
  stripe: ' by Stripe',
  network: ' by the network',
  time_out: ' by time-out',
  error: ' by error',
};

/** How an ask ended, in few words: `approved`, `declined by Stripe (insufficient_funds)`; or how far the answer got. */
export function becameBriefly(state: string | undefined, confirmation: Confirmation | null | undefined): string {
  if (!confirmation) return state === 'sent' ? 'sent' : 'not confirmed';
  const { approved, decided_by: by, reason } = confirmation;
  const why = by === 'stripe' && reason !== null ? ` (${plain(reason, 40)})` : '';
  return `${approved ? 'approved' : 'declined'}${BY[by]}${why}`;
}
