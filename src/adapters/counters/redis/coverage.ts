import { randomBytes } from 'node:crypto';
import type { RedisConnection } from '../redis-connection.ts';
import { BEGIN_COVERAGE, CHANGE_COVERAGE, FOLLOW_COVERAGE, READ_COVERAGE } from './coverage-scripts.ts';
import { readEpoch, tokenOf } from './epoch.ts';
import type { KeySpace } from './keys.ts';
import { createScript } from './script.ts';

/** What Redis is known to hold, and since when. */
interface Known {
  readonly token: string;
  readonly n: number;
  /** Tags of the timelines that are filled. */
  readonly filled: ReadonlySet<string>;
  readonly lostSinceMs: number | null;
}

/**
 * What is filled, as all processes have it. What this process knows may be old; each reply of Redis tells whether it
 * is.
 */
export interface Coverage {
  /** The token under which things are filled; null while nothing is. */
  token(): string | null;
  isFilled(timelineId: string): boolean;
  filledCount(): number;
  /** Since when something is missing that was written; null if nothing is. */
  lostSinceMs(): number | null;
  /** Whether what is known here is at least as new as this epoch, which came with a reply. */
  isAsNewAs(epoch: string | null): boolean;
  /** Reads it again. */
  refresh(): Promise<void>;
  /** A shard seems to be at another token than the first one: then it lost what it had, and so all is cold. */
  check(shard: number): Promise<void>;
  /** Gives the token to fill under; a new one, of everything, where any shard has none or another. */
  begin(): Promise<string>;
  /** Rejects where that token is over. */
  markFilled(token: string, timelineIds: readonly string[]): Promise<void>;
  /** When it resolves, no process takes the timeline for filled any more. */
  unmark(timelineId: string): Promise<void>;
  /** Something is missing since then, whoever wrote it: everything is cold until it is found. */
  lose(sinceMs: number): void;
  find(sinceMs: number): Promise<void>;
}

export interface CoverageListeners {
  /** All that was filled is gone. */
  onCoverageLost(): void;
  /** Something that was written after this time is missing. */
  onLost(sinceMs: number): void;
}

