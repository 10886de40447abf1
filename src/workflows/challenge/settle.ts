import type { ListedMessage, SmsClient } from '../../adapters/sms/client.ts';
import { findChallenge, type StoredChallenge } from '../../adapters/store/database/challenges.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { takenByOthers } from '../../adapters/store/database/sms.ts';
import { isOpen } from '../../core/challenge/state.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { JobHandler, JobRequest } from '../../core/domain/job.ts';
import { limits } from '../../core/domain/limits.ts';
import { happen } from './happen.ts';
import { type ReachPorts, reachPhone } from './reach.ts';
import { takeStatus } from './take-status.ts';

/** What finding out stands on. */
export interface SettlePorts extends ReachPorts {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly sms: Pick<SmsClient, 'listMessages'>;
}

/** A question that was claimed, and when. */
interface Claim {
  readonly id: string;
  readonly claimedAtMs: number;
}

/** The job that finds out whether a question was sent, at its next look: one for each claim and look. */
export function settling(claim: Claim, nowMs: number): JobRequest {
  return lookNow(claim, Math.max(nowMs, claim.claimedAtMs) + limits.settleMessageEveryMs);
}

/** The same, without waiting: somebody wants to know. */
export function lookNow({ id, claimedAtMs }: Claim, notBeforeMs: number): JobRequest {
  const data = { challenge: id, claimed_at: claimedAtMs };
  return { name: 'settle_message', key: `settle_message/${id}/${claimedAtMs}/${notBeforeMs}`, data, notBeforeMs };
}

/**
 * Finds out what became of a question that was claimed and that nobody heard of since: by its text among the messages
 * to its phone, whatever the texts are by now. What is not found for long enough was not sent, or is not known to have
 * been; it is never sent again.
 */
export function createSettler({ pool, clock, ...ports }: SettlePorts): JobHandler {
  return async ({ challenge: id, claimed_at: claimedAtMs }) => {
    const challenge = await findChallenge(pool, String(id));
    if (!challenge || !isUnsettled(challenge) || challenge.claimedAtMs !== claimedAtMs) return;
    const message = await findMessage(challenge, claimedAtMs, pool, ports);
    const atMs = clock.nowMs();
    if (message) await takeStatus(pool, challenge.id, { ...message, id: message.sid }, atMs);
    else if (atMs < claimedAtMs + limits.settleMessageGraceMs) {
      await enqueue(pool, [settling({ id: challenge.id, claimedAtMs }, atMs)]);
    } else await happen(pool, challenge.id, { kind: 'undeliverable', atMs, because: 'send_unknown' });
  };
}

function isUnsettled(challenge: StoredChallenge): challenge is StoredChallenge & { readonly claimedAtMs: number } {
  return isOpen(challenge) && challenge.claimedAtMs !== null && challenge.messageId === null;
}

async function findMessage(
  challenge: StoredChallenge,
  claimedAtMs: number,
  pool: SqlPool,
  { sms, ...reach }: Omit<SettlePorts, 'pool' | 'clock'>,
): Promise<ListedMessage | null> {
  const { id, bodyHmac } = challenge;
  const reached = await reachPhone(challenge, reach);
  // Who has another phone by now is not looked for under it.
  if (reached.kind === 'gone') return null;
  const since = { to: reached.number, sinceMs: claimedAtMs - limits.settleMessageClockMs };
  const found = (await sms.listMessages(since)).filter(({ body }) => reach.hash(body) === bodyHmac);
  const others = await takenByOthers(
    pool,
    found.map(({ sid }) => sid),
    id,
  );
  return found.findLast(({ sid }) => !others.has(sid)) ?? null;
}
