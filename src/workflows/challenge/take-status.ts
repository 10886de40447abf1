import { failureOf } from '../../adapters/sms/errors.ts';
import type { MessageStatus } from '../../adapters/sms/inbound.ts';
import { changeChallenge, lockChallenge, type StoredChallenge } from '../../adapters/store/database/challenges.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { optOut, takenByOthers } from '../../adapters/store/database/sms.ts';
import { together } from '../../adapters/store/database/together.ts';
import { isOpen } from '../../core/challenge/state.ts';
import type { ChallengeEvent } from '../../core/domain/challenge.ts';
import { happen } from './happen.ts';
import { hearKept } from './kept.ts';

/** What news of a message came to: something about its question, or it is about none that we know. */
export type StatusTaken = 'sent' | 'delivered' | 'undeliverable' | 'opted_out' | 'nothing' | 'unknown';

/**
 * Takes what Twilio tells of the message that put a question. In any order, and any number of times. It is believed
 * about a question of which nobody heard yet whether it was sent: from then on it was.
 */
export function takeStatus(
  pool: SqlPool,
  challengeId: string,
  news: MessageStatus,
  atMs: number,
): Promise<StatusTaken> {
  return together(pool, async (joined) => {
    const challenge = await lockChallenge(joined, challengeId);
    if (challenge?.channel !== 'twilio' || !(await isItsMessage(joined, challenge, news))) return 'unknown';
    if (challenge.messageId === null) await know(joined, challenge, news.id, atMs);
    const taken = takenAs(news);
    if (taken === 'opted_out') {
      if (challenge.phone !== null) await optOut(joined, challenge.phone, atMs);
      await happen(joined, challengeId, { kind: 'stop', atMs });
    } else if (taken !== 'nothing') await happen(joined, challengeId, eventOf(taken, news, atMs));
    if (taken === 'sent' || taken === 'delivered') await hearKept(joined, challengeId);
    return taken;
  });
}

async function isItsMessage(joined: SqlPool, challenge: StoredChallenge, { id }: MessageStatus): Promise<boolean> {
  if (challenge.messageId !== null) return challenge.messageId === id;
  return !(await takenByOthers(joined, [id], challenge.id)).has(id);
}

/** INVARIANT: whatever we thought became of it, it was sent, and nobody may send it again. */
async function know(joined: SqlPool, challenge: StoredChallenge, messageId: string, atMs: number): Promise<void> {
  const isUnclaimed = challenge.claimedAtMs === null && isOpen(challenge);
  await changeChallenge(joined, challenge.id, { messageId, ...(isUnclaimed && { claimedAtMs: atMs }) });
}

const SENT = ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'partially_delivered'];
const ARRIVED = ['delivered', 'read'];
const LOST = ['undelivered', 'failed', 'canceled'];

function takenAs({ status, errorCode }: MessageStatus): Exclude<StatusTaken, 'unknown'> {
  if (SENT.includes(status)) return 'sent';
  if (ARRIVED.includes(status)) return 'delivered';
  if (!LOST.includes(status)) return 'nothing';
  return failureOf(errorCode) === 'opted_out' ? 'opted_out' : 'undeliverable';
}

function eventOf(
  taken: 'sent' | 'delivered' | 'undeliverable',
  { errorCode }: MessageStatus,
  atMs: number,
): ChallengeEvent {
  return taken === 'undeliverable' ? { kind: taken, atMs, because: failureOf(errorCode) } : { kind: taken, atMs };
}
