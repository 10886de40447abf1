import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { lookAtOrder, sortByTime } from '../../../../src/apps/cli/replay/order.ts';
import { readRows } from '../../../../src/apps/cli/rows.ts';
import { collect } from '../../../support/collect.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { askEvent } from '../../../support/stripe.ts';
import { ask, login, ndjson } from './history-lines.ts';

const rowsOf = (lines: readonly (object | string)[]) => readRows(Readable.from([ndjson(lines)]));
const TEST = { livemode: false, account: null };
// Of 1970, and of no interest.
const OLD_CARD = askEvent({ object: 'issuing.card', id: 'ic_9' }, { type: 'issuing_card.created', created: 1 });

describe('a look at the order', () => {
  test.each([
    ['of ties', [ask('a', 1), login('l', 1, {}), ask('b', 1)], true],
    ['of what is not counted', [ask('a', 1), OLD_CARD, 'nonsense', ask('b', 2)], true],
    ['of a login a moment late', [ask('a', 1), login('l', 0.999, {})], false],
  ])('%s', async (_what, lines, isInOrder) => {
    expect(await lookAtOrder(rowsOf(lines))).toEqual({ isInOrder, scope: TEST });
  });

  test('ends with the first that is late, and with it what is known of the asks', async () => {
    const rows = rowsOf([login('l1', 1, {}), login('l2', 0, {}), ask('a', 1), 'nonsense']);
    expect(await lookAtOrder(rows)).toEqual({ isInOrder: false, scope: null });
    expect((await rows.next()).done).toBe(true);
  });
});

test('bringing into order leaves out what can not be read, and tells its line', async () => {
  const told: string[] = [];
  const lines = [ask('b', 2), 'nonsense', OLD_CARD, ask('a', 1), { object: 'event' }];
  const sorted = await sortByTime(rowsOf(lines), temporaryFolder(), (line, problem) => told.push(`${line} ${problem}`));
  expect(sorted).toMatchObject({ scope: TEST, late: 1, ignored: 1 });
  expect(told).toEqual([expect.stringMatching(/^2 not JSON/), '5 neither an event nor an authorization']);
  const ids = (await collect(sorted.lines.texts())).map((text) => JSON.parse(text).id);
  expect(ids).toEqual(['evt_a', 'evt_b']);
});
