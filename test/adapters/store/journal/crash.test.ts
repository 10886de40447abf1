import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/domain/random.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { durableIds, runAppendingChild } from './child.ts';
import { idOf, idsIn, segmentNames } from './stage.ts';

const SEED = 20_261_121;

describe('a process killed while it appends', () => {
  it(`leaves everything that it was told to be durable, whenever that is, again and again (seed ${SEED})`, async () => {
    const dir = await temporaryFolder();
    const random = createRandom(SEED);
    const acknowledged: string[] = [];
    for (let round = 0; round < 8; round++) {
      const killAfter = Math.floor(random() * 1_500);
      let durable = 0;
      const lines = await runAppendingChild({
        dir,
        name: `round${round}`,
        concurrency: 1 + Math.floor(random() * 32),
        count: 1_000_000,
        recordBytes: Math.floor(random() * 3_000),
        onLine: (line, kill) => {
          if (line.startsWith('durable') && durable++ === killAfter) kill();
        },
      });
      expect(lines).not.toContain('closed');
      acknowledged.push(...durableIds(lines));
      expect(durableIds(lines).length).toBeGreaterThan(killAfter);
    }
    const alarms = createTestAlarms();
    const found = new Set(await idsIn(dir, alarms));
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    expect(alarms.raised).toEqual([]);
  });

  it(`and ships leaves nothing that is neither in the database nor in the journal (seed ${SEED})`, async () => {
    const dir = await temporaryFolder();
    const database = join(await temporaryFolder(), 'database.ndjson');
    const random = createRandom(SEED);
    const acknowledged: string[] = [];
    for (let round = 0; round < 6; round++) {
      const killAfter = 500 + Math.floor(random() * 2_000);
      let durable = 0;
      const lines = await runAppendingChild({
        ...{ dir, database, name: `round${round}`, concurrency: 32, count: 1_000_000, recordBytes: 1_500 },
        onLine: (line, kill) => {
          if (line.startsWith('durable') && durable++ === killAfter) kill();
        },
      });
      acknowledged.push(...durableIds(lines));
      expect(lines.filter((line) => line.startsWith('raise'))).toEqual([]);
    }
    const shipped = (await readFile(database, 'utf8')).split('\n').slice(0, -1).map(idOf);
    const found = new Set([...shipped, ...(await idsIn(dir))]);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    // Whole segments were shipped and deleted on the way.
    expect((await segmentNames(dir))[0]).not.toBe('00000001.journal');
  });
});
