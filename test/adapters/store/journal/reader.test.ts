import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JournalRecord, readJournal } from '../../../../src/adapters/store/journal/reader.ts';
import { segmentPath } from '../../../../src/adapters/store/journal/segments.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { contentOf, idOf, idsIn, lineOf, putSegment, recordOf } from './stage.ts';

const many = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

describe('reading the journal at start', () => {
  it('finds nothing where there is no journal yet', async () => {
    expect(await idsIn(join(await temporaryFolder(), 'none'))).toEqual([]);
  });

  it('brings all records in the order of segments and lines, with their places, whatever the pieces', async () => {
    const dir = await temporaryFolder();
    const count = Math.ceil(limits.journalReadBytes / 700) * 2;
    await putSegment(dir, 11, ['last']);
    await putSegment(dir, 2, many(count), 997);
    await writeFile(join(dir, 'shipped.json'), '{}');
    const pieces: (readonly JournalRecord[])[] = [];
    for await (const records of readJournal(dir, createTestAlarms())) pieces.push(records);
    const records = pieces.flat();
    expect(records.map(({ text }) => idOf(text))).toEqual([...many(count), 'last']);
    expect(pieces.length).toBeGreaterThan(2);
    expect(records.at(-1)).toMatchObject({ segment: 11, endOffset: lineOf(recordOf('last')).length });
    expect(records[1]?.endOffset).toBe(2 * lineOf(recordOf('r1', 997)).length);
  });

  it('passes over the torn tail of any segment without a word', async () => {
    const dir = await temporaryFolder();
    const content = await putSegment(dir, 1, ['a', 'b', 'torn']);
    await writeFile(segmentPath(dir, 1), content.subarray(0, -3));
    await putSegment(dir, 2, ['c']);
    const alarms = createTestAlarms();
    expect(await idsIn(dir, alarms)).toEqual(['a', 'b', 'c']);
    expect(alarms.raised).toEqual([]);
  });

  it('tells of damage in mid-file, with its place, reads the good lines around it and leaves the file alone', async () => {
    const dir = await temporaryFolder();
    const content = await putSegment(dir, 1, ['a', 'b', 'c']);
    const lineBytes = content.length / 3;
    content[lineBytes + 20] = (content[lineBytes + 20] ?? 0) ^ 4;
    await writeFile(segmentPath(dir, 1), content);
    await putSegment(dir, 2, ['d']);
    const alarms = createTestAlarms();
    expect(await idsIn(dir, alarms)).toEqual(['a', 'c', 'd']);
    expect(alarms.details('journal_corrupt')).toEqual([{ segment: 1, fromOffset: lineBytes, toOffset: 2 * lineBytes }]);
    expect(await contentOf(dir, 1)).toBe(content.toString());
  });
});
