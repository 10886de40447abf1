import { expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system.ts';

test('a timer runs once after its time, and not when it was cancelled', async () => {
  const ran: string[] = [];
  const cancel = systemClock.after(1, () => ran.push('cancelled'));
  cancel();
  const startMs = systemClock.nowMs();
  await new Promise<void>((resolve) => {
    systemClock.after(5, () => {
      ran.push('ran');
      resolve();
    });
  });
  expect(ran).toEqual(['ran']);
  expect(systemClock.nowMs() - startMs).toBeGreaterThanOrEqual(4);
});
