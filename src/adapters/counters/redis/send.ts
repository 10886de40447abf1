import { limits } from '../../../core/domain/limits.ts';
import type { TimelineRequest } from '../../../core/features/timeline/store.ts';
import type { RedisConnection } from '../redis-connection.ts';
import { APPLY } from './apply-script.ts';
import type { Beats } from './beats.ts';
import { tokenOf } from './epoch.ts';
import type { KeySpace } from './keys.ts';
import type { Prepared } from './prepared.ts';
import { createScript } from './script.ts';
import { type Held, NOT_HELD, type ReadTexts, type StateReader } from './state.ts';

/**
 * What Redis said to one request, as the script gives it. What was read is without the request's own line if that is
 * new.
 */
export interface RawReply extends ReadTexts {
  /** Whether the entry stood there. */
  readonly isDuplicate: boolean;
  /** Whether it was folded, and the request's outcome takes the place of its own. */
  readonly isOutranked: boolean;
  /** How many bytes stand there now; 0 where it was read. */
  readonly length: number;
}

/** What came of one shard's call. */
export interface ShardReply {
  readonly shard: number;
  readonly epoch: string | null;
  /** Since when writes are lost, as far as this process can tell. */
  readonly lostSinceMs: number | null;
}

export interface Sent {
  readonly shards: readonly ShardReply[];
  /** In the order of the requests. */
  readonly replies: readonly RawReply[];
}

/** Sends requests: one call for each shard, that is one for all on one server; all at once. */
export interface Sender {
  send(requests: readonly Prepared[]): Promise<Sent>;
  /** Asks a shard whether it still has what was written to it. */
  beat(shard: number): Promise<ShardReply>;
}

type Answer = [Buffer | null, Buffer | null, ...(Buffer | number | null)[]];

/** Where there is none. */
export const NO_REPLY: RawReply = {
  isDuplicate: false,
  isOutranked: false,
  raw: null,
  isRest: false,
  tiles: null,
  held: NOT_HELD,
  length: 0,
};

/** A sender of this process, which goes by `name` there. */
export function createSender(
  connection: RedisConnection,
  { space, beats, states, name }: { space: KeySpace; beats: Beats; states: StateReader; name: string },
): Sender {
  const script = createScript(connection, APPLY);
  const ownKeys = space.shards.map((shard) => [space.epoch(shard), space.beat(shard, name)]);

  async function call(
    shard: number,
    requests: readonly Prepared[],
  ): Promise<{ reply: ShardReply; replies: RawReply[] }> {
    const keys = [...(ownKeys[shard] ?? [])];
    const isWrite = requests.some(({ line }) => line !== '');
    const isBeat = isWrite || requests.length === 0;
    const beat = { time: isBeat ? beats.next() : 0, isWrite };
    const args: (string | number)[] = [isBeat ? beat.time : '', limits.countersBeatKeepMs];
    // INVARIANT: what the process says to have is what the reply is read with, whatever it has by then.
    const held = requests.map((prepared) => (prepared.request.isRead ? states.held(prepared) : NOT_HELD));
    for (const [index, { keys: names, place, line, cutMs, ttlMs, request }] of requests.entries()) {
      keys.push(names.raw, names.tiles, names.ids(place));
      args.push(flagsOf(request), line, cutMs, ttlMs, ...saidOf(held[index] ?? NOT_HELD));
    }
    const answer = (await script(keys, args)) as Answer;
    const [epoch, before] = [answer[0]?.toString() ?? null, answer[1]?.toString() ?? null];
    return {
      reply: { shard, epoch, lostSinceMs: isBeat ? beats.heard(shard, beat, { token: tokenOf(epoch), before }) : null },
      replies: held.map((each, index) => replyFrom(answer, 2 + index * 3, each)),
    };
  }

  async function send(requests: readonly Prepared[]): Promise<Sent> {
    if (space.shards.length === 1) {
      const { reply, replies } = await call(0, requests);
      return { shards: [reply], replies };
    }
    const groups = Map.groupBy(requests.keys(), (index) => requests[index]?.keys.shard ?? 0);
    const replies = requests.map(() => NO_REPLY);
    const shards = [...groups].map(async ([shard, indexes]) => {
      const { reply, replies: some } = await call(
        shard,
        indexes.flatMap((index) => requests[index] ?? []),
      );
      for (const [place, index] of indexes.entries()) replies[index] = some[place] ?? NO_REPLY;
      return reply;
    });
    return { shards: await Promise.all(shards), replies };
  }

  return { send, beat: async (shard) => (await call(shard, [])).reply };
}

function flagsOf({ isRead, isFilling }: TimelineRequest): string {
  return `${isRead ? 'r' : ''}${isFilling ? 'f' : ''}`;
}

/** The version of the tiles that the process has, and what it has of the rest. */
function saidOf({ tiles, reading, length }: Held): [string, string] {
  return [tiles.version, reading ? `${reading.turn}${length}` : ''];
}

/** What is added to a verdict where only the rest was sent. */
const REST = 4;

function replyFrom(answer: Answer, at: number, held: Held): RawReply {
  const [verdict, raw, tiles] = [Number(answer[at]), answer[at + 1], answer[at + 2]];
  return {
    isDuplicate: verdict % REST !== 0,
    isOutranked: verdict % REST === 2,
    isRest: verdict >= REST,
    raw: raw instanceof Buffer ? raw : null,
    tiles: tiles instanceof Buffer ? tiles : null,
    held,
    length: typeof raw === 'number' ? raw : 0,
  };
}
