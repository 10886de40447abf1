import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Journal, openJournal } from '../../../../src/adapters/store/journal/journal.ts';
import { segmentPath } from '../../../../src/adapters/store/journal/segments.ts';
import { type ShipperOptions, startShipper } from '../../../../src/adapters/store/journal/shipper.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import { createTestAlarms } from '../../../support/alarms.ts';
import { createManualClock, realClock } from '../../../support/clock.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { idOf, lineOf, putSegment, recordOf, segmentNames, until } from './stage.ts';

const many = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `r${from + i}`);

/** A database in memory: idempotent by id, all or none, and as unwilling as it is told. */
function memoryDatabase() {
  const rows = new Map<string, string>();
  const calls: number[] = [];
  let answer = async (_ids: readonly string[]): Promise<void> => undefined;
  return {
    rows,
    calls,
    ids: () => [...rows.keys()],
    async write(records: readonly string[]) {
      calls.push(records.length);
      await answer(records.map(idOf));
      for (const record of records) rows.set(idOf(record), record);
    },
    answerWith(next: (ids: readonly string[]) => Promise<void>) {
      answer = next;
    },
  };
}

async function setUp(options: Partial<ShipperOptions> & { dir: string; segmentBytes?: number }) {
  const { dir, segmentBytes = 4_000, clock = realClock } = options;
  const alarms = createTestAlarms();
  const database = memoryDatabase();
  const journal: Journal = await openJournal({ dir, alarms, clock: realClock, segmentBytes, retryMs: 1 });
  const begin = () => {
    const shipper = startShipper({
      ...{ journal, dir, alarms, write: database.write, batchRecords: 7, intervalMs: 1, retryMs: 1 },
      ...options,
      clock,
    });
    onTestFinished(() => shipper.close());
    return shipper;
  };
  onTestFinished(() => journal.close());
  const append = async (ids: readonly string[]) => {
    for (const id of ids) await journal.append(recordOf(id, 400));
  };
  return { alarms, database, journal, begin, append };
}

const shippedIn = async (dir: string): Promise<unknown> =>
  JSON.parse(await readFile(join(dir, 'shipped.json'), 'utf8'));

