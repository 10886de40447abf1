import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { findDecision } from '../../../../src/adapters/store/database/answers.ts';
import { openDatabase } from '../../../../src/adapters/store/database/open.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { realClock } from '../../../support/clock.ts';
import { createTemporaryDir } from '../../../support/folder.ts';

/** Runs the writer until it acknowledged so many records, kills it, and gives every id that it acknowledged. */
async function writeUntilKilled(dataDir: string, prefix: string, killAfter: number): Promise<string[]> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./writer.ts', import.meta.url)), dataDir, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === killAfter) child.kill('SIGKILL');
  }
  return acknowledged;
}

it('finds everything acknowledged after SIGKILL under load, again and again', { timeout: 60_000 }, async () => {
  const { dir, remove } = createTemporaryDir();
  onTestFinished(remove);
  const acknowledged: string[] = [];
  for (const [round, killAfter] of [37, 211, 90].entries()) {
    acknowledged.push(...(await writeUntilKilled(dir, `round${round}`, killAfter)));
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(37 + 211 + 90);
  const database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
  await database.ready();
  const found = await Promise.all(acknowledged.map((id) => findDecision(database.pool, id)));
  expect(acknowledged.filter((_, index) => found[index] === null)).toEqual([]);
  await database.close();
});
