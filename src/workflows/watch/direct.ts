import type { SignedPost } from '../../adapters/http/signed-post.ts';
import type { Logger } from '../../adapters/log/logger.ts';
import type { OwnAlarm } from '../../adapters/store/database/alarms.ts';
import type { AlarmEvent } from '../../core/domain/alarm.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Episode } from './episodes.ts';
import { alarmMessage } from './message.ts';

interface Telling {
  readonly episode: Episode;
  readonly own: OwnAlarm;
  readonly events: readonly AlarmEvent[];
}

/** Tells the receiver without database and queue. */
export interface Teller {
  /** Tells of what it was not told yet; returns at once. */
  tell(telling: Telling): void;
}

/**
 * Tells of each event once, best effort, one after the other; what comes while too many wait for their turn is left to
 * the queue. An event that the receiver took is marked as taken.
 */
export function createTeller({ post, logger }: { readonly post: SignedPost | null; readonly logger: Logger }): Teller {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  async function send(send: SignedPost, { episode, own }: Telling, event: AlarmEvent): Promise<void> {
    // Who acknowledged it is not known here: the message from the database says that.
    const nobody = { acknowledgedAtMs: null, acknowledgedBy: null, note: null };
    const posted = await send(JSON.stringify(alarmMessage({ ...own, ...nobody }, event)));
    waiting -= 1;
    const isTaken = posted.kind === 'answered' && posted.status >= 200 && posted.status <= 299;
    if (isTaken) episode.taken.add(event);
    else logger.warn({ alarm: own.alarm, event, ...posted }, 'an alarm could not be told directly');
  }

  return {
    tell(telling) {
      if (!post) return;
      for (const event of telling.events) {
        if (telling.episode.told.has(event) || waiting >= limits.maxDirectAlarms) continue;
        telling.episode.told.add(event);
        waiting += 1;
        last = last.then(() => send(post, telling, event));
      }
    },
  };
}
