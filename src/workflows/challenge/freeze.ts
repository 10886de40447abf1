import type Stripe from 'stripe';
import { appendAudit, listAudit } from '../../adapters/store/database/audit.ts';
import { findChallenge } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { freezeAtStripe } from '../../adapters/stripe/freeze-card.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { JobHandler } from '../../core/domain/job.ts';

interface FreezePorts {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly stripe: Stripe;
}

const ACT = 'challenge.freeze_card';

/**
 * Sets the card inactive at Stripe whose holder answered NO, and writes that down as an act of the service's own: once,
 * so that a card that somebody activated again stays so. A NO that was taken back freezes nothing.
 */
export function freezeChallengedCard({ pool, clock, stripe }: FreezePorts): JobHandler {
  return async ({ challenge: id }) => {
    const challenge = await findChallenge(pool, String(id));
    // Erased, or not a NO any more.
    if (!challenge || challenge.card === null || challenge.state !== 'rejected' || challenge.liftedBy !== null) return;
    const { card, scope, id: subject } = challenge;
    const [done] = await listAudit(pool, { act: ACT, subject, limit: 1 });
    if (done) return;
    const result = await freezeAtStripe(stripe, card, scope, subject);
    const detail = { ...scope, ...(result !== null && { result }) };
    await appendAudit(pool, { actor: 'system', act: ACT, subject, detail, atMs: clock.nowMs() });
  };
}
