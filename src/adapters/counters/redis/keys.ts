import { limits } from '../../../core/domain/limits.ts';
import { type Scope, scopeKey } from '../../../core/domain/scope.ts';
import { createKeptHash, type Hash } from './hashes.ts';

/** The names of one key of one timeline. */
export interface TimelineKeys {
  /** All that one script touches lies in one shard. */
  readonly shard: number;
  readonly raw: string;
  readonly tiles: string;
  /** Ids of folded entries of one place. */
  ids(place: string): string;
}

/**
 * How everything is named in Redis: nothing of a name can be read back, since keys are hashed. What is in braces is
 * what a cluster places a name by: the shard, so that each shard's epoch lies with the keys that it vouches for, and
 * moves with them. One server has one shard.
 */
export interface KeySpace {
  readonly shards: readonly number[];
  /** What stands for the state of a shard; absent when its server lost it. */
  epoch(shard: number): string;
  /** What is filled, and what was lost: in the first shard. */
  readonly coverage: string;
  beat(shard: number, process: string): string;
  timeline(timelineId: string, scope: Scope, key: string): TimelineKeys;
  /** What a timeline is called in its keys. */
  tag(timelineId: string): string;
  /** Matches all keys of a timeline, in Redis's way of patterns. */
  allOf(timelineId: string): string;
  /** Of what has this text in common. */
  shardOf(text: string): number;
  claim(shard: number, text: string): string;
  claimsSince(shard: number): string;
  /** Of something that there is once: each is a shard's whole business. */
  reservation(text: string): string;
  lock(name: string): string;
}

/** Names that begin with `prefix`, which has no braces. */
export function createKeySpace(prefix: string, hash: Hash, isCluster: boolean): KeySpace {
  const hashed = createKeptHash(hash);
  const shardCount = isCluster ? limits.countersShards : 1;
  const starts = Array.from({ length: shardCount }, (_, shard) => `${prefix}:{${shard}}`);
  const start = (shard: number) => starts[shard] ?? '';
  const tags = new Map<string, string>();

  function tag(timelineId: string): string {
    let known = tags.get(timelineId);
    if (known === undefined) {
      known = hashed(`timeline|${timelineId}`).slice(-11);
      tags.set(timelineId, known);
    }
    return known;
  }

  const shardOf = (text: string) => (isCluster ? shardOfHash(hashed(text), shardCount) : 0);

  return {
    shards: starts.map((_, shard) => shard),
    epoch: (shard) => `${start(shard)}:epoch`,
    coverage: `${start(0)}:coverage`,
    beat: (shard, process) => `${start(shard)}:beat:${process}`,
    timeline(timelineId, scope, key) {
      const name = hashed(`${scopeKey(scope)}|${key}`);
      const shard = isCluster ? shardOfHash(name, shardCount) : 0;
      const base = `${start(shard)}:${tag(timelineId)}:${name}`;
      return { shard, raw: `${base}:raw`, tiles: `${base}:tiles`, ids: (place) => `${base}:ids:${place}` };
    },
    tag,
    allOf: (timelineId) => `${prefix}:{*}:${tag(timelineId)}:*`,
    shardOf,
    claim: (shard, text) => `${start(shard)}:claim:${hashed(text)}`,
    claimsSince: (shard) => `${start(shard)}:claims-since`,
    reservation: (text) => `${start(shardOf(text))}:reservation:${hashed(text)}`,
    lock: (name) => `${start(0)}:lock:${name}`,
  };
}

// The hash is evenly spread; its characters need not be numbers.
function shardOfHash(hash: string, count: number): number {
  let sum = 0;
  for (let index = 0; index < hash.length; index++) sum = (sum * 31 + hash.charCodeAt(index)) % 1_000_003;
  return sum % count;
}
