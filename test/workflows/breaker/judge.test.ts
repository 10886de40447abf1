import { expect, test } from 'vitest';
import { isFarMore } from '../../../src/workflows/breaker/judge.ts';

test.each([
  ['ten times as many', { times: 100, of: 1_000 }, { times: 10, of: 1_000 }, true],
  ['as many as foretold', { times: 12, of: 1_000 }, { times: 10, of: 1_000 }, false],
  ['twice as many', { times: 100, of: 1_000 }, { times: 50, of: 1_000 }, false],
  ['many times more of next to nothing', { times: 10, of: 1_000 }, { times: 1, of: 1_000 }, false],
  ['far more, but of a handful', { times: 60, of: 100 }, { times: 10, of: 1_000 }, false],
  ['far more than a handful foretold', { times: 600, of: 1_000 }, { times: 1, of: 100 }, false],
  ['many where there was nothing before', { times: 100, of: 1_000 }, { times: 0, of: 1_000 }, true],
  ['everything', { times: 200, of: 200 }, { times: 2, of: 20_000 }, true],
])('%s is judged', (_what, seen, foretold, expected) => {
  expect(isFarMore(seen, foretold)).toBe(expected);
});
