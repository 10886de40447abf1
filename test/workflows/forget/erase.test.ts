import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '../../../src/adapters/store/database/api-keys.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { enqueue } from '../../../src/adapters/store/database/outbox.ts';
import { noteReply, takeMessage } from '../../../src/adapters/store/database/sms.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { type EraseOptions, erasePerson } from '../../../src/workflows/forget/erase.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { challengeOf, putChallenge } from '../../support/stored-challenges.ts';

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

const SCOPE = { livemode: false, account: null };
const FACTS = { has_rejected_challenge: false, allowance: null, unaskable: null, list_hits: [] };

/** An erasure where nobody but the database keeps anything; `changes` are who does. */
async function optionsOf(changes: Partial<EraseOptions> = {}) {
  const { pool } = database;
  const { id: author } = await createApiKey(pool, {
    ...{ name: 'admin', scopes: ['admin'], livemode: null, account: null, hash: randomUUID(), createdBy: 'system' },
  });
  const options: EraseOptions = {
    ...{ pool, clock: realClock, conceal: (text: string) => `hmac_${text}`, rates: () => new Map() },
    followed: async () => {},
    sweepJournal: async () => [],
    forgetCounts: async () => {},
    forgetClaims: async () => {},
    refreshLists: async () => {},
    forgetJobs: async () => 0,
    ...changes,
  };
  return { options, author };
}

test('an erasure that broke off because the queue was away is done again, and still knows whose jobs to take out', async () => {
  const { pool } = database;
  await writeRecords(pool, [
    decisionText('gone', { cardholder: 'ich_gone', card: 'ic_gone', attributes: {}, considered: [], facts: FACTS }),
  ]);
  let isAway = true;
  const asked: string[][] = [];
  const { options, author } = await optionsOf({
    async forgetJobs(ids) {
      if (isAway) throw new Error('the queue is away');
      asked.push([...ids]);
      return 0;
    },
  });
  const request = { scope: SCOPE, cardholder: 'ich_gone', also: [], author };
  await expect(erasePerson(options, request)).rejects.toThrow('the queue is away');
  isAway = false;
  expect((await erasePerson(options, request)).rows).toMatchObject({ decisions: 1 });
  expect(asked[0]).toEqual(expect.arrayContaining(['ich_gone', 'ic_gone', 'iauth_gone']));
});

test('an erasure forgets the claims of all asks, however many pages of decisions those are', async () => {
  const { pool } = database;
  const numbers = Array.from({ length: limits.holdingsPage + 1 }, (_, index) => index);
  const whose = { cardholder: 'ich_often', card: 'ic_often', attributes: {}, considered: [], facts: FACTS };
  await writeRecords(
    pool,
    numbers.map((number) => decisionText(`often_${number}`, whose)),
  );
  let forgotten = 0;
  const { options, author } = await optionsOf({
    forgetClaims: async (asks) => {
      forgotten += asks.length;
    },
  });
  await erasePerson(options, { scope: SCOPE, cardholder: 'ich_often', also: [], author });
  expect(forgotten).toBe(numbers.length);
});

test('an erasure takes out what names questions to the person alone, and every text from their phone that is not about others', async () => {
  const { pool } = database;
  const of = (word: string) => ({ card: `ic_${word}`, cardholder: `ich_${word}`, authorizationId: `iauth_${word}` });
  const askedOf = (id: string, phone: string, word: string) =>
    putChallenge(pool, challengeOf(id, Date.now(), { ...of(word), scope: SCOPE, phone, state: 'verified' }));
  await askedOf('chl_theirs', 'hmac_shared', 'asked');
  await askedOf('chl_others', 'hmac_shared', 'other');
  await enqueue(pool, [
    { name: 'send_challenge', key: 'theirs', data: { challenge: 'chl_theirs' } },
    { name: 'send_challenge', key: 'others', data: { challenge: 'chl_others' } },
  ]);
  const texts = { theirs: 'chl_theirs', others: 'chl_others', odd: null } as const;
  for (const [messageId, challengeId] of Object.entries(texts)) {
    await takeMessage(pool, { messageId, phone: 'hmac_shared', atMs: Date.now() });
    await noteReply(pool, { messageId, challengeId, reading: 'yes', effect: 'nothing' });
  }
  await takeMessage(pool, { messageId: 'said to be theirs', phone: 'hmac_+15555550123', atMs: Date.now() });
  await takeMessage(pool, { messageId: 'of somebody else', phone: 'hmac_another', atMs: Date.now() });

  const asked: string[][] = [];
  const { options, author } = await optionsOf({ forgetJobs: async (ids) => asked.push([...ids]) });
  const request = { scope: SCOPE, cardholder: 'ich_asked', also: ['+15555550123'], author };
  const { rows } = await erasePerson(options, request);
  expect(rows).toMatchObject({ challenges: 1, sms_replies: 3, outbox: 1 });
  expect(asked[0]).toContain('chl_theirs');
  const left = await pool.query('select message_id from sms_replies order by message_id');
  expect(left.rows).toEqual([{ message_id: 'of somebody else' }, { message_id: 'others' }]);
});
