import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../../../src/adapters/store/database/api-keys.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { type EraseOptions, erasePerson } from '../../../src/workflows/forget/erase.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';

const { dir, remove } = createTemporaryDir();
let database: Database;
beforeAll(async () => {
  database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
});
afterAll(async () => {
  await database.close();
  remove();
});

test('an erasure that broke off because the queue was away is done again, and still knows whose jobs to take out', async () => {
  const { pool } = database;
  const facts = { has_rejected_challenge: false, allowance: null, unaskable: null, list_hits: [] };
  await writeRecords(pool, [
    decisionText('gone', { cardholder: 'ich_gone', card: 'ic_gone', attributes: {}, considered: [], facts }),
  ]);
  const { id: author } = await createApiKey(pool, {
    ...{ name: 'admin', scopes: ['admin'], livemode: null, account: null, hash: 'x', createdBy: 'system' },
  });
  let isAway = true;
  const asked: string[][] = [];
  const options: EraseOptions = {
    ...{ pool, clock: realClock, conceal: (text: string) => `hmac_${text}`, rates: () => new Map() },
    followed: async () => {},
    sweepJournal: async () => [],
    forgetCounts: async () => {},
    forgetClaims: async () => {},
    refreshLists: async () => {},
    async forgetJobs(ids) {
      if (isAway) throw new Error('the queue is away');
      asked.push([...ids]);
      return 0;
    },
  };
  const request = { scope: { livemode: false, account: null }, cardholder: 'ich_gone', also: [], author };
  await expect(erasePerson(options, request)).rejects.toThrow('the queue is away');
  isAway = false;
  expect((await erasePerson(options, request)).rows).toMatchObject({ decisions: 1 });
  expect(asked[0]).toEqual(expect.arrayContaining(['ich_gone', 'ic_gone', 'iauth_gone']));
});
