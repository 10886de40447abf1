import { afterAll, expect, test } from 'vitest';
import { findDecision } from '../../../src/adapters/store/database/answers.ts';
import { openDatabase } from '../../../src/adapters/store/database/open.ts';
import { lockDataDir } from '../../../src/adapters/store/lock.ts';
import { shipRecords } from '../../../src/adapters/store/shipping.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { decisionText } from './database/fixtures.ts';

const { dir, remove } = createTemporaryDir();
const lock = lockDataDir(dir);
const alarms = createTestAlarms();
const database = openDatabase({ url: null, dataDir: dir, alarms, clock: realClock });
afterAll(async () => {
  await database.close();
  lock.release();
  remove();
});

test('a second answer to an ask is kept beside the first, is an alarm, and is shipped again without effect', async () => {
  await database.ready();
  await shipRecords(database.pool, [decisionText('first')], alarms);
  const second = decisionText('second', { event: 'evt_first', outcome: 'decline' });
  for (let time = 0; time < 2; time += 1) await shipRecords(database.pool, [second, decisionText('other')], alarms);
  expect((await findDecision(database.pool, 'first'))?.record).toMatchObject({
    event: 'evt_first',
    outcome: 'approve',
  });
  expect((await findDecision(database.pool, 'second'))?.record).toMatchObject({
    event: null,
    ask: null,
    authorization: 'iauth_second',
    outcome: 'decline',
    second_answer_to: 'first',
  });
  expect(await findDecision(database.pool, 'other')).not.toBeNull();
  expect(alarms.details('answered_twice')[0]).toEqual({ first: 'first', second: 'second' });
});
