import { beforeEach, describe, expect, it } from 'vitest';
import { deleteOldRows } from '../../../src/adapters/store/database/old-rows.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { readTraffic, type TrafficRow, writeTraffic } from '../../../src/adapters/store/database/traffic.ts';
import { STORED_ROWS } from '../../../src/core/domain/stored-rows.ts';
import { addTraffic } from '../../../src/core/domain/traffic.ts';

const MINUTE_MS = 60_000;
const NOON_MS = Date.UTC(2026, 5, 1, 12);
const HOUR = { fromMs: NOON_MS, toMs: NOON_MS + 60 * MINUTE_MS };
const TEST_MODE = { livemode: false, account: null };
const KEPT = STORED_ROWS.find(({ table }) => table === 'traffic');

function row(fields: Partial<TrafficRow> = {}): TrafficRow {
  return {
    process: 'prc_1',
    scope: TEST_MODE,
    minuteMs: NOON_MS,
    asked: 3,
    outcomes: { approve: 1, decline: 1, challenge: 1 },
    standIns: { decide_failed: 1 },
    missing: { late: 2 },
    recordedLate: 1,
    latencies: { 40: 2, 190: 1 },
    ...fields,
  };
}

/** What processes answered, by the minute. */
export function trafficContract(database: () => Database): void {
  const pool = () => database().pool;
  beforeEach(() => pool().query('truncate traffic'));

  describe('traffic', () => {
    it('is read as it was written, and written again it takes the place of what was there', async () => {
      await writeTraffic(pool(), [row()]);
      expect(await readTraffic(pool(), TEST_MODE, HOUR)).toEqual([row()]);
      const later = row({ asked: 4, outcomes: { approve: 2, decline: 1, challenge: 1 }, latencies: { 40: 3, 190: 1 } });
      await writeTraffic(pool(), [later]);
      await writeTraffic(pool(), [later]);
      expect(await readTraffic(pool(), TEST_MODE, HOUR)).toEqual([later]);
    });

    it('is of a process each, and adds up to what all of them answered', async () => {
      const other = row({ process: 'prc_2', missing: { late: 1, cold: 5 }, latencies: { 40: 1, 60: 2 } });
      await writeTraffic(pool(), [row(), other]);
      expect(addTraffic(await readTraffic(pool(), TEST_MODE, HOUR))).toEqual({
        asked: 6,
        outcomes: { approve: 2, decline: 2, challenge: 2 },
        standIns: { decide_failed: 2 },
        missing: { late: 3, cold: 5 },
        recordedLate: 2,
        latencies: { 40: 3, 60: 2, 190: 1 },
      });
    });

    it('of another mode, account or time is not among it', async () => {
      const live = { livemode: true, account: null };
      const account = { livemode: false, account: 'acct_1' };
      const late = row({ minuteMs: HOUR.toMs });
      await writeTraffic(pool(), [row({ scope: live }), row({ scope: account }), late, row({ minuteMs: NOON_MS - 1 })]);
      expect(await readTraffic(pool(), TEST_MODE, HOUR)).toEqual([]);
      expect(await readTraffic(pool(), account, HOUR)).toEqual([row({ scope: account })]);
      await writeTraffic(pool(), []);
    });

    it('goes after its days', async () => {
      if (!KEPT) throw new Error('traffic is kept for ever');
      await writeTraffic(pool(), [row(), row({ minuteMs: NOON_MS + MINUTE_MS })]);
      const nowMs = NOON_MS + KEPT.days * 86_400_000 + 1;
      expect(await deleteOldRows(pool(), KEPT, nowMs, 100)).toBe(1);
      expect(await readTraffic(pool(), TEST_MODE, HOUR)).toHaveLength(1);
    });
  });
}
