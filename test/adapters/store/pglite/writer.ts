import { openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { createDatabaseSink } from '../../../../src/adapters/store/database/sink.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { decisionText } from '../database/fixtures.ts';

// A process for crash.test.ts: records decisions on PGlite until it is killed, and prints the ids acknowledged.
const [dataDir = '', prefix = ''] = process.argv.slice(2);
const database = openDatabase({ url: null, dataDir, alarms: createTestAlarms(), clock: realClock });
await database.ready();
const sink = createDatabaseSink(database);
for (let turn = 0; ; turn += 4) {
  await Promise.all(
    [0, 1, 2, 3].map(async (lane) => {
      const id = `${prefix}_${turn + lane}`;
      await sink.record(decisionText(id));
      process.stdout.write(`${id}\n`);
    }),
  );
}
