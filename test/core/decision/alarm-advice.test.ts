import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alarmAdvice } from '../../../src/core/decision/alarm-advice.ts';

test('every alarm that docs/operations.md explains has an advice, and no other', () => {
  const table = readFileSync('docs/operations.md', 'utf8').split('### What each means')[1]?.split('\n## ')[0] ?? '';
  const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name ?? '');
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => alarmAdvice(name) === null)).toEqual([]);
  expect(alarmAdvice('of_another_version')).toBeNull();
});
