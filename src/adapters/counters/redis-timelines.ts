import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import type { TimelineKey, TimelineReply, TimelineRequest, TimelineStore } from '../../core/features/timeline/store.ts';
import { createBeats } from './redis/beats.ts';
import { type CoverageListeners, createCoverage } from './redis/coverage.ts';
import { dropKeys, dropTimelines } from './redis/drop.ts';
import { createExchange } from './redis/exchange.ts';
import { createFills } from './redis/fills.ts';
import { createFolding } from './redis/folding.ts';
import type { Hash } from './redis/hashes.ts';
import { createKeySpace } from './redis/keys.ts';
import { type Prepared, prepare } from './redis/prepared.ts';
import { createSender, NO_REPLY, type RawReply, type Sent } from './redis/send.ts';
import { createStateReader } from './redis/state.ts';
import { createUnwritten } from './redis/unwritten.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Timelines that all processes share. A timeline is cold, and not read, while Redis does not hold all of it. */
export interface RedisTimelines extends TimelineStore {
  /** The same timelines, and never cold: to fill them. What fails there is told by `markFilled`. */
  filling(): TimelineStore;
  isFilled(timelineId: string): boolean;
  /** Rejects where anything that was written to fill them failed or was lost since: then they must be filled again. */
  markFilled(timelineIds: readonly string[]): Promise<void>;
  /** Forgets a timeline, whoever's keys. No process reads it as filled from then on. */
  drop(timelineId: string): Promise<void>;
  /** Forgets all that is counted under these keys. */
  forget(keys: readonly TimelineKey[]): Promise<void>;
  /**
   * Learns now what other processes filled and lost; it is done every second, and when a reply shows that it changed.
   */
  refreshCoverage(): Promise<void>;
  /** Since when something is missing that any gateway wrote, whereby everything is cold; null if nothing is. */
  lostSinceMs(): number | null;
  /** Says that something that should have been written since a time was not; all is cold until that is made good. */
  lose(sinceMs: number): void;
  /** Says that everything that was lost since a time, or later, was written again. */
  resume(sinceMs: number): Promise<void>;
  /** What `/readyz` says of them. */
  status(): Readonly<Record<string, unknown>>;
  /** Waits for what is being folded and written again, as long as a command takes; the connection stays open. */
  close(): Promise<void>;
}

export interface RedisTimelinesOptions extends CoverageListeners {
  readonly hash: Hash;
  readonly clock: Clock;
  /** What all names in Redis begin with. */
  readonly prefix?: string;
}

/**
 * Timelines in Redis. Rejects within `limits.countersCommandMs` where it can't be reached; what should have been
 * written is written as soon as it can, and until then all timelines are cold to this process.
 *
 * What Redis must not do is evict: its `maxmemory-policy` has to be `noeviction`.
 */
export function createRedisTimelines(connection: RedisConnection, options: RedisTimelinesOptions): RedisTimelines {
  const { hash, clock, prefix = 'cs' } = options;
  const space = createKeySpace(prefix, hash, connection.isCluster);
  const beats = createBeats(clock);
  const states = createStateReader();
  const sender = createSender(connection, { space, beats, states, name: randomBytes(6).toString('base64url') });
  const coverage = createCoverage(connection, space, options);
  const exchange = createExchange(connection, { sender, coverage, clock });
  const folding = createFolding(connection, states, sender);
  const unwritten = createUnwritten({ write: exchange.send, onGivenUp: coverage.lose, clock });
  const fills = createFills(coverage);
  const stop = keepUp(connection, clock, () => coverage.refresh().then(() => exchange.beat(beats.due())));
  connection.onUp(() => void unwritten.retry());

  function replyTo(prepared: Prepared, reply: RawReply, isCold: boolean): TimelineReply {
    const isNew = !reply.isDuplicate && prepared.line !== '';
    const state = prepared.request.isRead ? states.read(prepared, reply, isNew) : null;
    folding.saw(prepared, reply, state);
    const isUnread = isCold || state === null || state.isTorn;
    return {
      isDuplicate: reply.isDuplicate,
      state: isUnread ? null : { rows: state.rows, tiles: state.tiles },
      isCold: isCold || state?.isTorn === true,
    };
  }

  async function apply(requests: readonly TimelineRequest[]): Promise<readonly TimelineReply[]> {
    const prepared = requests.map((request) => prepare(space, request));
    const sentAtMs = clock.nowMs();
    let sent: Sent;
    try {
      sent = await exchange.send(prepared);
    } catch (error) {
      unwritten.add(prepared);
      throw unreachable(error);
    }
    const isCovered = await exchange.isCovered(sent.shards, sentAtMs);
    const isCold = !isCovered || unwritten.size > 0 || coverage.lostSinceMs() !== null;
    return prepared.map((each, index) =>
      replyTo(each, sent.replies[index] ?? NO_REPLY, isCold || !coverage.isFilled(each.request.timeline.id)),
    );
  }

  async function fill(requests: readonly TimelineRequest[]): Promise<readonly TimelineReply[]> {
    const prepared = requests.map((request) => prepare(space, request));
    const { replies } = await fills.under(requests, () => exchange.sendPatiently(prepared));
    return prepared.map((each, index) => replyTo(each, replies[index] ?? NO_REPLY, false));
  }

  return {
    apply,
    filling: () => ({ apply: fill }),
    isFilled: coverage.isFilled,
    markFilled: fills.mark,
    async drop(timelineId) {
      await coverage.unmark(timelineId);
      await dropKeys(connection, space.allOf(timelineId));
    },
    async forget(keys) {
      const names = keys.map(({ timeline, scope, key }) => space.timeline(timeline.id, scope, key));
      await dropTimelines(connection, `${prefix}:{*}:*:ids:*`, names);
    },
    refreshCoverage: coverage.refresh,
    lostSinceMs: coverage.lostSinceMs,
    lose: coverage.lose,
    resume: coverage.find,
    status: () => ({
      kind: connection.isCluster ? 'redis_cluster' : 'redis',
      reachable: connection.isUp(),
      filled_timelines: coverage.filledCount(),
      lost_since: coverage.lostSinceMs(),
      unwritten: unwritten.size,
    }),
    async close() {
      stop();
      const ending = folding.settled().then(() => (connection.isUp() ? unwritten.retry() : undefined));
      await within(ending, connection.commandMs, clock);
      unwritten.close();
    },
  };
}

/** Runs every so often while Redis can be reached, and each time when it can be again; gives how to stop. */
function keepUp(connection: RedisConnection, clock: Clock, run: () => Promise<void>): () => void {
  let isStopped = false;
  let cancel = () => {};

  // Where it fails the connection raises its alarm, and what is known waits.
  async function turn(): Promise<void> {
    if (connection.isUp()) await run().catch(() => {});
    if (!isStopped) cancel = clock.after(limits.countersBeatMs, () => void turn());
  }

  cancel = clock.after(limits.countersBeatMs, () => void turn());
  connection.onUp(() => void run().catch(() => {}));
  return () => {
    isStopped = true;
    cancel();
  };
}

/** What a driver's error says, without the command in it. */
function unreachable(error: unknown): Error {
  return new Error(`Redis does not answer: ${error instanceof Error ? error.message : String(error)}`);
}
