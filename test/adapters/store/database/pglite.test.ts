import { afterAll } from 'vitest';
import { openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { databaseContract } from '../../../contract/database.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { createTemporaryDir } from '../../../support/folder.ts';

const { dir, remove } = createTemporaryDir();
afterAll(remove);

databaseContract('PGlite', async () => {
  const database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
  return database;
});
