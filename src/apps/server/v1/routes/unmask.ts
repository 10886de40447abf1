import { appendAudit } from '../../../../adapters/store/database/audit.ts';
import { askUnmasked } from '../../../../adapters/stripe/unmask.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { Scope } from '../../../../core/domain/scope.ts';
import { unmasked, unmaskRequest } from '../../../../sdk/schema/unmask.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';

/** What is personal of a cardholder, for who may see it. */
export const UNMASK_ROUTES = [
  route({
    id: 'cardholders.unmask',
    method: 'post',
    path: '/cardholders/:id/unmask',
    wants: 'unmask',
    reach: 'scope',
    // INVARIANT: no act that is kept for a request that is sent again: the answer must stand nowhere.
    isAct: false,
    summary:
      "Ask Stripe for a cardholder's name, e-mail, phone, city and last digits; the audit has who asked, and why.",
    body: unmaskRequest,
    answer: unmasked,
    async handle(ports, { body: { reason }, caller, scope, param }) {
      const id = param('id');
      if (!/^ich_\w{1,100}$/.test(id)) throw new Problem('not_found', 'a cardholder is ich_…');
      const stripe = stripeFor(ports, scope);
      const asked = await askUnmasked(stripe, id, scope);
      if (asked.kind === 'gone')
        throw new Problem('not_found', `Stripe knows no cardholder ${id} in this mode and account`);
      if (asked.kind === 'failed') throw unavailable(`Stripe could not tell: ${asked.reason}`);
      // Of whom it was the audit keeps the HMAC alone, as for an erasure. What can't be written down is not answered.
      const act = { actor: caller.id, act: 'cardholder.unmask', subject: ports.conceal(id) };
      const cards = asked.unmasked.cards.length;
      await appendAudit(ports.pool, { ...act, detail: { reason, cards, ...scope }, atMs: ports.clock.nowMs() });
      return { id, ...asked.unmasked, cards: [...asked.unmasked.cards] };
    },
  }),
];

function stripeFor({ stripe, stripeMode }: ApiPorts, { livemode }: Scope) {
  if (stripe === null) {
    throw unavailable(
      'STRIPE_SECRET_KEY is not set: nothing personal is kept here, and Stripe can not be asked for it',
    );
  }
  const mode = livemode ? 'live' : 'test';
  if (stripeMode === mode) return stripe;
  throw new Problem('refused', `STRIPE_SECRET_KEY is of ${stripeMode} mode, and this cardholder is of ${mode} mode`);
}

function unavailable(detail: string): Problem {
  return new Problem('unavailable', detail, {}, { 'Retry-After': String(limits.apiRetrySeconds) });
}
