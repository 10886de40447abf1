import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/folder.ts';
import { countersign } from '../../support/terminal.ts';

const SMALL = ['--days', '3', '--cardholders', '20', '--until', '2026-03-31'];

test('simulate --out writes a history into a file, and says what is in it', async () => {
  const file = join(temporaryFolder(), 'history.ndjson');
  const { code, out, err } = await countersign(['simulate', '--out', file, ...SMALL]);
  expect([code, out]).toEqual([0, '']);
  expect(err).toMatch(/day 3 of 3: /);
  expect(err).toMatch(/history\.ndjson: [\d,]+ authorizations, \d+ of them fraud, \d+ disputes, [\d,]+ lines\n$/);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const asked = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'issuing_authorization.request');
  expect(asked.length).toBeGreaterThan(50);
  const days = asked.map(({ created }) => new Date(created * 1000).toISOString().slice(0, 10));
  expect([...new Set(days)]).toEqual(['2026-03-29', '2026-03-30', '2026-03-31']);
});

test('simulate --out - writes to standard output', async () => {
  const { code, out } = await countersign(['simulate', '--out', '-', ...SMALL]);
  expect(code).toBe(0);
  expect(JSON.parse(out.slice(0, out.indexOf('\n')))).toMatchObject({ object: 'event' });
});

test('a history of one purchase is told in the singular', async () => {
  const { err } = await countersign([
    'simulate',
    '--out',
    '-',
    '--days',
    '1',
    '--cardholders',
    '1',
    '--seed',
    'a',
    '--until',
    '2026-03-31',
  ]);
  expect(err).toMatch(/: 1 authorization, 0 of them fraud, 0 disputes, \d+ lines\n/);
});

test('a folder that takes no file is refused before any work', async () => {
  const folder = temporaryFolder();
  const missing = await countersign(['simulate', '--out', join(folder, 'none', 'history.ndjson'), ...SMALL]);
  expect(missing).toMatchObject({
    code: 2,
    err: expect.stringContaining(`there is no folder ${join(folder, 'none')}`),
  });
  const itself = await countersign(['simulate', '--out', folder, ...SMALL]);
  expect(itself).toMatchObject({ code: 2, err: expect.stringContaining('is a folder') });
  expect(missing.err + itself.err).not.toContain('day 1');
});

test('a history that can not be written leaves what was there', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'history.ndjson');
  writeFileSync(file, 'an older history');
  const interrupted = await countersign(['simulate', '--out', file, ...SMALL], '', AbortSignal.abort());
  expect(interrupted).toMatchObject({ code: 1 });
  expect(interrupted.err).toContain('was not written');
  expect(readFileSync(file, 'utf8')).toBe('an older history');
  expect(existsSync(`${file}.unfinished`)).toBe(false);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test.each([
  [['simulate'], '--out FILE or --stripe is missing'],
  [['simulate', '--out', 'x', '--stripe'], 'exclude each other'],
  [['simulate', '--out', 'x', '--days', 'many'], '--days wants a number from 1 to 3650, not "many"'],
  [['simulate', '--out', 'x', '--until', '31.3.2026'], '--until wants a day such as 2026-06-30'],
  [['simulate', '--out', 'x', '--until', '2026-02-31'], '--until wants a day such as 2026-06-30'],
  [['simulate', '--out', 'x', '--json'], '--json goes with --stripe alone'],
  [['simulate', '--stripe', '--days', '3'], '--days goes with --out alone'],
  [['simulate', '--out', 'x', '--seed='], '--seed wants a text'],
  [['demo', '--seed='], '--seed wants a text'],
  [['demo', '--scenario', 'card-tasting'], 'did you mean "card-testing"?'],
  [['demo', '--speed', '0'], '--speed wants a number from 0.1'],
])('%j is wrong usage', async (words, message) => {
  const { code, err } = await countersign(words);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
