import type { MessageFilter } from './account.ts';
import type { Message } from './message.ts';

/** The messages of an account. */
export interface Messages {
  put(message: Message): void;
  get(sid: string): Message | undefined;
  /** The newest first. A filter by the time of sending leaves out what was not sent, unless `isUnsentListed`. */
  list(filter: MessageFilter, isUnsentListed: boolean): readonly Message[];
}

/** No messages; the newest `keeps` of those to come are remembered. */
export function createMessages(keeps: number): Messages {
  const bySid = new Map<string, Message>();

  function matches(message: Message, filter: MessageFilter, isUnsentListed: boolean): boolean {
    const { to, from, sentFromMs = Number.NEGATIVE_INFINITY, sentUntilMs = Number.POSITIVE_INFINITY } = filter;
    if (to !== undefined && message.to !== to) return false;
    if (from !== undefined && message.from !== from) return false;
    if (filter.sentFromMs === undefined && filter.sentUntilMs === undefined) return true;
    const sentAtMs = message.sentAtMs ?? (isUnsentListed ? message.createdAtMs : null);
    return sentAtMs !== null && sentAtMs >= sentFromMs && sentAtMs < sentUntilMs;
  }

  return {
    put(message) {
      bySid.set(message.sid, message);
      for (const oldest of bySid.keys()) {
        if (bySid.size <= keeps) break;
        bySid.delete(oldest);
      }
    },
    get: (sid) => bySid.get(sid),
    list: (filter, isUnsentListed) =>
      [...bySid.values()].filter((message) => matches(message, filter, isUnsentListed)).reverse(),
  };
}
