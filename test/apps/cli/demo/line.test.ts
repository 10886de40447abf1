import { describe, expect, test } from 'vitest';
import { formatMs, formatSpan, oneWide } from '../../../../src/apps/cli/demo/formats.ts';
import { decisionLine } from '../../../../src/apps/cli/demo/line.ts';
import { recentRow } from '../../../../src/apps/cli/demo/recent.ts';
import { render, widthOf } from '../../../../src/apps/cli/demo/styled.ts';
import { decided } from './events.ts';

describe('a decision as a line', () => {
  test('says when, what, how much, where, why and how fast', () => {
    expect(decisionLine(decided({ score: 83 }))).toBe(
      '14:03:22  declined    12.34 USD at Sample Rides (taxicabs limousines, US): fraud score 83 is above 50, 4.2 ms',
    );
  });

  test('of an approval that nothing stood against says no reason', () => {
    expect(decisionLine(decided({ tookMs: 31.4 }))).toBe(
      '14:03:22  approved    12.34 USD at Sample Rides (taxicabs limousines, US), 31 ms',
    );
  });

  test('says why an approval is to be reviewed', () => {
    const authorization = { risk_assessment: { card_testing_risk: { level: 'elevated' } } };
    expect(decisionLine(decided({ authorization }))).toMatch(
      /approved .*: to review: card testing risk level is elevated, 4.2 ms$/,
    );
  });

  test('says that the stand-in answered', () => {
    const record = { outcome: 'decline', answered_by: 'stand_in', reasons: ['decide_failed'] } as const;
    expect(decisionLine(decided({ record }))).toContain(': stand-in: the policy could not be evaluated, 4.2 ms');
  });

  test('of a purchase that could not be read says so', () => {
    const record = { amount_minor: null, currency: null, merchant_name: null, merchant_category: null } as const;
    const line = decisionLine(decided({ record: { ...record, merchant_country: null } }));
    expect(line).toBe('14:03:22  approved    an unreadable purchase at an unnamed merchant, 4.2 ms');
  });

  test("is one harmless line, whatever the merchant's name", () => {
    const name = 'A\u001b[2J\r\nB\u202e';
    const line = decisionLine(decided({ authorization: { merchant_data: { name } } }));
    expect(line).toContain('A\ufffd[2J\ufffd\ufffdB\ufffd');
  });
});

describe('a decision as a row', () => {
  const rowOf = (decision: ReturnType<typeof decided>, columns: number) => render(recentRow(decision, columns), false);

  test.each([
    [
      118,
      '14:03:22  declined        12.34 USD  Sample Rides  US' +
        '                fraud score 83 is above 50                 4.2 ms',
    ],
    [78, '14:03  declined        12.34 USD  Sample Rides   fraud score 83 is above 50'],
    [58, '14:03  declined        12.34 USD  fraud score 83 is above…'],
  ])('in %i columns keeps the reason longest', (columns, row) => {
    expect(rowOf(decided({ score: 83 }), columns)).toBe(row);
  });

  test('takes exactly its columns, whatever stands in it', () => {
    const name = '漢字のとても長い名前🙂 and a very long name besides, longer than the row';
    const wordy = decided({ score: 83, authorization: { merchant_data: { name } } });
    for (const columns of [58, 78, 98, 118, 158]) {
      for (const decision of [wordy, decided(), decided({ score: 99.12 })]) {
        expect(widthOf(recentRow(decision, columns))).toBe(columns);
      }
    }
  });
});

describe('figures', () => {
  test('of milliseconds have one decimal below ten', () => {
    expect([0.04, 4.21, 9.94, 9.96, 31.4, 1_969].map(formatMs)).toEqual([
      '0.0 ms',
      '4.2 ms',
      '9.9 ms',
      '10 ms',
      '31 ms',
      '1,969 ms',
    ]);
  });

  test('of time are in the units that matter', () => {
    expect([900, 48_000, 200_000, 7_500_000].map(formatSpan)).toEqual(['1 s', '48 s', '3 min 20 s', '2 h 5 min']);
  });

  test('text of others has one column a character', () => {
    expect(oneWide('Cafe\u0301 漢 🙂 ⌚ A\u0332')).toBe('Café ? ? ? A');
  });
});
