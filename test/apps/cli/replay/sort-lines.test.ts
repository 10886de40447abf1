import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSorter } from '../../../../src/apps/cli/replay/sort-lines.ts';
import { collect } from '../../../support/collect.ts';
import { createTemporaryDir, temporaryFolder } from '../../../support/folder.ts';

async function sorted(lines: readonly (readonly [number, string])[], folder: string, bounds?: Bounds) {
  const sorter = createLineSorter(folder, bounds);
  for (const [key, text] of lines) await sorter.add(key, text);
  const { bytes, texts } = await sorter.sorted();
  return { bytes, texts: await collect(texts()) };
}

type Bounds = NonNullable<Parameters<typeof createLineSorter>[1]>;

test('texts come in the order of their keys, those of one key as they were added, however little fits memory', async () => {
  const keys = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 });
  const bounds = fc.record({ bytes: fc.integer({ min: 1, max: 100 }), files: fc.integer({ min: 2, max: 5 }) });
  await fc.assert(
    fc.asyncProperty(keys, bounds, async (given, within) => {
      const { dir, remove } = createTemporaryDir();
      try {
        const lines = given.map((key, index) => [key, `${key}/${index}`] as const);
        const expected = lines.toSorted(([a], [b]) => a - b).map(([, text]) => text);
        expect((await sorted(lines, dir, within)).texts).toEqual(expected);
      } finally {
        remove();
      }
    }),
    { numRuns: 30 },
  );
});

test('any text comes back as it was, with tabs and the line ends of Unicode in it', async () => {
  const texts = ['\t', '{"a":"\u2028 \u00fc \u{1f600}"}', ''];
  const found = await sorted(
    texts.map((text, index) => [index, text] as const),
    temporaryFolder(),
    { bytes: 1, files: 2 },
  );
  expect(found.texts).toEqual(texts);
});

test('parts that were merged are gone, and what is there is nobody else to read', async () => {
  const folder = temporaryFolder();
  const lines = Array.from({ length: 20 }, (_, index) => [-index, `text ${index}`] as const);
  const { bytes } = await sorted(lines, folder, { bytes: 1, files: 3 });
  const parts = readdirSync(folder);
  expect(parts.length).toBeLessThanOrEqual(3);
  expect(bytes).toBe(parts.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0));
  expect(parts.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(parts.map(() => 0o600));
});

test('a part that can not be written is an error', async () => {
  await expect(sorted([[1, 'a']], join(temporaryFolder(), 'none'))).rejects.toThrow('ENOENT');
});
