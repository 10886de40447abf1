import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/domain/json.ts';
import type { TrackedRecord } from '../../src/core/domain/tracked-event.ts';
import type { EventDoor, IncomingEvent } from '../../src/core/features/event-door.ts';

/** A door over features in which `event login` has `logins_by_user := Count(by user_id last day)`, and its records. */
export interface OpenedDoor {
  readonly door: EventDoor;
  /** What was recorded so far. */
  records(): readonly TrackedRecord[];
  /** From now on the place of record refuses, or takes again. */
  refuse(isRefusing: boolean): void;
}

const COUNTED = { isDry: false, wantsFeatures: true };
const DRY = { isDry: true, wantsFeatures: true };
const AT_MS = 1_763_000_000_000;

/** What every door for events from back ends must do. `open` gives a new one, with nothing counted. */
export function eventDoorContract(name: string, open: () => Promise<OpenedDoor>): void {
  const login = (id: string, data: JsonObject, fields: Partial<IncomingEvent> = {}): IncomingEvent => ({
    ...{ type: 'login', id, scope: { livemode: false, account: null }, atMs: AT_MS, receivedAtMs: AT_MS, data },
    ...fields,
  });

  describe(`the contract of the door for events on ${name}`, () => {
    let opened: OpenedDoor;
    beforeEach(async () => {
      opened = await open();
    });
    const countOf = async (event: IncomingEvent, wish = COUNTED) =>
      (await opened.door.take(event, wish)).features.logins_by_user;

    it('gives features that count the event itself, where they are wanted', async () => {
      expect(await countOf(login('1', { user_id: 'u' }))).toBe(1);
      expect(await countOf(login('2', { user_id: 'u' }))).toBe(2);
      const silent = await opened.door.take(login('3', { user_id: 'u' }), { isDry: false, wantsFeatures: false });
      expect(silent).toMatchObject({ features: {}, missing: {} });
      expect(await countOf(login('4', { user_id: 'u' }))).toBe(4);
    });

    it('has recorded an event once it is taken, with what it was, personal values concealed', async () => {
      await opened.door.take(
        login('1', { user_id: 'u', email: 'a@b.example', client: { ip: '203.0.113.9' } }),
        COUNTED,
      );
      const [record] = opened.records();
      expect(record).toMatchObject({
        ...{ kind: 'tracked', id: '1', type: 'login', livemode: false, account: null },
        ...{ time: AT_MS, received_at: AT_MS },
        inputs: { user_id: 'u', 'client.ip': '203.0.113.9', email: expect.stringMatching(/^hmac_/) },
      });
      expect(JSON.stringify(record)).not.toContain('a@b.example');
    });

    it('counts an event once, however often it comes', async () => {
      await opened.door.take(login('1', { user_id: 'u' }), COUNTED);
      const again = await opened.door.take(login('1', { user_id: 'u' }), COUNTED);
      expect(again.features.logins_by_user).toBe(1);
      expect(again.isDuplicate).not.toBe(false);
      expect(await countOf(login('2', { user_id: 'u' }))).toBe(2);
    });

    it('neither counts nor records an event that it only looks at', async () => {
      expect(await countOf(login('1', { user_id: 'u' }), DRY)).toBe(1);
      expect(await countOf(login('2', { user_id: 'u' }), DRY)).toBe(1);
      expect(opened.records()).toEqual([]);
      expect(await countOf(login('3', { user_id: 'u' }))).toBe(1);
    });

    it('says why a feature is null', async () => {
      const taken = await opened.door.take(login('1', {}), COUNTED);
      expect(taken).toMatchObject({
        features: { logins_by_user: null },
        missing: { logins_by_user: 'no_key' },
        qualities: { logins_by_user: 'missing' },
      });
    });

    it('rejects while nothing can be recorded, and counts the event once when it is given again', async () => {
      opened.refuse(true);
      await expect(opened.door.take(login('1', { user_id: 'u' }), COUNTED)).rejects.toThrow();
      opened.refuse(false);
      expect(await countOf(login('1', { user_id: 'u' }))).toBe(1);
      expect(opened.records().map(({ id }) => id)).toContain('1');
      expect(await countOf(login('2', { user_id: 'u' }))).toBe(2);
    });

    it('keeps modes and accounts apart', async () => {
      const scopes = [
        { livemode: false, account: null },
        { livemode: true, account: null },
        { livemode: false, account: 'acct_1' },
      ];
      for (const scope of scopes) expect(await countOf(login('1', { user_id: 'u' }, { scope }))).toBe(1);
    });

    it('takes events of a type that no feature knows', async () => {
      const taken = await opened.door.take(login('1', { user_id: 'u' }, { type: 'something_else' }), COUNTED);
      expect(taken.features).toEqual({});
      expect(opened.records().map(({ type }) => type)).toEqual(['something_else']);
    });
  });
}
