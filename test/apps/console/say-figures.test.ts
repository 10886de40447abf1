import { expect, test } from 'vitest';
import { sayDuration } from '../../../src/apps/console/parts/say-duration.ts';
import { saySize } from '../../../src/apps/console/parts/say-size.ts';

test('a length of time is said in the largest unit of which there is one', () => {
  const spans = [0, 85, 1_000, 1_500, 720_000, 3_600_000, 86_400_000, 400 * 86_400_000];
  expect(spans.map(sayDuration)).toEqual(['0 ms', '85 ms', '1 s', '1.5 s', '12 min', '1 h', '1 day', '400 days']);
});

test('bytes are said in thousands', () => {
  expect([0, 950, 1_048_576, 2_500_000_000].map(saySize)).toEqual(['0 B', '950 B', '1.0 MB', '2.5 GB']);
});
