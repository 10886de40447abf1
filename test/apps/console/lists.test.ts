import { describe, expect, test } from 'vitest';
import { readListSearch } from '../../../src/apps/console/lists/search.ts';
import { endOf } from '../../../src/apps/console/lists/words.ts';

describe('the end of an entry', () => {
  const now = new Date(2026, 5, 15, 12).getTime();

  test('is so much later than now', () => {
    expect(endOf('hour', '', now, null)).toBe(new Date(2026, 5, 15, 13).toISOString());
    expect(endOf('week', '', now, null)).toBe(new Date(2026, 5, 22, 12).toISOString());
  });

  test('is the end of a day of the viewer, once there is one', () => {
    expect(endOf('date', '2026-06-30', now, null)).toBe(new Date(2026, 6, 1).toISOString());
    expect(endOf('date', '', now, null)).toBeUndefined();
  });

  test('is none for good', () => {
    expect(endOf('good', '', now, '2026-06-16T00:00:00.000Z')).toBeNull();
  });

  test('is what it was where nobody chose another', () => {
    expect(endOf('same', '', now, '2026-06-16T00:00:00.000Z')).toBe('2026-06-16T00:00:00.000Z');
    expect(endOf('same', '', now, null)).toBeNull();
  });
});

test('the address of a list keeps what is searched for, digits as text', () => {
  expect(readListSearch({ text: 1234, foo: 1 })).toEqual({ text: '1234' });
  expect(readListSearch({ text: '' })).toEqual({});
});
