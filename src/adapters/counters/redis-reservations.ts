import type { Reservations } from '../../core/challenge/reservations.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import { createKeptHash, type Hash } from './redis/hashes.ts';
import { createKeySpace } from './redis/keys.ts';
import { HOLD, SPEND } from './redis/reservation-scripts.ts';
import { createScript } from './redis/script.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RELEASE } from './redis-lock.ts';

export interface RedisReservationsOptions {
  readonly hash: Hash;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly prefix?: string;
}

const DAY_MS = 86_400_000;

/** Reservations in Redis, for all gateways. Of an ask or a phone nothing stands there but hashes. */
export function createRedisReservations(
  connection: RedisConnection,
  { hash, clock, prefix = 'cs' }: RedisReservationsOptions,
): Reservations {
  const space = createKeySpace(prefix, hash, connection.isCluster);
  const hashed = createKeptHash(hash);
  const holdScript = createScript(connection, HOLD);
  const releaseScript = createScript(connection, RELEASE);
  const spendScript = createScript(connection, SPEND);

  // What could not be given back is given back once Redis is there again; each ends by itself in any case.
  const unreleased = new Map<string, string>();

  function release(phone: string, challengeId: string): void {
    releaseScript([space.reservation(`phone|${phone}`)], [challengeId]).catch(() => {
      if (unreleased.size < limits.maxUnreleasedPhones) unreleased.set(challengeId, phone);
    });
  }

  connection.onUp(() => {
    const again = [...unreleased];
    unreleased.clear();
    for (const [challengeId, phone] of again) release(phone, challengeId);
  });

  return {
    async hold(phone, challengeId, forMs) {
      try {
        const isHeld = await holdScript([space.reservation(`phone|${phone}`)], [challengeId, Math.ceil(forMs)]);
        return isHeld === 1 ? 'held' : 'taken';
      } catch {
        // It may have been held all the same, by an answer that did not arrive.
        release(phone, challengeId);
        return 'unknown';
      }
    },
    release,
    async spend({ allowance, use, known }) {
      const { id, totalMinor, usesDaily, untilMs } = allowance;
      const nameOf = (ask: string) => hashed(`use|${ask}`);
      const keepMs = Math.max(untilMs - clock.nowMs(), 0) + limits.challengeSpentSlackMs;
      const args = [nameOf(use.ask), use.amountMinor, use.atMs, totalMinor, usesDaily, use.atMs - DAY_MS, keepMs];
      const before = known.flatMap(({ ask, amountMinor, atMs }) => [nameOf(ask), amountMinor, atMs]);
      const spending = spendScript([space.reservation(`allowance|${id}`)], [...args, ...before]);
      return spending.then(
        (isSpent) => isSpent === 1,
        () => false,
      );
    },
  };
}
