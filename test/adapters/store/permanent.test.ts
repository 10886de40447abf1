import { expect, test } from 'vitest';
import { isPermanent } from '../../../src/adapters/store/permanent.ts';

test.each([
  [{ code: '22P02' }, true],
  [{ code: '23502' }, true],
  [{ code: '54000' }, true],
  [{ isPermanent: true }, true],
  [{ code: '08006' }, false],
  [{ code: '40001' }, false],
  [{ code: 22 }, false],
  [new Error('gone'), false],
  [null, false],
])('an error like %j is permanent: %s', (error, expected) => {
  expect(isPermanent(error)).toBe(expected);
});
