import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/table/database.ts';
import { temporaryFolder } from '../../support/folder.ts';

test('what does not fit into memory lies in the folder that was given, while it is open, and nowhere else', async () => {
  const folder = join(temporaryFolder(), "it's here");
  const database = await openDatabase(folder, 32);
  await database.run('CREATE TABLE hashes AS SELECT md5(range::VARCHAR) FROM range(1500000)');
  expect(readdirSync(folder)).not.toEqual([]);
  expect(existsSync('.tmp')).toBe(false);
  database.close();
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
});
