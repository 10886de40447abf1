import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseWindow, historyChoices } from '../../../../src/apps/cli/history/choices.ts';

const DAY_MS = 86_400_000;
const at = (time: string) => Date.parse(time);
const YEAR = { rows: 1_200, firstMs: at('2025-01-01T00:00Z'), newestMs: at('2025-12-31T12:00Z') };
const MONTH = { ...YEAR, firstMs: at('2025-12-01T08:30Z') };

const windowOf = (values: Record<string, string>, about = YEAR) => {
  const chosen = chooseWindow('h.csv', about, historyChoices(values));
  if (chosen.window === null) throw new Error(chosen.problem);
  return [chosen.window.fromMs, chosen.window.toMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
};

const problemOf = (values: Record<string, string>, about = MONTH) => {
  const chosen = chooseWindow('h.csv', about, historyChoices(values));
  return chosen.window === null ? chosen.problem : null;
};

describe('the window of a history', () => {
  test.each([
    [{}, '2025-08-03T12:00', '2025-11-01T12:00'],
    [{ 'maturity-days': '30' }, '2025-09-02T12:00', '2025-12-01T12:00'],
    [{ from: '2025-03-01' }, '2025-03-01T00:00', '2025-11-01T12:00'],
    [{ to: '2025-06-01T06:00Z' }, '2025-03-03T06:00', '2025-06-01T06:00'],
    [{ from: '2025-03-01', to: '2025-04-01' }, '2025-03-01T00:00', '2025-04-01T00:00'],
    [{ from: '100d', to: '12h' }, '2025-09-22T12:00', '2025-12-31T00:00'],
  ])('of %j', (values, from, to) => {
    expect(windowOf(values)).toEqual([from, to]);
  });

  test('is noted where the history begins within it', () => {
    const about = { ...YEAR, firstMs: at('2025-10-02T12:00Z') };
    expect(chooseWindow('h.csv', about, historyChoices({}))).toMatchObject({
      note:
        'h.csv holds 1,200 rows from 2025-10-02 12:00 to 2025-12-31 12:00 (UTC): of the 90 days judged it covers the ' +
        'last 30 days',
    });
    expect(chooseWindow('h.csv', YEAR, historyChoices({}))).toMatchObject({ note: null });
  });

  test.each([
    [
      {},
      'h.csv holds 1,200 rows from 2025-12-01 08:30 to 2025-12-31 12:00 (UTC): none is in the 90 days that end 60 days ' +
        'before its newest row, 2025-08-03 12:00 to 2025-11-01 12:00\n' +
        'try: --from 2025-12-01 --to 2026-01-01 --maturity-days 0, if disputes are known by now, or --labels final, ' +
        'if the rows have is_fraud',
    ],
    [
      { to: '2025-06-01', 'maturity-days': '10' },
      'h.csv holds 1,200 rows from 2025-12-01 08:30 to 2025-12-31 12:00 (UTC): none is in what was chosen, 2025-03-03 ' +
        '00:00 to 2025-06-01 00:00\ntry: --from 2025-12-01 --to 2025-12-21',
    ],
  ])('that holds nothing names options that would do: %j', (values, problem) => {
    expect(problemOf(values)).toBe(problem);
  });

  test('is none where there are no rows', () => {
    expect(problemOf({}, { rows: 0, firstMs: null, newestMs: null } as never)).toBe(
      'h.csv holds no row that can be read',
    );
  });

  test('that is advised has rows, of whatever history', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 400 * DAY_MS }), fc.integer({ min: 0, max: 400 * DAY_MS }));
    const maturity = fc.integer({ min: 0, max: 90 }).map(String);
    fc.assert(
      fc.property(times, maturity, ([start, length], days) => {
        const about = { rows: 2, firstMs: YEAR.firstMs + start, newestMs: YEAR.firstMs + start + length };
        const problem = problemOf({ 'maturity-days': days }, about);
        if (problem === null) return;
        const [, from = '', to = ''] = /--from (\S+) --to (\S+)/.exec(problem) ?? [];
        expect(problemOf({ from, to }, about)).toBeNull();
      }),
    );
  });

  test.each([
    [{ from: 'yesterday' }, '--from wants a time such as'],
    [{ to: '2025-13-01' }, '--to wants a time such as'],
    [{ labels: 'knwon' }, '--labels knows no "knwon"; did you mean "known"?'],
    [{ 'maturity-days': '-1' }, '--maturity-days wants a number from 0 to 730'],
    [
      { from: '2025-03-01', to: '2025-02-01' },
      '--from must be before --to: the window would go from 2025-03-01 00:00 to 2025-02-01 00:00',
    ],
    [{ from: '30d' }, 'without --to it ends 60 days before the newest row'],
  ])('of %j is refused', (values, message) => {
    expect(() => windowOf(values as Record<string, string>)).toThrow(message);
  });
});
