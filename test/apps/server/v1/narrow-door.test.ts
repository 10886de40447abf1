import { describe, expect, it } from 'vitest';
import { narrowDoor } from '../../../../src/apps/server/v1/narrow-door.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import type { IncomingEvent } from '../../../../src/core/features/event-door.ts';
import { createManualClock, settle } from '../../../support/clock.ts';

const WISH = { isDry: false, wantsFeatures: false };
const TAKEN = { isDuplicate: false, features: {}, missing: {}, qualities: {}, problems: [] };

const event = (id: string): IncomingEvent => ({
  ...{ type: 'login', id, scope: { livemode: false, account: null }, atMs: 0, receivedAtMs: 0, data: {} },
});

/** A door that lets each event through when the test says so. */
function stage() {
  const clock = createManualClock();
  const inside = new Map<string, PromiseWithResolvers<typeof TAKEN>>();
  const entered: string[] = [];
  const door = narrowDoor(
    {
      take({ id }) {
        entered.push(id);
        const going = Promise.withResolvers<typeof TAKEN>();
        inside.set(id, going);
        return going.promise;
      },
    },
    clock,
  );
  const take = (id: string, wish = WISH) => door.take(event(id), wish);
  const takeMany = (count: number) => {
    const taking = Array.from({ length: count }, (_, index) => take(`e_${index}`));
    for (const each of taking) each.catch(() => {});
    return taking;
  };
  return { clock, entered, take, takeMany, letThrough: (id: string) => inside.get(id)?.resolve(TAKEN), inside };
}

describe('the door for events', () => {
  it('lets so many through at a time, the others in the order in which they came', async () => {
    const { entered, takeMany, letThrough } = stage();
    takeMany(limits.trackedAtOnce + 3);
    await settle();
    expect(entered).toHaveLength(limits.trackedAtOnce);
    letThrough('e_5');
    letThrough('e_0');
    await settle();
    expect(entered.slice(limits.trackedAtOnce)).toEqual(['e_200', 'e_201']);
  });

  it('lets who waits for features go before what is only to be counted', async () => {
    const { entered, takeMany, take, letThrough } = stage();
    takeMany(limits.trackedAtOnce + 1);
    void take('purchase', { isDry: false, wantsFeatures: true });
    await settle();
    letThrough('e_0');
    letThrough('e_1');
    await settle();
    expect(entered.slice(limits.trackedAtOnce)).toEqual(['purchase', 'e_200']);
  });

  it('has room again after an event that failed', async () => {
    const { entered, takeMany, inside } = stage();
    const [first] = takeMany(limits.trackedAtOnce + 1);
    await settle();
    inside.get('e_0')?.reject(new Error('no place of record'));
    await expect(first).rejects.toThrow('no place of record');
    expect(entered).toHaveLength(limits.trackedAtOnce + 1);
  });

  it('says that an event is late, and has no room before it is through', async () => {
    const { clock, entered, takeMany, letThrough } = stage();
    const [first] = takeMany(limits.trackedAtOnce + 1);
    await clock.advance(limits.eventRecordMs);
    await expect(first).rejects.toMatchObject({ code: 'unavailable', headers: { 'Retry-After': '2' } });
    expect(entered).toHaveLength(limits.trackedAtOnce);
    letThrough('e_0');
    await settle();
    expect(entered).toHaveLength(limits.trackedAtOnce + 1);
  });

  it('refuses where too many wait already', async () => {
    const { take, takeMany } = stage();
    takeMany(limits.trackedAtOnce + limits.maxTrackedWaiting);
    await expect(take('one too many')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
