import type { Clock } from '../../../core/decision/ports.ts';
import { within } from '../../../core/decision/within.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { RedisConnection } from '../redis-connection.ts';
import type { Coverage } from './coverage.ts';
import type { Prepared } from './prepared.ts';
import type { Sender, Sent, ShardReply } from './send.ts';

/** Sends, and takes note of what the replies say of coverage. */
export interface Exchange {
  /** Rejects once the time that a command may take is over. */
  send(requests: readonly Prepared[]): Promise<Sent>;
  /** Whether Redis has what coverage says, by these replies; no, once the time since `sentAtMs` is over. */
  isCovered(shards: readonly ShardReply[], sentAtMs: number): Promise<boolean>;
  /** Tries for some seconds, and returns when coverage is up to date. */
  sendPatiently(requests: readonly Prepared[]): Promise<Sent>;
  /** Sees whether what was written lately is still there. */
  beat(shards: readonly number[]): Promise<void>;
}

/** An exchange over a sender. */
export function createExchange(
  { isCluster, commandMs }: RedisConnection,
  { sender, coverage, clock }: { sender: Sender; coverage: Coverage; clock: Clock },
): Exchange {
  async function send(requests: readonly Prepared[]): Promise<Sent> {
    const sending = sender.send(requests);
    if (!isCluster) return sending;
    // A cluster's client follows redirections, each of them with a time limit of its own.
    const sent = await within(sending, commandMs, clock);
    if (sent.kind === 'done') return sent.value;
    throw sent.kind === 'failed' ? sent.error : new Error('the cluster did not answer in time');
  }

  const areKnown = (shards: readonly ShardReply[]) => shards.every(({ epoch }) => coverage.isAsNewAs(epoch));

  async function hear(shards: readonly ShardReply[]): Promise<boolean> {
    // The second time it surely begins after the reply.
    for (let attempt = 0; attempt < 2 && !areKnown(shards); attempt++) await coverage.refresh();
    for (const { shard, epoch } of shards) if (!coverage.isAsNewAs(epoch)) await coverage.check(shard);
    for (const { lostSinceMs } of shards) if (lostSinceMs !== null) coverage.lose(lostSinceMs);
    return areKnown(shards);
  }

  return {
    send,
    async isCovered(shards, sentAtMs) {
      if (areKnown(shards) && shards.every(({ lostSinceMs }) => lostSinceMs === null)) return true;
      const heard = await within(hear(shards), sentAtMs + commandMs - clock.nowMs(), clock);
      return heard.kind === 'done' && heard.value;
    },
    async sendPatiently(requests) {
      for (let attempt = 1; ; attempt++) {
        try {
          const sent = await send(requests);
          await hear(sent.shards);
          return sent;
        } catch (error) {
          if (attempt === limits.fillAttempts) throw error;
          await new Promise<void>((resolve) => clock.after(attempt * limits.fillAttemptMs, resolve));
        }
      }
    },
    async beat(shards) {
      await hear(await Promise.all(shards.map(sender.beat)));
    },
  };
}