describe('the shipper', () => {
  it('leaves nothing of what is shipped behind, once a new segment was begun', async () => {
    const dir = temporaryFolder();
    const { append, begin, journal, database } = await setUp({ dir, segmentBytes: 1_000_000 });
    const shipper = begin();
    await append(many(20));
    await shipper.drained();
    expect(await segmentNames(dir)).toEqual(['00000001.journal']);
    await Promise.all([
      journal.turnOver(recordOf('t1', 40)),
      append(many(5, 20)),
      journal.turnOver(recordOf('t2', 40)),
    ]);
    await append(many(3, 25));
    await journal.turnOver(recordOf('t3', 40));
    await shipper.drained();
    const left = await segmentNames(dir);
    expect(left).toHaveLength(1);
    expect(await readFile(join(dir, left[0] ?? ''), 'utf8')).not.toMatch(/r\d/);
    expect(database.ids().filter((id) => id.startsWith('r'))).toEqual(many(28));
  });

  it('brings every record into the database, in order, as it is, and deletes the closed segments', async () => {
    const dir = await temporaryFolder();
    const { journal, database, begin, append } = await setUp({ dir });
    await append(many(50));
    const shipper = begin();
    await shipper.drained();
    await append(many(50, 50));
    await shipper.drained();
    expect(database.ids()).toEqual(many(100));
    expect(database.rows.get('r77')).toBe(recordOf('r77', 400));
    expect(Math.max(...database.calls)).toBe(7);
    const { segment, bytes } = journal.status();
    await until(async () => (await segmentNames(dir)).length === 1);
    expect(await segmentNames(dir)).toEqual([`${String(segment).padStart(8, '0')}.journal`]);
    expect(await shippedIn(dir)).toEqual({ segment, offset: bytes, isDamaged: false });
    expect(journal.status().unshippedBytes).toBe(0);
  });

  it('ships what earlier processes left, torn tails dropped, before its own', async () => {
    const dir = await temporaryFolder();
    await writeFile(segmentPath(dir, 1), (await putSegment(dir, 1, ['a', 'b', 'torn'])).subarray(0, -9));
    await putSegment(dir, 4, ['c']);
    const { alarms, database, journal, begin, append } = await setUp({ dir });
    await append(['d']);
    await begin().drained();
    expect(database.ids()).toEqual(['a', 'b', 'c', 'd']);
    expect(await segmentNames(dir)).toEqual(['00000005.journal']);
    expect(journal.status().unshippedBytes).toBe(0);
    expect(alarms.raised).toEqual([]);
  });

  it('begins where it stood; a segment whose records are all through is deleted without shipping it again', async () => {
    const dir = await temporaryFolder();
    const content = await putSegment(dir, 1, ['a', 'b', 'c']);
    const line = content.length / 3;
    await writeFile(join(dir, 'shipped.json'), JSON.stringify({ segment: 1, offset: 2 * line, isDamaged: false }));
    const first = await setUp({ dir });
    await first.begin().drained();
    expect(first.database.ids()).toEqual(['c']);

    // As a kill between the acknowledgement and the deletion leaves it.
    const other = await temporaryFolder();
    await putSegment(other, 1, ['a', 'b', 'c']);
    await writeFile(join(other, 'shipped.json'), JSON.stringify({ segment: 1, offset: 3 * line, isDamaged: false }));
    const second = await setUp({ dir: other });
    await second.begin().drained();
    expect(second.database.calls).toEqual([]);
    expect(await segmentNames(other)).toEqual(['00000002.journal']);
  });

  it('ships again what was acknowledged when it ended before it could note that', async () => {
    const dir = await temporaryFolder();
    const { database, begin, append } = await setUp({ dir });
    await append(many(5));
    let ended: Promise<void> | null = null;
    const shipper = begin();
    database.answerWith(async () => {
      ended ??= shipper.close();
    });
    await until(() => ended !== null);
    await ended;
    expect(database.ids()).toEqual(many(5));
    database.answerWith(async () => undefined);
    await begin().drained();
    expect(database.calls).toEqual([5, 5]);
    expect(database.ids()).toEqual(many(5));
  });

  it.each([
    ['no JSON', '{"segment":'],
    ['another shape', '{"segment":"1"}'],
    ['an offset behind the end', '{"segment":1,"offset":100000,"isDamaged":false}'],
    ['an offset within a line', '{"segment":1,"offset":30,"isDamaged":false}'],
    ['a segment that is gone', '{"segment":9,"offset":0,"isDamaged":false}'],
    ['a later segment than the oldest', '{"segment":2,"offset":0,"isDamaged":false}'],
  ])('begins with the oldest segment when the place it kept is %s', async (_, kept) => {
    const dir = await temporaryFolder();
    await putSegment(dir, 1, ['a', 'b']);
    await putSegment(dir, 2, ['c']);
    await writeFile(join(dir, 'shipped.json'), kept);
    const { database, begin } = await setUp({ dir });
    await begin().drained();
    expect(database.ids()).toEqual(['a', 'b', 'c']);
  });

  it('sets a damaged segment aside for a person once its good records are through, also over a restart', async () => {
    const dir = await temporaryFolder();
    const ids = many(30);
    const content = await putSegment(dir, 1, ids, 100);
    const line = lineOf(recordOf('r0', 100)).length;
    content[2 * line + 20] = (content[2 * line + 20] ?? 0) ^ 1;
    await writeFile(segmentPath(dir, 1), content);
    const { alarms, database, begin } = await setUp({ dir });
    const shipper = begin();
    database.answerWith(async (batch) => {
      if (batch.includes('r16')) throw new Error('not now');
    });
    await until(() => database.ids().length === 14);
    await shipper.close();
    database.answerWith(async () => undefined);
    await begin().drained();
    expect(database.ids()).toEqual(ids.filter((id) => id !== 'r2'));
    expect(alarms.details('journal_corrupt')).toEqual([{ segment: 1, fromOffset: 2 * line, toOffset: 3 * line }]);
    expect(await segmentNames(dir)).toEqual(['00000001.journal.damaged', '00000002.journal']);
    expect(await readFile(join(dir, '00000001.journal.damaged'))).toEqual(content);
  });

  it('takes a bad end of its own process’s segment for damage, since that was durable; and a vanished file, too', async () => {
    const dir = await temporaryFolder();
    const { alarms, database, journal, begin, append } = await setUp({ dir });
    await append(many(3));
    const content = await readFile(segmentPath(dir, 1));
    content[content.length - 5] = 0;
    await writeFile(segmentPath(dir, 1), content);
    const shipper = begin();
    await shipper.drained();
    await shipper.close();
    expect(database.ids()).toEqual(many(2));
    expect(alarms.details('journal_corrupt')).toMatchObject([{ segment: 1, toOffset: journal.status().bytes }]);
    await append(many(1, 3));
    await rm(segmentPath(dir, 1));
    await begin().drained();
    expect(alarms.details('journal_corrupt')[1]).toEqual({
      segment: 1,
      fromOffset: 0,
      toOffset: journal.status().bytes,
    });
  });
});

