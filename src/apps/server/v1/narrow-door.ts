import type { Clock } from '../../../core/decision/ports.ts';
import { within } from '../../../core/decision/within.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { EventDoor } from '../../../core/features/event-door.ts';
import { Problem } from './problem.ts';

/**
 * A door through which so many events go at a time, in the order in which they come, so that asks, which don't go
 * through it, find the counters and the place of record free. Whoever waits for features goes before those that are
 * only to be counted: behind that one stands somebody who buys. Throws a Problem where too many wait, and where one
 * takes too long, which may be taken all the same.
 */
export function narrowDoor(door: EventDoor, clock: Clock): EventDoor {
  let free = limits.trackedAtOnce;
  const urgent = new Set<() => void>();
  const others = new Set<() => void>();

  async function enter(isUrgent: boolean): Promise<void> {
    if (free > 0) {
      free -= 1;
      return;
    }
    if (urgent.size + others.size >= limits.maxTrackedWaiting) throw unavailable('too many events wait already');
    await new Promise<void>((resolve) => void (isUrgent ? urgent : others).add(resolve));
  }

  function leave(): void {
    const [next] = urgent.size > 0 ? urgent : others;
    if (!next) {
      free += 1;
      return;
    }
    urgent.delete(next);
    others.delete(next);
    next();
  }

  return {
    async take(event, wish) {
      await enter(wish.wantsFeatures);
      const taking = door.take(event, wish).finally(leave);
      const taken = await within(taking, limits.eventRecordMs, clock);
      if (taken.kind === 'done') return taken.value;
      throw taken.kind === 'failed' ? taken.error : unavailable('the event could not be recorded in time');
    },
  };
}

function unavailable(why: string): Problem {
  return new Problem('unavailable', `${why}; send it again`, {}, { 'Retry-After': String(limits.apiRetrySeconds) });
}
