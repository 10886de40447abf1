import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { alarmWords, PARTS } from '../../../src/core/decision/alarm-words.ts';
import { type Health, partStates } from '../../../src/core/decision/health.ts';

const WELL: Health = {
  areClaimsCold: false,
  areCountersCold: false,
  recordedLateWaiting: 0,
  isDatabaseOpen: true,
  databaseReason: null,
  isJournalWritable: true,
  isPolicyKept: false,
  brokenRules: 0,
  hasStripeKey: true,
  takesEvents: true,
};

/** Part and cause of everything that is degraded. */
function degraded(changes: Partial<Health> = {}, alarms: readonly string[] = []): string[] {
  const states = partStates({ ...WELL, ...changes }, alarms);
  return states.flatMap(({ part, causes }) => causes.map(({ cause }) => `${part} ${cause}`));
}

it('names every part, and no cause where all is well', () => {
  expect(partStates(WELL, []).map(({ part }) => part)).toEqual([...PARTS]);
  expect(degraded()).toEqual([]);
});

it.each<[Partial<Health>, string]>([
  [{ areClaimsCold: true }, 'answers cold'],
  [{ areCountersCold: true }, 'counters cold'],
  [{ recordedLateWaiting: 3 }, 'records late'],
  [{ isJournalWritable: false }, 'records full'],
  [{ isDatabaseOpen: false, databaseReason: 'refused' }, 'database connecting'],
  [{ isPolicyKept: true }, 'policy kept'],
  [{ brokenRules: 2 }, 'policy broken_rules'],
  [{ hasStripeKey: false }, 'stripe no_key'],
  [{ takesEvents: false }, 'stripe no_events'],
])('tells of %j', (changes, found) => {
  expect(degraded(changes)).toEqual([found]);
});

it('says once what an alarm says as well', () => {
  expect(degraded({ isJournalWritable: false, isDatabaseOpen: false }, ['journal_unwritable'])).toEqual([
    'records journal_unwritable',
    'database connecting',
  ]);
  expect(degraded({}, ['jobs_dead', 'jobs_dead'])).toEqual(['jobs jobs_dead']);
});

it('has words for every alarm that the documentation explains, and the name for any other', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const table = page.slice(page.indexOf('| alarm | means | do |'));
  const named = [...table.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name = '']) => name);
  const alarms = named.slice(0, named.indexOf('clock_skewed') + 1);
  expect(alarms.length).toBeGreaterThan(25);
  for (const alarm of alarms) expect(alarmWords(alarm).text, alarm).not.toBe(alarm);
  expect(alarmWords('constructor')).toEqual({ part: 'answers', severity: 'warning', text: 'constructor' });
});
