import { describe, expect, it } from 'vitest';
import { historyText } from '../../../../src/apps/cli/diff/history.ts';
import { table } from '../../../../src/apps/cli/remote/table.ts';
import { takeRows } from '../../../../src/apps/cli/remote/take-rows.ts';
import { timeOption } from '../../../../src/apps/cli/remote/when.ts';
import { differencesText } from '../../../../src/apps/cli/shadow/differences.ts';

const NOW_MS = Date.parse('2026-06-15T12:00:00Z');

describe('a time as an option', () => {
  it.each([
    ['2026-06-30', '2026-06-30T00:00:00.000Z'],
    ['2026-06-30T18:00+02:00', '2026-06-30T16:00:00.000Z'],
    ['30m', '2026-06-15T12:30:00.000Z'],
    ['4h', '2026-06-15T16:00:00.000Z'],
    ['7d', '2026-06-22T12:00:00.000Z'],
  ])('%s from now is %s', (given, expected) => {
    expect(timeOption('until', given, NOW_MS, 'ahead')).toBe(expected);
  });

  it('counts back where that is meant, and may be left out', () => {
    expect(timeOption('from', '24h', NOW_MS, 'ago')).toBe('2026-06-14T12:00:00.000Z');
    expect(timeOption('from', undefined, NOW_MS, 'ago')).toBeUndefined();
  });

  it.each(['', '4', 'h', '-4h', '2026-6-3', '2026-13-01', '2026-06-30T18:00', '1e3d', '999999d'])(
    'refuses "%s"',
    (given) => {
      expect(() => timeOption('until', given, NOW_MS, 'ahead')).toThrow(/--until wants a time such as/);
    },
  );
});

describe('a table', () => {
  it('is aligned, and no cell breaks out of its row', () => {
    expect(
      table(
        ['A', 'B'],
        [
          ['long one', 'x\ny'],
          ['s', ''],
        ],
      ),
    ).toBe('A         B\nlong one  x�y\ns\n');
  });

  it('has numbers to the right', () => {
    const rows = [
      ['a', '1,200', 'x'],
      ['b', '7', 'y'],
    ];
    expect(table(['NAME', 'COUNT', 'WHY'], rows, ['COUNT'])).toBe('NAME  COUNT  WHY\na     1,200  x\nb         7  y\n');
  });
});

describe('rows that come in pages', () => {
  async function* three({ limit }: { limit: number }) {
    yield* [1, 2, 3, 4].slice(0, Math.max(limit, 3));
  }

  it('are taken as far as wanted, and it is known whether there are more', async () => {
    expect(await takeRows(three, 2)).toEqual({ rows: [1, 2], isCut: true });
    expect(await takeRows(three, Number.POSITIVE_INFINITY)).toEqual({ rows: [1, 2, 3, 4], isCut: false });
  });
});

describe('what would have changed', () => {
  const none = { run: null, decisions: 0, changed: 0, unknown: 0, unrecorded: [], outcomes: [], examples: [] };

  it('is told in numbers, with examples and what can not be known', () => {
    const outcomes = [{ from: 'approve', to: 'decline', count: 1_200 } as const];
    const example = {
      ...{ authorization: 'iauth_1', asked_at: '2026-06-15T11:59:00.000Z', card: 'ic_1', merchant: null },
      ...{ amount: 500, currency: 'usd', portfolio: 'all', reasons: [], truth: 'good', new_reasons: ['casino'] },
      ...({ outcome: 'approve', new_outcome: 'decline' } as const),
    };
    const counts = { run: 'bt_1', decisions: 50_000, changed: 1_200, unknown: 3, unrecorded: ['amount'] };
    const history = { ...counts, outcomes, examples: [example] };
    expect(historyText(history, 30)).toBe(
      [
        'Of 50,000 decisions of the last 30 days, 1,200 would have been another:',
        '  approve → decline  1,200',
        "Of 3 it can't be told for sure: nothing read amount then, so it was not recorded.",
        '',
        'ASKED (UTC)       AUTHORIZATION  ANSWER             BECAUSE',
        '2026-06-15 11:59  iauth_1        approve → decline  casino',
        '',
      ].join('\n'),
    );
  });

  it('may be nothing', () => {
    expect(historyText(none, 1)).toBe('In the last day nothing was decided.\n');
    expect(historyText({ ...none, decisions: 1 }, 7)).toBe(
      'Of 1 decision of the last 7 days, none would have been another.\n',
    );
  });

  it('in shadow is counted, with the latest of them', () => {
    const side = (outcome: 'approve' | 'decline', reasons: string[]) => ({ outcome, reasons });
    const row = { decision: 'dec_1', version: 'pol_b', live_version: 'pol_a', asked_at: '2026-06-15T11:59:00.000Z' };
    const data = [{ ...row, live: side('approve', ['nothing_matched']), shadow: side('decline', ['casino']) }];
    const outcomes = [
      { live: 'approve', shadow: 'decline', count: 11 } as const,
      { live: 'decline', shadow: 'decline', count: 1 } as const,
    ];
    expect(differencesText({ data, next: 'x', total: 12, decisions: 1_200, outcomes })).toBe(
      [
        'It would have answered 12 of 1,200 asks otherwise:',
        '  approve → decline  11',
        '  decline, for other reasons  1',
        '',
        'The latest of them:',
        'ASKED (UTC)       DECISION  ANSWER             BECAUSE',
        '2026-06-15 11:59  dec_1     approve → decline  casino',
        '',
      ].join('\n'),
    );
  });
});
