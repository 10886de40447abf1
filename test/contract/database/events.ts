import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { eventText } from '../../adapters/store/database/fixtures.ts';

/** Events are written once for what they say. */
export function eventsContract(database: () => Database): void {
  const write = (...texts: string[]) => writeRecords(database().pool, texts);
  const count = async () => {
    const { rows } = await database().pool.query<{ count: string }>('select count(*) from events');
    return Number(rows[0]?.count);
  };
  const storedEvents = async () => {
    const { rows } = await database().pool.query<{ id: string }>('select id from events order by seq');
    return rows.map(({ id }) => id);
  };

  describe('events', () => {
    /** Steps are `content` or `content@created`; ids are evt_0, evt_1 …; `|` begins another batch. */
    const cases: [name: string, steps: string, stored: string][] = [
      ['a change back and forth is kept', 'A B A B', '0 1 2 3'],
      ['a repeat under a second id is not stored again', 'A A B B B', '0 2'],
      ['a repeat in a later batch is not stored again', 'A | A B | B | A', '0 2 4'],
      ['a repeat is recognised across several batches', 'A | B | A | A', '0 1 2'],
      ['an older event that comes late is compared with what was before it', 'A@1 B@3 | A@2', '0 1'],
      ['an older event that comes late and says something new is stored', 'A@1 B@3 | C@2', '0 1 2'],
    ];

    it.each(cases)('%s: %s', async (_name, steps, stored) => {
      let index = 0;
      for (const batch of steps.split('|')) {
        await write(
          ...batch
            .trim()
            .split(' ')
            .map((step) => {
              const [content, created] = step.split('@');
              const turn = index++;
              return eventText(`evt_${turn}`, {
                content,
                created: Number(created ?? 0),
                received_at: turn,
              });
            }),
        );
      }
      expect(await storedEvents()).toEqual(stored.split(' ').map((turn) => `evt_${turn}`));
    });

    it('sent again beside a new one do not hide what was said in between', async () => {
      const first = eventText('evt_1', { content: 'A', received_at: 1 });
      await write(first);
      await write(eventText('evt_2', { content: 'B', received_at: 2 }));
      await write(first, eventText('evt_3', { content: 'B', received_at: 3 }));
      await write(first, eventText('evt_4', { content: 'A', received_at: 4 }));
      expect(await storedEvents()).toEqual(['evt_1', 'evt_2', 'evt_4']);
    });

    it('of another type, object or scope are no repeats', async () => {
      const same = { content: 'same' };
      await write(
        eventText('evt_1', same),
        eventText('evt_2', { ...same, object_id: 'iauth_2' }),
        eventText('evt_3', { ...same, type: 'issuing_authorization.created' }),
        eventText('evt_4', { ...same, livemode: true }),
        eventText('evt_5', { ...same, account: 'acct_1' }),
        eventText('evt_6', { ...same, object_id: null }),
      );
      expect(await count()).toBe(6);
    });

    it('are stored as a plain reading of the rule would, however they are cut into batches', async () => {
      const event = fc.record({ object: fc.constantFrom('x', 'y'), content: fc.constantFrom('A', 'B') });
      await fc.assert(
        fc.asyncProperty(
          fc.array(event, { minLength: 1, maxLength: 12 }),
          fc.array(fc.nat(12), { maxLength: 4 }),
          async (events, cuts) => {
            await database().pool.query('truncate events restart identity');
            const last = new Map<string, string>();
            const expected = events.flatMap(({ object, content }, index) => {
              const isRepeat = last.get(object) === content;
              last.set(object, content);
              return isRepeat ? [] : [`evt_${index}`];
            });
            const texts = events.map(({ object, content }, index) =>
              eventText(`evt_${index}`, { object_id: object, content, received_at: index }),
            );
            const bounds = [0, ...cuts.toSorted((a, b) => a - b), texts.length];
            for (const [turn, start] of bounds.entries()) await write(...texts.slice(start, bounds[turn + 1]));
            expect(await storedEvents()).toEqual(expected);
            // All of it once more, as after a crash before the acknowledgement.
            await write(...texts);
            expect(await storedEvents()).toEqual(expected);
          },
        ),
        { seed: 7, numRuns: 40 },
      );
    });
  });
}
