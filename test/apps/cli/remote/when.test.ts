import { describe, expect, it } from 'vitest';
import { spanOptions } from '../../../../src/apps/cli/remote/when.ts';

const NOW_MS = Date.parse('2026-06-30T00:00:00Z');

describe('--from and --to', () => {
  it('are moments, or so long ago, and left out where they are not given', () => {
    expect(spanOptions({ from: '7d', to: '2026-06-29' }, NOW_MS)).toEqual({
      from: '2026-06-23T00:00:00.000Z',
      to: '2026-06-29T00:00:00.000Z',
    });
    expect(spanOptions({ from: undefined }, NOW_MS)).toEqual({});
  });

  it.each([
    ['1d', '2d'],
    ['2026-06-29', '1d'],
  ])('hold some time: not from %s to %s', (from, to) => {
    expect(() => spanOptions({ from, to }, NOW_MS)).toThrow('--from must be before --to');
  });
});
