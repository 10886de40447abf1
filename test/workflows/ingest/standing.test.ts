import { expect, test } from 'vitest';
import { limits } from '../../../src/core/domain/limits.ts';
import { createStandingAlarms } from '../../../src/workflows/ingest/standing.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock } from '../../support/clock.ts';

/** A process with alarms of its own; all of them look at the same things. */
function openProcess() {
  const alarms = createTestAlarms();
  const clock = createManualClock();
  const standing = createStandingAlarms({ alarms, clock });
  return { ...standing, clock, stands: () => [...alarms.standing.keys()], alarms };
}

test('an alarm that one process raised ends there though another one put right what it was about', async () => {
  let missed: number | null = 3;
  const look = async () => (missed === null ? null : { missed });
  const [first, second] = [openProcess(), openProcess()];
  await first.judge('webhooks_missed', look);
  await first.clock.advance(3 * limits.standingAlarmMs);
  expect(first.stands()).toEqual(['webhooks_missed']);
  missed = null;
  await second.judge('webhooks_missed', look);
  await first.clock.advance(limits.standingAlarmMs);
  expect([first.stands(), second.stands()]).toEqual([[], []]);
  expect(second.alarms.raised).toEqual([]);
});

test('one that was never raised is looked at by nobody', async () => {
  const { judge, clock } = openProcess();
  let looks = 0;
  await judge('answers_unconfirmed', async () => {
    looks += 1;
    return null;
  });
  await clock.advance(10 * limits.standingAlarmMs);
  expect(looks).toBe(1);
});

test('one stands on while nobody can look, and none is looked at after the end', async () => {
  let isAway = false;
  let looks = 0;
  const process = openProcess();
  await process.judge('webhooks_missed', async () => {
    looks += 1;
    if (isAway) throw new Error('the database is away');
    return looks > 3 ? null : {};
  });
  isAway = true;
  await process.clock.advance(2 * limits.standingAlarmMs);
  expect([process.stands(), looks]).toEqual([['webhooks_missed'], 3]);
  isAway = false;
  await process.clock.advance(limits.standingAlarmMs);
  expect(process.stands()).toEqual([]);
  await process.judge('webhooks_missed', async () => ({ missed: 1 }));
  process.close();
  await process.clock.advance(10 * limits.standingAlarmMs);
  expect(process.alarms.details('webhooks_missed').at(-1)).toEqual({ missed: 1 });
  expect(process.alarms.raised).toHaveLength(2);
});