describe('a database in trouble', () => {
  it('that rejects is asked again until it takes the records; nothing is lost, and nothing overtakes', async () => {
    const dir = await temporaryFolder();
    const { alarms, database, journal, begin, append } = await setUp({ dir });
    await append(many(20));
    database.answerWith(async () => {
      if (database.calls.length < 30) throw Object.assign(new Error('shutting down'), { code: '57P01' });
    });
    const shipper = begin();
    await until(() => database.calls.length > 20);
    expect(await segmentNames(dir)).toContain('00000001.journal');
    expect(journal.status().unshippedBytes).toBeGreaterThan(0);
    await append(many(5, 20));
    await shipper.drained();
    expect(database.ids()).toEqual(many(25));
    expect(alarms.raised).toEqual([]);
  });

  it('that hangs is asked again beside the silent attempt, and whichever answers first counts', async () => {
    const dir = await temporaryFolder();
    const clock = createManualClock();
    const { database, begin, append } = await setUp({ dir, clock });
    await append(many(3));
    const silent: (() => void)[] = [];
    database.answerWith(() => new Promise((resolve) => silent.push(resolve)));
    const shipper = begin();
    await until(() => silent.length === 1);
    await clock.advance(limits.shipHangMs);
    await until(() => silent.length === 2);
    silent[0]?.();
    await shipper.drained();
    expect(database.ids()).toEqual(many(3));
    expect(database.calls).toEqual([3, 3]);
  });

  it('doesn’t keep the shipper from closing, nor its waiters from being told', async () => {
    const { database, begin, append } = await setUp({ dir: await temporaryFolder() });
    await append(many(3));
    database.answerWith(() => new Promise(() => undefined));
    const shipper = begin();
    const drained = expect(shipper.drained()).rejects.toThrow('closed');
    await until(() => database.calls.length === 1);
    await shipper.close();
    await drained;
    await expect(shipper.drained()).rejects.toThrow('closed');
  });

  it('lets a backlog be told while it stands', async () => {
    const clock = createManualClock();
    const { alarms, database, begin, append } = await setUp({
      dir: await temporaryFolder(),
      clock,
      backlogAlarmBytes: 1_000,
    });
    await append(many(5));
    let isDown = true;
    database.answerWith(async () => {
      if (isDown) throw new Error('down');
    });
    const shipper = begin();
    await clock.advance(0);
    expect([...alarms.standing.keys()]).toEqual(['journal_backlog']);
    isDown = false;
    const drained = shipper.drained();
    await until(async () => {
      await clock.advance(1_000);
      return database.ids().length === 5;
    });
    await drained;
    await clock.advance(limits.shipRetryMs);
    expect(alarms.standing.size).toBe(0);
  });
});

describe('a record that the database refuses for itself', () => {
  it('is found, kept in refused.ndjson and told; all others go in, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 19 }), { maxLength: 6 }), async (numbers) => {
        const dir = await temporaryFolder();
        const poison = [...numbers].sort((a, b) => a - b).map((number) => `r${number}`);
        const { alarms, database, begin, append } = await setUp({ dir });
        await append(many(20));
        database.answerWith(async (ids) => {
          if (ids.some((id) => poison.includes(id))) throw Object.assign(new Error('value r'), { code: '22P05' });
        });
        const shipper = begin();
        await shipper.drained();
        await shipper.close();
        expect(database.ids()).toEqual(many(20).filter((id) => !poison.includes(id)));
        const refused = await readFile(join(dir, 'refused.ndjson'), 'utf8').catch(() => '');
        expect(refused).toBe(poison.map((id) => `${recordOf(id, 400)}\n`).join(''));
        expect(alarms.details('records_lost').map(({ id, code }) => [id, code])).toEqual(
          poison.map((id) => [id, '22P05']),
        );
      }),
      { numRuns: 15, seed: 20_261_121 },
    );
  });

  it('may be marked by the error itself', async () => {
    const dir = await temporaryFolder();
    const { database, begin, append } = await setUp({ dir });
    await append(many(3));
    database.answerWith(async (ids) => {
      if (ids.includes('r1')) throw Object.assign(new Error('too long'), { isPermanent: true });
    });
    await begin().drained();
    expect(database.ids()).toEqual(['r0', 'r2']);
  });
});

describe('the shipper’s pace', () => {
  /** A shipper over nine records whose first batch takes the database so long, and the rests that it takes. */
  async function ship(firstBatchMs: number) {
    const clock = createManualClock();
    const rests: number[] = [];
    const { database, begin, append } = await setUp({
      dir: await temporaryFolder(),
      segmentBytes: 1_000_000,
      intervalMs: 50,
      restFactor: 2,
      clock: {
        nowMs: clock.nowMs,
        after(ms, run) {
          // Rests end at once here; the silence of the database isn't waited for, and the backlog isn't looked at.
          if (ms !== limits.shipHangMs && ms !== limits.shipRetryMs) {
            rests.push(ms);
            setImmediate(run);
          }
          return () => undefined;
        },
      },
    });
    await append(many(9));
    database.answerWith(async () => await clock.advance(database.calls.length === 1 ? firstBatchMs : 10));
    begin();
    await until(() => rests.length >= 4);
    return { rests, database };
  }

  it('is a rest after each batch, as long as the batch took, and at least the interval when it wasn’t full', async () => {
    const { rests, database } = await ship(40);
    // The first is the look at the backlog.
    expect(rests.slice(0, 4)).toEqual([0, 80, 50, 50]);
    expect(database.calls).toEqual([7, 2]);
  });

  it('is no long rest after a batch that waited an hour for the database to come back', async () => {
    const { rests } = await ship(3_600_000);
    expect(rests[1]).toBe(limits.shipMaxRestMs);
  });
});
