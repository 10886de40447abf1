import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../src/apps/cli/replay/temporary-folder.ts';
import { temporaryFolder as ofTest } from '../../../support/folder.ts';

test('a temporary folder is made when it is asked for, and gone with what is in it', async () => {
  const parent = ofTest();
  const waiting = process.listenerCount('exit');
  {
    await using folder = temporaryFolder(parent);
    expect(readdirSync(parent)).toEqual([]);
    const path = await folder.path();
    expect(await folder.path()).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    writeFileSync(join(path, 'part'), 'of a history');
  }
  expect(readdirSync(parent)).toEqual([]);
  expect(process.listenerCount('exit')).toBe(waiting);
});

test('a temporary folder does not outlive its process', async () => {
  const before = process.listeners('exit');
  await using folder = temporaryFolder(ofTest());
  const path = await folder.path();
  const exits = process.listeners('exit').filter((listener) => !before.includes(listener));
  for (const exit of exits) exit(0);
  expect([exits.length, existsSync(path)]).toEqual([1, false]);
});
