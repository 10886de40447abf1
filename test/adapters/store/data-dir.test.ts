import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptHashKey } from '../../../src/adapters/store/data-dir.ts';
import { lockDataDir } from '../../../src/adapters/store/lock.ts';
import { temporaryFolder } from '../../support/folder.ts';

test('the key for concealing is made once, for us alone, and kept', () => {
  const dir = temporaryFolder();
  const key = keptHashKey(dir);
  expect(key.length).toBeGreaterThan(40);
  expect(keptHashKey(dir)).toBe(key);
  expect(statSync(join(dir, 'hash.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dir, 'hash.key'), 'utf8').trim()).toBe(key);
});

test('an empty key is refused: everybody could conceal under it', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'hash.key'), '');
  expect(() => keptHashKey(dir)).toThrow('holds no key; put the one from your backup there, or set HASH_KEY');
});

test('a data folder that is a file is refused with what to set', () => {
  const file = join(temporaryFolder(), 'x');
  writeFileSync(file, '');
  expect(() => lockDataDir(file)).toThrow(/can't be the data folder .*; set DATA_DIR to another one/);
});

test('a data folder is made with those above it, for us alone', () => {
  const dir = join(temporaryFolder(), 'a', 'b');
  lockDataDir(dir).release();
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

// Node's own way of making several folders at once never comes back from there.
test.skipIf(process.platform !== 'linux')('a data folder where there can be none is refused at once', () => {
  for (const dir of ['/proc/x', '/proc/x/y']) {
    expect(() => lockDataDir(dir)).toThrow(/can't be the data folder \(ENOENT.*; set DATA_DIR to another one/);
  }
});