/** Coverage in Redis; nothing is known of it before the first `refresh`. */
export function createCoverage(
  connection: RedisConnection,
  keys: KeySpace,
  { onCoverageLost, onLost }: CoverageListeners,
): Coverage {
  const first = [keys.epoch(0), keys.coverage];
  const readCoverage = createScript(connection, READ_COVERAGE);
  const change = createChange(connection, keys);
  let known: Known | null = null;
  /** A token that is over, though the first shard still has it. */
  let overToken: string | null = null;
  /** What is lost and was not said yet. */
  let unsaidMs: number | null = null;
  let refreshing: Promise<void> | null = null;

  function learn(next: Known | null): void {
    const before = known;
    known = next;
    if (before && before.token !== next?.token) onCoverageLost();
    const lostMs = next?.lostSinceMs ?? null;
    if (lostMs !== null && lostMs !== before?.lostSinceMs) onLost(lostMs);
  }

  async function read(): Promise<void> {
    const [epoch, fields] = (await readCoverage(first, [])) as [Buffer | null, Buffer[]];
    const next = knownFrom(epoch?.toString() ?? null, fields.map(String));
    learn(next?.token === overToken ? null : next);
    if (unsaidMs !== null) await say();
  }

  function refresh(): Promise<void> {
    refreshing ??= read().finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  async function changed(token: string | undefined, act: string, args: readonly (string | number)[]): Promise<boolean> {
    const isDone = token !== undefined && (await change(token, act, args));
    // One that is under way may have been before it.
    await refreshing?.catch(() => {});
    await refresh();
    return isDone;
  }

  async function say(): Promise<void> {
    const sinceMs = unsaidMs;
    if (sinceMs === null) return;
    if (known) await change(known.token, 'lost', [sinceMs]);
    if (unsaidMs === sinceMs) unsaidMs = null;
    learn(known && { ...known, lostSinceMs: Math.min(sinceMs, known.lostSinceMs ?? sinceMs) });
  }

  async function check(shard: number): Promise<void> {
    // INVARIANT: the first shard is read first, and gets a new token last: so it is never the newer one by mistake.
    await refresh();
    const token = known?.token;
    if (token === undefined || tokenOf(await connection.client.get(keys.epoch(shard))) === token) return;
    overToken = token;
    if (known?.token === token) learn(null);
  }

  return {
    token: () => known?.token ?? null,
    isFilled: (timelineId) => known?.filled.has(keys.tag(timelineId)) ?? false,
    filledCount: () => known?.filled.size ?? 0,
    lostSinceMs: () => unsaidMs ?? known?.lostSinceMs ?? null,
    isAsNewAs(epoch) {
      const seen = readEpoch(epoch);
      return known !== null && seen?.token === known.token && seen.n <= known.n;
    },
    refresh,
    check,
    async begin() {
      const epochs = await Promise.all(keys.shards.map((shard) => connection.client.get(keys.epoch(shard))));
      const tokens = new Set(epochs.map(tokenOf));
      const [token] = tokens;
      if (tokens.size > 1 || !token || token === overToken) await beginAnew(connection, keys);
      await refresh();
      if (!known) throw new Error('Redis forgets what is written to it');
      return known.token;
    },
    async markFilled(token, ids) {
      if (!(await changed(token, 'fill', ids.map(keys.tag)))) throw new Error('what was filled in Redis is gone');
    },
    unmark: async (timelineId) => void (await changed(known?.token, 'drop', [keys.tag(timelineId)])),
    find: async (sinceMs) => void (await changed(known?.token, 'found', [sinceMs])),
    lose(sinceMs) {
      if (!known) return;
      unsaidMs = Math.min(sinceMs, unsaidMs ?? sinceMs);
      // Where it can't be said now, the next refresh says it.
      say().catch(() => {});
    },
  };
}

/** Changes coverage for all processes; false where the token is over. */
function createChange(connection: RedisConnection, keys: KeySpace) {
  const changeCoverage = createScript(connection, CHANGE_COVERAGE);
  const followCoverage = createScript(connection, FOLLOW_COVERAGE);
  return async (token: string, act: string, args: readonly (string | number)[]): Promise<boolean> => {
    const changed = await changeCoverage([keys.epoch(0), keys.coverage], [token, act, ...args]);
    const epoch = readEpoch(changed instanceof Buffer ? changed.toString() : null);
    if (!epoch) return false;
    // INVARIANT: the first shard goes ahead: whoever sees the new number elsewhere finds what is new there.
    await Promise.all(keys.shards.slice(1).map((shard) => followCoverage([keys.epoch(shard)], [token, epoch.n])));
    return true;
  };
}

/** A new token for every shard, the first one last: a process that sees both takes the old one for over. */
async function beginAnew(connection: RedisConnection, keys: KeySpace): Promise<void> {
  const epoch = `${randomBytes(9).toString('base64url')}.1`;
  await Promise.all(keys.shards.slice(1).map((shard) => connection.client.set(keys.epoch(shard), epoch)));
  await createScript(connection, BEGIN_COVERAGE)([keys.epoch(0), keys.coverage], [epoch]);
}

function knownFrom(epoch: string | null, fields: readonly string[]): Known | null {
  const seen = readEpoch(epoch);
  if (!seen) return null;
  const filled = new Set<string>();
  let lostSinceMs: number | null = null;
  for (let index = 0; index < fields.length; index += 2) {
    const [name = '', value = ''] = fields.slice(index, index + 2);
    if (name === 'lost') lostSinceMs = Number(value);
    else if (value === seen.token) filled.add(name.slice('filled:'.length));
  }
  return { ...seen, filled, lostSinceMs };
}
