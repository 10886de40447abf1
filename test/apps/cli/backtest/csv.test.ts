import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backtestCsv } from '../../../../src/apps/cli/backtest/csv.ts';
import { readCsv } from '../../../../src/apps/cli/labels/csv.ts';
import { csvRecord } from '../../../../src/core/domain/csv.ts';
import { backtestResult, comparison, rule } from './results.ts';

/** Records of a CSV text, by their columns. */
async function rowsOf(text: string): Promise<Record<string, string>[]> {
  async function* lines() {
    yield* text.split('\r\n').slice(0, -1);
  }
  const records: (readonly string[])[] = [];
  for await (const record of readCsv(lines(), ',')) {
    if ('problem' in record) throw new Error(record.problem);
    records.push(record.cells);
  }
  const [head = [], ...rest] = records;
  expect(rest.filter((cells) => cells.length !== head.length)).toEqual([]);
  return rest.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
}

describe('a backtest as CSV', () => {
  test('is one table of measurements, each in its unit', async () => {
    const rows = await rowsOf(backtestCsv(backtestResult()));
    const find = (wanted: Record<string, string>) =>
      rows.filter((row) => Object.entries(wanted).every(([name, value]) => row[name] === value));
    const [scores] = find({ table: 'scores', measure: 'authorizations', unit: 'authorizations' });
    expect(scores).toMatchObject({ fraud_stopped: '899', good_stopped: '3662', precision: '0.197106', week: '' });
    const [money] = find({ table: 'scores', measure: 'purchases', unit: 'usd' });
    expect(money).toMatchObject({ fraud_stopped: '263750', good_approved: '8340515.2', precision: '' });
    const [allowed] = find({ table: 'rules', name: 'trusted_merchant', measure: 'marginal', unit: 'usd' });
    expect(allowed).toMatchObject({ says: 'allow', mode: 'live', kind: 'rule', fraud: '-937.5', good: '-13610.4' });
    expect(find({ table: 'rule_weeks', name: 'guessed_card_numbers' })).toHaveLength(13);
    expect(find({ table: 'weeks' }).map(({ week }) => week)[0]).toBe('2026-02-02');
    expect(find({ table: 'apart', name: 'unknowable', unit: 'usd' })[0]).toMatchObject({
      count: '99123',
      stopped: '41234',
    });
    expect(find({ table: 'capacity', name: 'challenges' })[0]).toMatchObject({ unit: 'a day', count: '10' });
    expect(new Set(rows.map(({ side }) => side))).toEqual(new Set(['policy']));
  });

  test('of two policies holds both, and what differs', async () => {
    const rows = await rowsOf(backtestCsv(backtestResult({ against: comparison() })));
    const changes = rows.filter(({ table }) => table === 'changes');
    expect(changes.map(({ name, unit, count }) => [name, unit, count])).toEqual([
      ['same', 'authorizations', '199445'],
      ['approve to decline', 'authorizations', '9238'],
      ['approve to decline', 'usd', ''],
      ['challenge to approve', 'authorizations', '3'],
      ['challenge to approve', 'usd', ''],
    ]);
    expect(rows.filter(({ side, table }) => side === 'against' && table === 'weeks')).toHaveLength(13);
  });

  test.each(['=1+1', '+1', '-cmd', '@sum(a)', '\tx'])('makes no formula of a rule called %j', async (id) => {
    const text = backtestCsv(backtestResult({ rules: [rule(id)] }));
    const names = (await rowsOf(text)).flatMap(({ name = '' }) => (name.includes(id.slice(1)) ? [name] : []));
    expect(new Set(names)).toEqual(new Set([`'${id}`]));
  });
});

describe('a record of CSV', () => {
  test('leaves numbers as they are and what is nothing empty', () => {
    expect(csvRecord([-1.5, null, 0, 'a'])).toBe('-1.5,,0,a\r\n');
  });

  test('reads as what was written, and never begins as a formula', async () => {
    // An apostrophe that was there before is not told from one that was added.
    const text = fc.string().filter((cell) => !cell.startsWith("'"));
    const cells = fc.array(text, { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cells, async (written) => {
        async function* lines() {
          yield* csvRecord(written).slice(0, -2).split('\n');
        }
        for await (const record of readCsv(lines(), ',')) {
          if ('problem' in record) throw new Error(record.problem);
          expect(record.cells.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual(written);
          expect(record.cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
        }
      }),
    );
  });
});
