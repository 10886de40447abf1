import { takeArrivals } from '../../src/adapters/store/database/inbox.ts';
import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import { createAuthorizationsStep } from '../../src/workflows/ingest/authorizations.ts';
import { createTestAlarms, type TestAlarms } from './alarms.ts';

/** Takes all that waits in the inbox to the asks that it is about, `limit` at a time; gives the alarms raised. */
export async function takeToAsks(
  pool: SqlPool,
  {
    nowMs = 1_763_000_060_000,
    limit = 100,
    alarms = createTestAlarms(),
    confirmed = (_reason: string, _livemode: boolean) => {},
  } = {},
): Promise<TestAlarms> {
  const steps = [createAuthorizationsStep(alarms, confirmed)];
  for (;;) {
    const taken = await takeArrivals(pool, { limit, nowMs, steps });
    if (taken.kind === 'failed') throw taken.error;
    if (taken.kind === 'busy') throw new Error('another one is at it');
    if (taken.count < limit) return alarms;
  }
}
