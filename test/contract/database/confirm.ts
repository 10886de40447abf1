import { describe, expect, it } from 'vitest';
import { findDecision } from '../../../src/adapters/store/database/answers.ts';
import { findAsks } from '../../../src/adapters/store/database/asks.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { type Askable, noteUnknown } from '../../../src/adapters/store/database/unconfirmed.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { shipRecords } from '../../../src/adapters/store/shipping.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { createConfirmSweep } from '../../../src/workflows/ingest/confirm-sweep.ts';
import { createStandingAlarms } from '../../../src/workflows/ingest/standing.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock } from '../../support/clock.ts';
import { takeToAsks } from '../../support/ingest.ts';
import { historyEntry, reportText } from './asks.ts';

const ASKED_MS = 1_763_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const ours = (id: string, number: number, fields: Readonly<Record<string, unknown>> = {}) =>
  decisionText(id, { authorization: `iauth_${number}`, ask: `iauth_${number}:0:1000`, ...fields });

/** Asks that Stripe did not report, and records that were lost. */
export function confirmContract(database: () => Database): void {
  const write = (...texts: string[]) => writeRecords(database().pool, texts);
  const take = () => takeToAsks(database().pool, { nowMs: ASKED_MS });
  const jobs = async () => {
    const { rows } = await database().pool.query<{ key: string; data: unknown }>(
      'select key, data from outbox order by seq',
    );
    await database().pool.query('truncate outbox');
    return rows;
  };
  const keys = async () => (await jobs()).map(({ key }) => key);

  /** A sweep at a clock that stands at the ask. */
  function sweeping(askable: Askable = 'test') {
    const clock = createManualClock(ASKED_MS);
    const alarms = createTestAlarms();
    const standing = createStandingAlarms({ alarms, clock });
    const sweep = createConfirmSweep({ pool: database().pool, askable, alarms, standing, clock });
    return { clock, alarms, sweep: () => sweep({}) };
  }

  describe('the sweep for what is not confirmed', () => {
    it('asks for an authorization after ten minutes, once, and for none that was reported', async () => {
      await write(ours('dec_1', 1), ours('dec_2', 2), ours('dec_3', 3, { account: 'acct_1' }));
      await write(reportText('evt_2', [historyEntry('webhook_approved')], { object_id: 'iauth_2' }));
      await take();
      const { clock, sweep, alarms } = sweeping();
      await clock.advance(10 * MINUTE_MS - 1);
      await sweep();
      expect(await jobs()).toEqual([]);
      await clock.advance(1);
      await sweep();
      await sweep();
      expect(await jobs()).toEqual([
        { key: 'retrieve/test//iauth_1/0', data: { livemode: false, account: null, authorization: 'iauth_1' } },
        {
          key: 'retrieve/test/acct_1/iauth_3/0',
          data: { livemode: false, account: 'acct_1', authorization: 'iauth_3' },
        },
      ]);
      expect(alarms.raised).toEqual([]);
    });

    it('asks again ten minutes later, then after twice as long each time, nine times, and then says so', async () => {
      await write(ours('dec_1', 1));
      await take();
      const { clock, sweep, alarms } = sweeping();
      const minutes = [10, 20, 40, 80, 160, 320, 640, 1_280, 2_560];
      expect(minutes).toHaveLength(limits.confirmMaxRounds);
      for (const [round, minute] of minutes.entries()) {
        await clock.advance(ASKED_MS + minute * MINUTE_MS - 1 - clock.nowMs());
        await sweep();
        expect(await keys()).toEqual([]);
        await clock.advance(1);
        await sweep();
        expect(await keys()).toEqual([`retrieve/test//iauth_1/${round}`]);
      }
      expect(alarms.raised).toEqual([]);
      await clock.advance(2_560 * MINUTE_MS);
      await sweep();
      expect(await keys()).toEqual([]);
      expect(alarms.standing.get('answers_unconfirmed')).toMatchObject({ given_up: 1, no_key_for: 0 });
      await clock.advance(limits.confirmHorizonMs);
      await sweep();
      expect([...alarms.standing]).toEqual([]);
    });

    it.each([null, 'live'] as const)('asks nobody where the key is %s, and says how many wait', async (askable) => {
      await write(ours('dec_1', 1), ours('dec_2', 2));
      await take();
      const { clock, sweep, alarms } = sweeping(askable);
      await clock.advance(HOUR_MS);
      await sweep();
      expect(await jobs()).toEqual([]);
      expect(alarms.standing.get('answers_unconfirmed')).toMatchObject({ no_key_for: 2, key: askable ?? 'none' });
      const history = [historyEntry('webhook_approved')];
      await write(reportText('evt_1', history), reportText('evt_2', history, { object_id: 'iauth_2' }));
      await take();
      await sweep();
      expect([...alarms.standing.keys()]).toEqual([]);
    });

    it('asks no more for what Stripe does not have', async () => {
      await write(ours('dec_1', 1));
      await take();
      const { clock, sweep, alarms } = sweeping();
      await noteUnknown(database().pool, { livemode: false, account: '', id: 'iauth_1' });
      await clock.advance(HOUR_MS);
      await sweep();
      expect(await jobs()).toEqual([]);
      expect(alarms.standing.get('answers_unconfirmed')).toMatchObject({ not_at_stripe: 1 });
    });

    it('keeps to so many at a time, and gets to all', async () => {
      const numbers = Array.from({ length: limits.confirmAtOnce + 5 }, (_, index) => index);
      await write(...numbers.map((number) => ours(`dec_${number}`, number)));
      await take();
      const { clock, sweep } = sweeping();
      await clock.advance(HOUR_MS);
      await sweep();
      const first = await keys();
      await sweep();
      const second = await keys();
      expect([first.length, second.length]).toEqual([limits.confirmAtOnce, 5]);
      expect(new Set([...first, ...second]).size).toBe(numbers.length);
    });
  });

  describe('a record that was lost', () => {
    const metadata = {
      countersign_decision: 'dec_lost',
      countersign_outcome: 'challenge',
      countersign_policy: 'pol_1',
      countersign_reason: 'new_merchant',
    };
    const report = reportText('evt_1', [historyEntry('webhook_declined')], {
      fields: { metadata, merchant_data: { network_id: 'm_1', name: 'Corner Shop', category: 'misc', country: 'US' } },
    });
    const lose = async () => {
      await write(report);
      await take();
      const swept = sweeping(null);
      await swept.clock.advance(10 * MINUTE_MS);
      return swept;
    };
    const real = () =>
      ours('dec_lost', 1, { outcome: 'challenge', reasons: ['new_merchant'], reply: { approved: false, metadata } });

    it('is restored from what Stripe keeps, ten minutes later', async () => {
      const { sweep, alarms } = await lose();
      await sweep();
      expect((await findDecision(database().pool, 'dec_lost'))?.record).toEqual({
        ...{ kind: 'decision', id: 'dec_lost', livemode: false, account: null, event: null, ask: null },
        ...{ authorization: 'iauth_1', asked_at: ASKED_MS, received_at: ASKED_MS, decided_after_ms: 0 },
        ...{ outcome: 'challenge', review: false, reasons: ['new_merchant'], overridden: [], answered_by: 'restored' },
        ...{ portfolio: 'unknown', profile: 'unknown', policy_version: 'pol_1', amount_minor: 1000, currency: 'usd' },
        ...{ merchant: 'm_1', merchant_name: 'Corner Shop', merchant_category: 'misc', merchant_country: 'US' },
        ...{ card: 'ic_1', cardholder: 'ich_1', seen: null, considered: [], attributes: {}, errors: [], counted: null },
        facts: { has_rejected_challenge: false, allowance: null, unaskable: null, list_hits: [] },
        challenge: null,
        reply: { approved: false, metadata },
      });
      expect(alarms.details('records_restored')).toMatchObject([{ records: 1, decision: 'dec_lost' }]);
      await take();
      const key = { livemode: false, account: '', id: 'iauth_1' };
      expect(await findAsks(database().pool, key)).toMatchObject([{ decisionId: 'dec_lost', outcome: 'challenge' }]);
      await sweep();
      expect(alarms.raised.filter((name) => name === 'records_restored')).toHaveLength(1);
    });

    it('is not taken for lost before, nor when it is there', async () => {
      await write(report, real());
      await take();
      const { clock, sweep, alarms } = sweeping(null);
      await clock.advance(HOUR_MS);
      await sweep();
      expect(alarms.raised).toEqual([]);
    });

    it('is known though a later ask has other metadata by now', async () => {
      await write(report);
      await take();
      const later = [historyEntry('webhook_declined'), historyEntry('webhook_declined', { created: 1_763_000_009 })];
      const fields = { metadata: { ...metadata, countersign_decision: 'dec_later' } };
      await write(
        reportText('evt_2', later, { type: 'issuing_authorization.updated', created: 1_763_000_009, fields }),
        ours('dec_later', 1, { ask: 'iauth_1:1:1000' }),
      );
      await take();
      const { clock, sweep } = sweeping(null);
      await clock.advance(HOUR_MS);
      await sweep();
      expect(await findDecision(database().pool, 'dec_lost')).toMatchObject({ record: { answered_by: 'restored' } });
    });

    it('takes its place where it turns up after all, and keeps it', async () => {
      const { sweep } = await lose();
      await sweep();
      await take();
      expect(await write(real())).toEqual([{ kind: 'durable' }]);
      await take();
      await sweep();
      expect(await findDecision(database().pool, 'dec_lost')).toMatchObject({ record: JSON.parse(real()) });
      const key = { livemode: false, account: '', id: 'iauth_1' };
      expect(await findAsks(database().pool, key)).toMatchObject([{ place: 0, decisionId: 'dec_lost' }]);
      expect(await write(real())).toEqual([{ kind: 'durable' }]);
    });

    it('takes its place as a second answer where another one answered the same ask', async () => {
      const { sweep } = await lose();
      await sweep();
      await write(ours('dec_first', 1));
      const alarms = createTestAlarms();
      await shipRecords(database().pool, [real()], alarms);
      expect(alarms.raised).toEqual(['answered_twice']);
      expect(await findDecision(database().pool, 'dec_lost')).toMatchObject({
        record: { answered_by: 'policy', second_answer_to: 'dec_first', ask: null },
      });
      await take();
      // Stripe names the second: that is the one that it took.
      const key = { livemode: false, account: '', id: 'iauth_1' };
      expect(await findAsks(database().pool, key)).toMatchObject([{ decisionId: 'dec_lost' }]);
    });
  });
}
