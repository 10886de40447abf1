import { allowanceOf, endAllowance, insertAllowance } from '../../adapters/store/database/allowances.ts';
import type { StoredChallenge } from '../../adapters/store/database/challenges.ts';
import { lookAgain } from '../../adapters/store/database/inbox.ts';
import { addLabels } from '../../adapters/store/database/labels.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Allowance } from '../../core/domain/allowance.ts';
import type { Label } from '../../core/domain/label.ts';
import { limits } from '../../core/domain/limits.ts';
import { endSpokenAgainst } from './ends.ts';

/** Until when a NO declines that merchant on that card; null: it does not, e.g. where the merchant is not known. */
export function declinesUntilMs({
  state,
  card,
  merchant,
  answeredAtMs,
  terms,
}: Pick<StoredChallenge, 'state' | 'card' | 'merchant' | 'answeredAtMs' | 'terms'>): number | null {
  if (state !== 'rejected' || answeredAtMs === null || card === null || merchant === null) return null;
  return answeredAtMs + (terms?.decline_ms ?? limits.challengeDeclineMs);
}

/** Brings about what follows from a question having come to another state, in the transaction that it did so in. */
export async function bringAbout(joined: SqlPool, before: StoredChallenge, after: StoredChallenge): Promise<void> {
  if (before.state === 'verified') await endOwnAllowance(joined, after);
  if (after.state === 'verified') await followYes(joined, after);
  if (after.state === 'rejected') await followNo(joined, after);
}

async function endOwnAllowance(joined: SqlPool, { id, state, endedAtMs }: StoredChallenge): Promise<void> {
  const allowance = await allowanceOf(joined, id);
  if (allowance === null || endedAtMs === null) return;
  const because = state === 'rejected' || state === 'opted_out' ? state : 'void';
  await endAllowance(joined, allowance.id, { because, atMs: endedAtMs, by: null });
}

async function followYes(joined: SqlPool, challenge: StoredChallenge): Promise<void> {
  await label(joined, challenge, 'legitimate');
  const allowance = allowanceFrom(challenge);
  if (allowance === null) return;
  await insertAllowance(joined, allowance);
  // Records come in any order: something may speak against it already.
  await endSpokenAgainst(joined, [{ scope: allowance.scope, id: allowance.card }]);
}

async function followNo(joined: SqlPool, challenge: StoredChallenge): Promise<void> {
  const { id, scope, card, decisionId, terms, channel } = challenge;
  await label(joined, challenge, 'fraud');
  if (card !== null) await endSpokenAgainst(joined, [{ scope, id: card }]);
  // What Stripe tells comes with a report, after which reviews are looked at anyway.
  if (channel === 'twilio' && decisionId !== null) await lookAgain(joined, scope, decisionId);
  if (!terms?.freezes_card || card === null) return;
  const key = `freeze_challenged_card_${id}`;
  await enqueue(joined, [{ name: 'freeze_challenged_card', key, data: { challenge: id } }]);
}

/** Stripe keeps an allow-list of its own for what it asked; and without its merchant, card or presence none is safe. */
function allowanceFrom(challenge: StoredChallenge): Allowance | null {
  const { id, scope, channel, card, cardholder, merchant, currency, amountMinor, isCardPresent } = challenge;
  const { answeredAtMs, terms } = challenge;
  if (channel !== 'twilio' || card === null || merchant === null || terms === null || answeredAtMs === null)
    return null;
  if (currency === null || amountMinor === null || isCardPresent === null) return null;
  const mostMinor = Math.floor(amountMinor * terms.allowance.times_amount);
  return {
    ...{ scope, card, cardholder, merchant, currency, isCardPresent },
    id: id.replace(/^(chl_)?/, 'alw_'),
    challengeId: id,
    eachMinor: mostMinor,
    totalMinor: mostMinor,
    usesDaily: terms.allowance.uses_daily,
    fromMs: answeredAtMs,
    untilMs: answeredAtMs + terms.allowance.keep_ms,
  };
}

/** Of what Stripe asked, Stripe's own reports are labels (`labelsStep`): the same answer is not said twice. */
async function label(joined: SqlPool, challenge: StoredChallenge, verdict: Label['verdict']): Promise<void> {
  const { id, scope, authorizationId, card, channel, answeredAtMs } = challenge;
  if (channel !== 'twilio' || answeredAtMs === null) return;
  const about = { scope, authorizationId, transactionId: null, card };
  const said = { verdict, source: 'challenge' as const, ref: id, knownAtMs: answeredAtMs, author: null };
  await addLabels(joined, [{ ...about, ...said, detail: { status: challenge.state } }], answeredAtMs);
}
