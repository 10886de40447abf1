import { randomBytes } from 'node:crypto';
import type { Alarms, Answer, AskIdentity, Claim, Claims, Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import { scopeKey } from '../../core/domain/scope.ts';
import type { MemoryClaims } from './memory-claims.ts';
import { CLAIM, SETTLE } from './redis/claim-scripts.ts';
import { createDoubts } from './redis/doubts.ts';
import type { Hash } from './redis/hashes.ts';
import { createKeySpace } from './redis/keys.ts';
import { createScript } from './redis/script.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Claims that all gateways share. */
export interface RedisClaims extends Claims {
  /** Never rejects: where Redis does not answer in time this process claims by itself, with an alarm. */
  claim(ask: AskIdentity): Promise<Claim>;
  /** Answers given until now may be missing in Redis, so that old asks are looked up where answers are stored. */
  doubt(): void;
}

export interface RedisClaimsOptions {
  /**
   * This process's own: what it claimed and answered itself is known without Redis, and stands in where there is none.
   */
  readonly memory: MemoryClaims;
  readonly hash: Hash;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly prefix?: string;
  /** How long an ask may wait for Redis; by default `limits.claimMs`. */
  readonly waitMs?: number;
}

/** What an ask goes by in Redis. */
interface Names {
  readonly since: string;
  readonly claims: readonly string[];
}

/**
 * Claims in Redis, for all gateways; behind those in memory. An ask that another gateway has is answered with what that
 * one answers; a gateway that said nothing for `limits.claimHoldMs` is taken for dead, and the next to ask is the
 * first.
 */
export function createRedisClaims(connection: RedisConnection, options: RedisClaimsOptions): RedisClaims {
  const { memory, hash, clock, alarms, prefix = 'cs', waitMs = limits.claimMs } = options;
  const space = createKeySpace(prefix, hash, connection.isCluster);
  const claimOf = createScript(connection, CLAIM);
  const settle = createScript(connection, SETTLE);
  const doubts = createDoubts(connection, space, clock);

  function namesOf({ scope, eventId, askKey }: AskIdentity): Names {
    const start = scopeKey(scope);
    // All names of an ask lie in one shard. In a cluster an ask without a key is therefore not one with that event and
    // a key.
    const shard = space.shardOf(`${start}|${askKey?.split(':', 1)[0] ?? eventId}`);
    const texts = [
      askKey === null ? [] : `${start}|ask|${askKey}`,
      eventId === null ? [] : `${start}|event|${eventId}`,
    ];
    return { since: space.claimsSince(shard), claims: texts.flat().map((text) => space.claim(shard, text)) };
  }

  function failed(problem: string): void {
    doubts.raise();
    alarms.raise('claims_not_shared', { problem });
  }

  function first(
    ask: AskIdentity,
    own: Claim & { kind: 'first' },
    names: Names,
    token: string,
    sinceMs: number,
  ): Claim {
    return {
      kind: 'first',
      isNew: ask.createdAtMs >= Math.max(sinceMs, doubts.beforeMs()) + limits.claimsClockMarginMs,
      settle(answer) {
        own.settle(answer);
        const text = answer === null ? '' : JSON.stringify(answer);
        settle(names.claims, [token, text, limits.claimKeepMs]).catch(doubts.raise);
      },
    };
  }

  /** The other gateway's answer, as soon as it stands there; null where it gave the claim back, or its time is over. */
  async function answerAt(name: string): Promise<Answer | null> {
    for (let waitedMs = 0; waitedMs < 2 * limits.claimHoldMs; waitedMs += limits.claimPollMs) {
      await new Promise<void>((resolve) => clock.after(limits.claimPollMs, resolve));
      const stands = await connection.client.get(name);
      if (stands === null) return null;
      if (stands.startsWith('a')) return readAnswer(stands);
    }
    return null;
  }

  return {
    async claim(ask) {
      const own = memory.claim(ask);
      const names = namesOf(ask);
      if (own.kind === 'duplicate' || names.claims.length === 0) return own;
      const token = randomBytes(9).toString('base64url');
      const asking = claimOf([names.since, ...names.claims], [token, limits.claimHoldMs, clock.nowMs()]);
      const asked = await within(asking, waitMs, clock);
      if (asked.kind !== 'done') {
        failed(asked.kind === 'failed' ? String(asked.error) : 'Redis does not answer in time');
        return first(ask, own, names, token, Number.POSITIVE_INFINITY);
      }
      alarms.end('claims_not_shared');
      doubts.say();
      const [since, standing, place] = asked.value as [Buffer, Buffer?, number?];
      if (standing === undefined || place === undefined) return first(ask, own, names, token, Number(since));
      const stands = standing.toString();
      const name = names.claims[place - 2] ?? '';
      const answer = stands.startsWith('a') ? readAnswer(stands) : answerAt(name).catch(() => null);
      // Whoever asks this process meanwhile waits for the same.
      Promise.resolve(answer).then(own.settle);
      return { kind: 'duplicate', answer: Promise.resolve(answer) };
    },
    async forget(asks) {
      await memory.forget(asks);
      // One by one: keys of one command must lie in one slot of a cluster.
      for (const name of asks.flatMap((ask) => namesOf(ask).claims)) await connection.client.unlink(name);
    },
    doubt() {
      doubts.raise();
      doubts.say();
    },
  };
}

// INVARIANT: only `settle` writes answers.
function readAnswer(text: string): Answer {
  return JSON.parse(text.slice(1)) as Answer;
}
