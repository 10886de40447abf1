import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryRow } from '../../../src/core/history/row.ts';
import { truthOf } from '../../../src/core/history/truth.ts';
import { authorizationOf } from '../../support/asks.ts';

const DAY = 86_400_000;
const ASKED = authorizationOf().askedAtMs;
const NEWEST = ASKED + 100 * DAY;
const VIEW = { newestMs: NEWEST, maturityMs: 60 * DAY };

function row(changes: Partial<HistoryRow> = {}): HistoryRow {
  const nothing = { eventId: null, given: null, facts: null, wasApproved: true, isRefunded: false };
  return { authorization: authorizationOf(), ...nothing, disputedAtMs: null, isFraud: null, ...changes };
}

const known = (changes: Partial<HistoryRow>) => truthOf(row(changes), { kind: 'known', ...VIEW });

describe('a label whose time is known', () => {
  test('counts from then on, whoever said it: a YES makes a decline known to be wrong, a NO known to be right', () => {
    const declined = { wasApproved: false, labelledAtMs: NEWEST };
    expect(known({ ...declined, isFraud: false })).toBe('good');
    expect(known({ ...declined, isFraud: true })).toBe('fraud');
    expect(known({ wasApproved: false })).toBe('unknowable');
  });

  test('goes before an open dispute that it contradicts', () => {
    expect(known({ disputedAtMs: NEWEST - DAY, isFraud: false, labelledAtMs: NEWEST - DAY })).toBe('good');
  });

  test('from the future says nothing', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 400 * DAY }),
        (isFraud, wasApproved, laterMs) => {
          const labelledAtMs = NEWEST + laterMs;
          expect(known({ wasApproved, isFraud, labelledAtMs })).toBe(known({ wasApproved }));
          expect(known({ wasApproved, disputedAtMs: NEWEST, isFraud, labelledAtMs })).toBe('fraud');
        },
      ),
    );
  });

  test('counts for nothing that is young', () => {
    const view = { kind: 'known', newestMs: ASKED + 59 * DAY, maturityMs: 60 * DAY } as const;
    expect(truthOf(row({ isFraud: true, labelledAtMs: ASKED }), view)).toBe('immature');
  });
});

describe('a label of which nobody tells since when', () => {
  test('is what it is in the end, and nothing that was known', () => {
    expect(known({ isFraud: true })).toBe('good');
    expect(truthOf(row({ isFraud: true }), { kind: 'final', ...VIEW })).toBe('fraud');
    expect(truthOf(row(), { kind: 'final', ...VIEW })).toBe('unlabelled');
  });
});
