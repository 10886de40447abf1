import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { sampleOutage } from '../../../src/adapters/store/database/outage-asks.ts';
import { outageOfReview } from '../../../src/adapters/store/database/outages.ts';
import { listReviews } from '../../../src/adapters/store/database/review-list.ts';
import { assignReview, closeReview, countReviews, findReview } from '../../../src/adapters/store/database/reviews.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import {
  arrive,
  arriveAgain,
  DAY_MS,
  dispute,
  emptyReviews,
  MINUTE_MS,
  NOW_MS,
  queueOf,
  report,
  reviewed,
  standIn,
  transaction,
} from '../../workflows/review/records.ts';

const SCOPE = { livemode: false, account: null };
const at = (minute: number) => new Date(NOW_MS - 60 * MINUTE_MS + minute * MINUTE_MS);
const HUMAN = 'key_someone';

/** What opens reviews and closes them, whatever comes when. */
export function reviewsContract(database: () => Database): void {
  const come = (...texts: string[]) => arrive(database(), texts);
  const queue = () => queueOf(database());
  const list = (filter = {}, order: 'priority' | 'opened' | 'latest' = 'opened') =>
    listReviews(database().pool, { scope: SCOPE, ...filter }, { order, limit: 100 });
  async function only() {
    const [review, ...others] = await list();
    expect(others).toEqual([]);
    if (!review) throw new Error('there is no review');
    return review;
  }
  const close = async (minute: number, verdict: 'fraud' | 'legitimate' = 'legitimate') => {
    const [open] = await list({ status: 'open' });
    await closeReview(database().pool, open?.id ?? '', { verdict, by: HUMAN, atMs: at(minute).getTime() });
  };

  describe('reviews', () => {
    beforeEach(() => emptyReviews(database()));

    it('are opened by Review rules, with the rules as their cause', async () => {
      await come(reviewed('a', '1', 0, {}, ['young_card', 'look']), reviewed('b', '2', 0, {}, []));
      expect(await queue()).toMatchObject([
        { kind: 'rule', authorization: 'iauth_1', decision: 'a', rules: ['look', 'young_card'], opened_at: at(0) },
      ]);
      expect(await only()).toMatchObject({ card: 'ic_1', cardholder: 'ich_1', merchant: '1234567890', priority: 4 });
    });

    it('are at most one open for an authorization: what is asked again joins it', async () => {
      await come(reviewed('a', '1', 0), reviewed('b', '1', 5, { amount_minor: 90_000 }, ['large']));
      expect(await queue()).toMatchObject([
        { decisions: ['a', 'b'], decision: 'b', rules: ['large', 'look'], opened_at: at(0), priority: 360 },
      ]);
    });

    it('open again for what is asked after the closing, and not for what was asked before it and came late', async () => {
      await come(reviewed('a', '1', 0));
      await close(10);
      await come(reviewed('late', '1', 5), reviewed('c', '1', 15));
      expect(await queue()).toMatchObject([
        { decisions: ['a', 'late'], closed_by: HUMAN, verdict: 'legitimate' },
        { decisions: ['c'], closed_by: null, opened_at: at(15) },
      ]);
    });

    it('do not come again with their records', async () => {
      await come(reviewed('a', '1', 0), dispute('1', 20), transaction('1'), reviewed('b', '2', 0));
      await close(10);
      const before = await queue();
      await arriveAgain(database());
      expect(await queue()).toEqual(before);
    });

    it('do not come again where clocks differ, and a decision was closed before it was asked', async () => {
      await come(reviewed('a', '1', 0), reviewed('b', '1', 30));
      await close(10);
      await arriveAgain(database());
      expect(await queue()).toMatchObject([{ decisions: ['a', 'b'], closed_at: at(10) }]);
    });

    it('are of one mode and account each', async () => {
      await come(reviewed('a', '1', 0), reviewed('b', '1', 0, { account: 'acct_1' }));
      expect(await queue()).toHaveLength(2);
      await only();
    });

    it('are not opened by old history', async () => {
      const old = -limits.reviewHistoryMs / MINUTE_MS;
      await come(reviewed('a', '1', old), report('9', old), reviewed('b', '2', old + 61));
      expect(await queue()).toMatchObject([{ authorization: 'iauth_2' }]);
    });

    it('are closed by a dispute for fraud, as of its own time, whichever came first', async () => {
      const records = [reviewed('a', '1', 0), dispute('1', 20), transaction('1'), reviewed('b', '1', 30)];
      const closed = { closed_by: 'dispute', verdict: 'fraud', closed_at: at(20), decisions: ['a', 'b'] };
      const orders = [
        [0, 1, 2, 3],
        [1, 2, 0, 3],
        [2, 1, 3, 0],
        [1, 3, 0, 2],
      ];
      for (const order of orders) {
        await emptyReviews(database());
        for (const index of order) await come(records[index] ?? '');
        expect(await queue(), order.join(' ')).toMatchObject([closed]);
      }
    });

    it('stay as people closed them, whatever is disputed later; and are closed by no dispute of another reason', async () => {
      await come(reviewed('a', '1', 0), reviewed('b', '2', 1));
      await close(10);
      await come(transaction('1'), transaction('2'), dispute('1', 20), dispute('2', 20, 'not_received'));
      expect(await queue()).toMatchObject([{ closed_by: HUMAN, verdict: 'legitimate' }, { closed_by: null }]);
    });

    it('are open again where the dispute that alone closed them says something else, in whatever order', async () => {
      const records = [
        reviewed('a', '1', 0),
        transaction('1'),
        dispute('1', 20),
        dispute('1', 40, 'not_received'),
        reviewed('b', '1', 30),
      ];
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(records, { minLength: 5 }), async (texts) => {
          await emptyReviews(database());
          for (const text of texts) await come(text);
          const open = { closed_by: null, verdict: null, closed_at: null, decisions: ['a', 'b'] };
          expect(await queue()).toMatchObject([open]);
        }),
        { seed: 3, numRuns: 3 },
      );
      await come(dispute('1', 50, 'fraudulent', 'idp_other'));
      expect(await queue()).toMatchObject([{ closed_by: 'dispute', verdict: 'fraud', closed_at: at(50) }]);
    });

    it('stay as people closed them when a dispute is withdrawn', async () => {
      await come(reviewed('a', '1', 0), transaction('1'));
      await close(10);
      await come(dispute('1', 20), dispute('1', 30, 'other'));
      expect(await queue()).toMatchObject([{ closed_by: HUMAN, verdict: 'legitimate' }]);
    });

    it('are opened by alarms about one authorization, whichever came first', async () => {
      const declined = { outcome: 'decline', reply: { approved: false, metadata: {} } };
      const records = [
        reviewed('a', '1', 0, declined, []),
        report('1', 0, { approved: false, reason: 'webhook_declined' }, { approved: false, status: 'closed' }),
        transaction('1', 5),
        reviewed('b', '2', 1, declined, []),
        report('2', 1, { approved: true, reason: 'webhook_approved' }, { approved: true, status: 'pending' }),
        report('3', 1, { approved: true, reason: 'network_fallback' }, { approved: true, status: 'pending' }),
        reviewed('c', '3', 1, declined, []),
        transaction('none', 5, { authorization: null }),
      ];
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(records, { minLength: 8 }), async (texts) => {
          await emptyReviews(database());
          for (const text of texts) await come(text);
          await arriveAgain(database());
          const common = { kind: 'alarm', rules: [], decisions: [], priority: 5, closed_at: null };
          expect(await queue()).toMatchObject([
            { ...common, authorization: 'iauth_2', cause: 'answer_not_taken', decision: 'b', opened_at: at(1) },
            { ...common, authorization: 'iauth_1', cause: 'capture_forced', decision: 'a', opened_at: at(5) },
          ]);
        }),
        { seed: 5, numRuns: 3 },
      );
      const [first] = await list();
      expect(first).toMatchObject({ card: 'ic_1', cardholder: 'ich_1', merchant: '1234567890', portfolio: 'everyone' });
    });

    it('are one for rules and alarms together; what raises an alarm after the closing opens another one', async () => {
      const declined = { outcome: 'decline', reply: { approved: false, metadata: {} } };
      const records = [
        reviewed('a', '1', 0, declined),
        report('1', 0, { approved: false, reason: 'webhook_declined' }, { approved: false, status: 'closed' }),
        transaction('1', 5),
      ];
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
      ]) {
        await emptyReviews(database());
        for (const index of order) await come(records[index] ?? '');
        const both = { kind: 'rule', rules: ['look'], cause: 'capture_forced', opened_at: at(0), decisions: ['a'] };
        expect(await queue(), order.join(' ')).toMatchObject([both]);
      }
      await emptyReviews(database());
      await come(...records.slice(0, 2));
      await close(3);
      await come(transaction('1', 5));
      await close(7);
      await arriveAgain(database());
      expect(await queue()).toMatchObject([
        { kind: 'rule', cause: null, closed_by: HUMAN },
        { kind: 'alarm', cause: 'capture_forced', closed_by: HUMAN },
      ]);
    });

    it('are not opened by alarms of old', async () => {
      const minute = -limits.freshCaptureMs / MINUTE_MS;
      await come(
        report('1', minute, { approved: false, reason: 'webhook_declined' }, { approved: false, status: 'closed' }),
        transaction('1', minute),
      );
      expect(await queue()).toEqual([]);
    });

    it('come out the same in whatever order and however many at a time their records come', async () => {
      const records = [
        ...[0, 1, 2].map((turn) => reviewed(`a${turn}`, '1', turn, {}, [`rule_${turn}`])),
        ...[3, 1].map((turn) => reviewed(`b${turn}`, '2', turn)),
        ...[dispute('2', 9), dispute('2', 7, 'fraudulent', 'idp_other'), transaction('2')],
        ...[dispute('3', 9, 'not_received'), transaction('3'), reviewed('c', '3', 2)],
        ...Array.from({ length: 12 }, (_, turn) => report(`late_${turn}`, turn * 4)),
        ...Array.from({ length: 11 }, (_, turn) => standIn(`s${turn}`, 20 + turn)),
        report('odd', 1, { reason: 'webhook_error' }),
      ];
      await come(...records);
      const expected = await queue();
      expect(expected).toHaveLength(5);
      const shuffled = fc.shuffledSubarray(records, { minLength: records.length });
      await fc.assert(
        fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 12 }), async (texts, size) => {
          await emptyReviews(database());
          for (let from = 0; from < texts.length; from += size) await come(...texts.slice(from, from + size));
          expect(await queue()).toEqual(expected);
          await arriveAgain(database());
          expect(await queue()).toEqual(expected);
        }),
        { seed: 7, numRuns: 12 },
      );
    });
  });

  describe('an outage', () => {
    beforeEach(() => emptyReviews(database()));
    const reports = (count: number, from: number, step = 1) =>
      Array.from({ length: count }, (_, turn) => report(`${from}_${turn}`, from + turn * step));

    it('of 5,000 asks is one incident with a sample, not thousands of reviews', async () => {
      const many = Array.from({ length: 5_000 }, (_, index) => {
        const entry = { approved: index % 2 === 0, amount: 1_000 + index };
        return report(`many_${index}`, index / 500, entry);
      });
      await come(...many);
      const incident = await only();
      expect(incident).toMatchObject({ kind: 'incident', cause: 'webhook_timeout', authorizationId: null });
      const outage = await outageOfReview(database().pool, incident.id);
      expect(outage).toMatchObject({ asks: 5_000, approved: 2_500 });
      const span = { scope: SCOPE, cause: 'webhook_timeout', beganMs: at(0).getTime(), lastMs: at(10).getTime() };
      const sample = await sampleOutage(database().pool, span, limits.incidentSample);
      expect(sample.map(({ authorizationId }) => authorizationId)).toEqual(
        Array.from({ length: limits.incidentSample }, (_, rank) => `iauth_many_${4_998 - 2 * rank}`),
      );
    }, 60_000);

    it('of a few asks is none', async () => {
      await come(...reports(limits.incidentMinAsks - 1, 0));
      expect(await queue()).toEqual([]);
      await come(report('last', 0.5));
      expect(await queue()).toMatchObject([{ kind: 'incident', asks: limits.incidentMinAsks }]);
    });

    it('is another one after a while, and for another cause', async () => {
      await come(...reports(10, 0), ...reports(10, 30), ...Array.from({ length: 10 }, (_, n) => standIn(`s${n}`, n)));
      expect((await queue()).map(({ cause, opened_at }) => [cause, opened_at])).toEqual([
        ['decide_failed', at(0)],
        ['webhook_timeout', at(0)],
        ['webhook_timeout', at(30)],
      ]);
    });

    it('becomes one with another by what comes late between them, with what people did', async () => {
      await come(...reports(10, 0), ...reports(10, 30));
      const [first, second] = await list();
      await assignReview(database().pool, second?.id ?? '', HUMAN);
      await come(report('between', 20));
      expect(await queue()).toMatchObject([{ asks: 21, began_at: at(0), last_at: at(39) }]);
      const found = await findReview(database().pool, second?.id ?? '');
      expect(found).toMatchObject({ id: first?.id, assignedTo: HUMAN });
    });

    it('that goes on after people were done with it is another one', async () => {
      await come(...reports(10, 0));
      await close(12);
      await come(...reports(10, 13), report('late', 11));
      expect(await queue()).toMatchObject([
        { asks: 11, closed_by: HUMAN },
        { asks: 10, closed_by: null, began_at: at(13) },
      ]);
    });

    it('is looked at where money is gone first, by what is expected to be lost, in one currency', async () => {
      const asks = [
        report('declined', 0, { approved: false, amount: 900_000 }),
        report('euros', 1, { amount: 6_000, currency: 'eur' }),
        report('dollars', 2, { amount: 10_000 }),
        report('risky', 3, { amount: 8_000 }),
        report('yen', 4, { amount: 99_000_000, currency: 'jpy' }),
        ...reports(6, 5),
      ];
      // A score is known whether the decision comes before the report or after it.
      await come(reviewed('before', 'risky', 3, { attributes: { fraud_risk_score: 99 } }, []));
      await come(...asks);
      await come(reviewed('after', 'dollars', 2, { attributes: { fraud_risk_score: 70 } }, []));
      const span = { scope: SCOPE, cause: 'webhook_timeout', beganMs: at(0).getTime(), lastMs: at(20).getTime() };
      const sample = await sampleOutage(database().pool, span, 20);
      const order = sample.map(({ authorizationId }) => authorizationId).filter((id) => !/_\d+_\d+$/.test(id ?? ''));
      expect(order).toEqual(['iauth_risky', 'iauth_dollars', 'iauth_euros', 'iauth_yen', 'iauth_declined']);
      expect(sample[0]).toMatchObject({ risk: 99, decisionId: 'before', merchantName: 'Sample Rides' });
    });
  });

  describe('the queue', () => {
    beforeEach(() => emptyReviews(database()));

    it('is sorted, filtered and read page by page', async () => {
      const amounts = [500, 70_000, 2_000, 9_000];
      const texts = amounts.map((amount, n) =>
        reviewed(`d${n}`, `${n}`, n * 5, { amount_minor: amount }, [`r${n % 2}`]),
      );
      await come(...texts, ...Array.from({ length: 10 }, (_, n) => report(`t${n}`, 30 + n)));
      const order = async (sort: 'priority' | 'opened' | 'latest') => {
        const ids: string[] = [];
        let after: { at: number; id: string } | null = null;
        for (;;) {
          const page = await listReviews(database().pool, { scope: SCOPE }, { order: sort, limit: 2, after });
          ids.push(...page.map(({ decisionId, cause }) => decisionId ?? cause ?? ''));
          const last = page.at(-1);
          if (!last) return ids.join(' ');
          after = { at: sort === 'priority' ? last.priority : last.openedAtMs, id: last.id };
        }
      };
      expect(await order('priority')).toBe('webhook_timeout d1 d3 d2 d0');
      expect(await order('opened')).toBe('d0 d1 d2 d3 webhook_timeout');
      expect(await order('latest')).toBe('webhook_timeout d3 d2 d1 d0');
      const ids = async (filter: object) => (await list(filter)).map(({ decisionId }) => decisionId);
      expect(await ids({ rule: 'r1' })).toEqual(['d1', 'd3']);
      expect(await ids({ kind: 'rule', fromMs: at(5).getTime(), toMs: at(15).getTime() })).toEqual(['d1', 'd2']);
      expect(
        await ids({ card: 'ic_1', merchant: '1234567890', cardholder: 'ich_1', portfolio: 'everyone' }),
      ).toHaveLength(4);
      expect(await ids({ card: "' or true --" })).toEqual([]);
      expect(await ids({ status: 'closed' })).toEqual([]);
      expect(await ids({ assignedTo: HUMAN })).toEqual([]);
      expect(await ids({ assignedTo: null })).toHaveLength(5);
    });

    it('tells how many wait, for how long, and which for too long', async () => {
      expect(await countReviews(database().pool, NOW_MS)).toEqual({ open: 0, overdue: 0, oldestOpenedAtMs: null });
      await come(reviewed('a', '1', 0), reviewed('b', '2', -24 * 60), reviewed('c', '3', 5, { livemode: true }));
      const counts = { open: 3, overdue: 1, oldestOpenedAtMs: at(-24 * 60).getTime() };
      expect(await countReviews(database().pool, NOW_MS)).toEqual(counts);
      expect(await countReviews(database().pool, NOW_MS, { livemode: true, account: null })).toMatchObject({ open: 1 });
      expect(await countReviews(database().pool, NOW_MS + 2 * DAY_MS)).toMatchObject({ overdue: 3 });
    });
  });
}
