import { expect, test } from 'vitest';
import { writeCardholders } from '../../../../src/adapters/store/database/cards.ts';
import { readPhoneChanges } from '../../../../src/adapters/store/database/challenge-phones.ts';
import { MIGRATION_TABLE } from '../../../../src/adapters/store/database/migrate.ts';
import { openDatabase } from '../../../../src/adapters/store/database/open.ts';
import type { CardholderState } from '../../../../src/core/domain/cardholder-state.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { temporaryFolder } from '../../../support/folder.ts';

const NOW = 1_790_000_000_123;
const SCOPE = { livemode: false, account: null };

test('changes of phones from before there were questions are known as those of later', async () => {
  const dataDir = temporaryFolder();
  const open = async () => {
    const database = openDatabase({ url: null, dataDir, alarms: createTestAlarms(), clock: realClock });
    await database.ready();
    return database;
  };
  const states: readonly Partial<CardholderState>[] = [
    { absentMs: NOW - 5, presentMs: [NOW, NOW + 9] },
    { presentMs: [NOW, NOW] },
    { known: { phone: [false, NOW, 'event'] }, absentMs: NOW - 5, presentMs: [NOW, NOW] },
    { absentMs: NOW },
  ];
  const before = await open();
  const known: CardholderState['known'] = { phone: [true, NOW, 'ask'] };
  await writeCardholders(
    before.pool,
    states.map((state, index) => {
      return { scope: SCOPE, id: `ich_${index}`, state: { known, absentMs: null, presentMs: null, ...state } };
    }),
  );
  const written = await readPhoneChanges(before.pool, 0, 0, 9);
  // As a release had it that knew nothing of questions.
  await before.pool.query('alter table cardholders drop column phone_since, drop column revision');
  await before.pool.query(`delete from ${MIGRATION_TABLE} where name >= '0019'`);
  await before.close();

  const after = await open();
  const found = await readPhoneChanges(after.pool, 0, 0, 9);
  await after.close();
  const first = { scope: SCOPE, cardholder: 'ich_0', sinceMs: NOW };
  expect(written).toMatchObject([first]);
  expect(found).toMatchObject([first]);
}, 120_000);
