import type { TimelineRequest } from '../../../core/features/timeline/store.ts';
import type { Coverage } from './coverage.ts';
import { tokenOf } from './epoch.ts';
import type { Sent } from './send.ts';

/** Knows under which token each timeline is being filled, and whether all that was written so is still there. */
export interface Fills {
  /** Sends requests that fill; rejects where they, or what was written before, are lost. */
  under(requests: readonly TimelineRequest[], send: () => Promise<Sent>): Promise<Sent>;
  /** Marks timelines as filled; rejects where any request of theirs failed since the last time. */
  mark(timelineIds: readonly string[]): Promise<void>;
}

/** Nothing is being filled. */
export function createFills(coverage: Coverage): Fills {
  /** The token of each timeline's fill; null once a part of it failed. */
  const tokens = new Map<string, string | null>();
  let beginning: Promise<string> | null = null;

  // Not that of a moment ago, which another process may have ended: `under` sees that by the reply.
  function begin(): Promise<string> {
    const token = coverage.token();
    if (token !== null) return Promise.resolve(token);
    beginning ??= coverage.begin().finally(() => {
      beginning = null;
    });
    return beginning;
  }

  return {
    async under(requests, send) {
      const ids = new Set(requests.map(({ timeline }) => timeline.id));
      try {
        const token = await begin();
        for (const id of ids)
          if ((tokens.get(id) ?? token) !== token) throw new Error('what was filled before is gone');
        for (const id of ids) if (!tokens.has(id)) tokens.set(id, token);
        const sent = await send();
        if (sent.shards.some(({ epoch }) => tokenOf(epoch) !== token)) throw new Error('Redis lost what it had');
        return sent;
      } catch (error) {
        for (const id of ids) tokens.set(id, null);
        throw error;
      }
    },
    async mark(ids) {
      const all = ids.map((id) => tokens.get(id));
      for (const id of ids) tokens.delete(id);
      if (all.includes(null)) throw new Error('not all of the past could be written to Redis');
      const known = new Set(all.filter((token) => token !== undefined));
      if (known.size > 1) throw new Error('Redis lost a part of what was written');
      const [token] = known;
      await coverage.markFilled(token ?? (await begin()), ids);
    },
  };
}
