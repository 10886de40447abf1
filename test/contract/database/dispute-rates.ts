import { beforeEach, describe, expect, it } from 'vitest';
import { erasing } from '../../../src/adapters/store/database/erasing.ts';
import { takeArrivals } from '../../../src/adapters/store/database/inbox.ts';
import { addLabels } from '../../../src/adapters/store/database/labels.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import type { Label } from '../../../src/core/domain/label.ts';
import { readDisputeRates } from '../../../src/workflows/history/dispute-rates.ts';
import { labelsStep } from '../../../src/workflows/ingest/labels.ts';
import { eventText } from '../../adapters/store/database/fixtures.ts';
import { putAsk } from '../../support/challenges.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-10-28T15:00:00Z');
const scope = { livemode: false, account: null };
const view = { nowMs: NOW_MS, ageDays: 10 };

/** The dispute rate is the same on every database, and both of its sides are of the same purchases. */
export function disputeRatesContract(database: () => Database): void {
  describe('the dispute rate', () => {
    beforeEach(async () => {
      const { pool } = database();
      await pool.query('truncate asks, label_joins');
      await erasing(pool, async (joined) => void (await joined.query('delete from labels')));
    });

    it('comes to purchases that were approved in a month, each once, with the money of each of its asks', async () => {
      const { pool } = database();
      const day = (date: number) => Date.parse('2026-09-01T12:00:00Z') + (date - 1) * DAY_MS;
      const ask = (id: string, date: number, place: number, approved: boolean, currency = 'usd') =>
        putAsk(pool, id, day(date), {
          ...{ place, approved, currency, amount_minor: 100, decided_by: 'us', confirmed_at: new Date(day(date)) },
        });
      await ask('iauth_once', 2, 0, true);
      await ask('iauth_declined', 3, 0, false);
      for (const [place, date] of [4, 5, 20].entries()) await ask('iauth_often', date, place, true);
      for (const [place, date] of [6, 21].entries()) await ask('iauth_second', date, place, place === 1);
      for (const [place, date] of [-10, 8].entries()) await ask('iauth_august', date, place, true, 'eur');
      const { months } = await readDisputeRates(pool, scope, { last: '2026-09', count: 2 }, view);
      expect(months.map(({ month, approved }) => [month, approved])).toEqual([
        ['2026-08', { count: 1, money: [{ currency: 'eur', amount: 100 }] }],
        [
          '2026-09',
          {
            count: 3,
            money: [
              { currency: 'eur', amount: 100 },
              { currency: 'usd', amount: 500 },
            ],
          },
        ],
      ]);
    });

    it('counts disputes of just those purchases that are counted as approved', async () => {
      const { pool } = database();
      const day = (text: string) => Date.parse(`2026-${text}T12:00:00Z`);
      const ask = (id: string, at: string, place: number, approved: boolean, currency: string | null = 'usd') =>
        putAsk(pool, id, day(at), {
          ...{ place, approved, currency, amount_minor: 100, decided_by: 'us', confirmed_at: new Date(day(at)) },
        });
      const dispute = (id: string, at: string, livemode = false): Label => ({
        ...{ scope: { livemode, account: null }, authorizationId: id, transactionId: null, card: null },
        ...{ verdict: 'fraud', source: 'dispute', ref: `idp_${id}`, knownAtMs: day(at), author: null },
        detail: { status: 'submitted', reason: 'fraudulent' },
      });
      // Declined in August and approved in September, with an ask of an unknown currency; never approved at all.
      await ask('iauth_again', '08-31', 0, false);
      for (const [place, currency] of [null, 'usd'].entries())
        await ask('iauth_again', '09-02', place + 1, true, currency);
      await ask('iauth_stay', '08-30', 0, true);
      await ask('iauth_stay', '09-03', 1, true);
      await ask('iauth_refused', '09-04', 0, false);
      const disputed = ['iauth_again', 'iauth_stay', 'iauth_refused', 'iauth_unheard'];
      const labels = [...disputed.map((id) => dispute(id, '09-20')), dispute('iauth_late', '10-20')];
      await addLabels(pool, [...labels, dispute('iauth_again', '09-20', true)], NOW_MS);
      const { months, unplaced } = await readDisputeRates(pool, scope, { last: '2026-09', count: 2 }, view);
      expect(months.map(({ approved, by_purchase: of }) => [approved.count, of.count, of.money])).toEqual([
        [1, 1, [{ currency: 'usd', amount: 200 }]],
        [1, 1, [{ currency: 'usd', amount: 200 }]],
      ]);
      expect(months.map(({ by_filing: of }) => of.count)).toEqual([0, 2]);
      // What was declined and disputed all the same, and what nobody heard of; not what was disputed later.
      expect(unplaced).toBe(2);
    });

    it('counts a dispute as filed when it was handed in, however long it was a draft before', async () => {
      const { pool } = database();
      const bought = Date.parse('2026-08-20T12:00:00Z');
      await putAsk(pool, 'iauth_draft', bought, { approved: true, decided_by: 'us', confirmed_at: new Date(bought) });
      const told = (day: string, status: string) =>
        eventText(`evt_draft_${status}`, {
          ...{ type: 'issuing_dispute.updated', object_id: 'idp_draft', created: Date.parse(day) / 1000 },
          fields: {
            ...{ status, evidence: { reason: 'fraudulent' }, amount: 5_000, currency: 'usd' },
            transaction: { id: 'ipi_draft', authorization: 'iauth_draft' },
          },
        });
      await writeRecords(pool, [told('2026-08-25', 'unsubmitted'), told('2026-09-03', 'submitted')]);
      const taken = await takeArrivals(pool, { limit: 5_000, nowMs: NOW_MS, steps: [labelsStep] });
      if (taken.kind === 'failed') throw taken.error;
      const ratesOf = async (last: string, count: number) =>
        (await readDisputeRates(pool, scope, { last, count }, view)).months.map(({ by_purchase, by_filing }) => [
          ...[by_purchase.count, by_filing.count],
        ]);
      expect(await ratesOf('2026-09', 2)).toEqual([
        [1, 0],
        [0, 1],
      ]);
      // The draft is from before the only month that is asked for.
      expect(await ratesOf('2026-09', 1)).toEqual([[0, 1]]);
    });
  });
}
