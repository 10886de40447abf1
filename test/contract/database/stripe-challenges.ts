import { beforeEach, describe, expect, it } from 'vitest';
import { channelsOff } from '../../../src/adapters/store/database/challenge-channels.ts';
import {
  challengesOfAuthorization,
  findChallenge,
  overdueChallenges,
} from '../../../src/adapters/store/database/challenges.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { resumeChannel } from '../../../src/workflows/challenge/channels.ts';
import {
  arrive,
  arriveAgain,
  asking,
  at,
  cameOf,
  DAY_MS,
  emptyChallenges,
  HOUR_MS,
  report,
  SCOPE,
  told,
} from '../../workflows/challenge/records.ts';

const BY = { author: 'system', nowMs: at(30) };

/** What becomes of the questions that Stripe puts, for us and by itself. */
export function stripeChallengesContract(database: () => Database): void {
  const come = (...texts: string[]) => arrive(database(), texts);
  const find = (of: string) => findChallenge(database().pool, `chl_${of}`);

  describe('a question that Stripe puts for us', () => {
    beforeEach(() => emptyChallenges(database()));

    it('was perhaps sent when we answered, and was when Stripe lists it', async () => {
      await come(asking('1', 0, 'stripe', { reply_ms: 60_000 }));
      expect(await find('1')).toMatchObject({ state: 'pending', claimedAtMs: at(0), replyMs: HOUR_MS });
      await come(report('1', 0, { statuses: ['pending'] }));
      expect(await find('1')).toMatchObject({ state: 'sent', place: 0, sentAtMs: at(0), answerByMs: at(60) });
      const { jobs } = await cameOf(database());
      expect(jobs).toEqual([{ name: 'poll_challenge', key: 'poll_challenge/chl_1/0' }]);
    });

    it('was not, as far as we know, where Stripe took the decline and lists none', async () => {
      await come(asking('1', 0, 'stripe'), report('1', 0));
      expect(await find('1')).toMatchObject({ state: 'pending', place: null, sentAtMs: null });
    });

    it.each([
      ['verified', 'verified', null],
      ['rejected', 'rejected', at(5) + 1_000 + 90 * DAY_MS],
      ['expired', 'expired', null],
      ['of_tomorrow', 'sent', null],
    ])('came to what Stripe says of it: %s', async (status, state, declinesUntilMs) => {
      await come(asking('1', 0, 'stripe'), report('1', 0, { statuses: ['pending'] }));
      await come(report('1', 5, { statuses: [status] }));
      expect(await find('1')).toMatchObject({ state, declinesUntilMs });
    });

    it('can not be delivered where Stripe says so, with its reason', async () => {
      const challenge = { channel: 'sms', status: 'undeliverable', undeliverable_reason: 'unsupported_phone_number' };
      await come(asking('1', 0, 'stripe'), report('1', 0, {}, { fraud_challenges: [challenge] }));
      expect(await find('1')).toMatchObject({
        ...{ state: 'undeliverable', because: 'unsupported_phone_number', sentAtMs: null },
      });
    });

    it('makes no allowance with its YES, for Stripe keeps its own; no label beside that of reports', async () => {
      await come(asking('1', 0, 'stripe'), report('1', 5, { statuses: ['verified'] }));
      const { allowances, labels } = await cameOf(database());
      expect(allowances).toEqual([]);
      expect(labels).toMatchObject([{ ref: 'iauth_1:0', verdict: 'legitimate' }]);
    });

    it('opens a review with its NO, and freezes the card where the terms say so', async () => {
      await come(asking('1', 0, 'stripe', { freezes_card: true }), report('1', 5, { statuses: ['rejected'] }));
      const { labels, reviews, jobs } = await cameOf(database());
      expect(labels).toMatchObject([{ ref: 'iauth_1:0', verdict: 'fraud' }]);
      expect(reviews).toMatchObject([{ authorization_id: 'iauth_1', cause: 'challenge_rejected' }]);
      expect(jobs.map(({ name }) => name)).toContain('freeze_challenged_card');
    });

    it('was answered YES where the next purchase there is let through as verified, whoever says so', async () => {
      const verified = report(
        '2',
        9,
        { approved: true, reason: 'webhook_approved', askedMinute: 9 },
        {
          verified_by_fraud_challenge: true,
        },
      );
      await come(asking('1', 0, 'stripe'), report('1', 0, { statuses: ['pending'] }), verified);
      expect(await find('1')).toMatchObject({ state: 'verified', answeredAtMs: at(9) });
      await come(report('1', 12, { statuses: ['verified'] }));
      expect(await find('1')).toMatchObject({ state: 'verified', answeredAtMs: at(9) });
      await emptyChallenges(database());
      await come(verified);
      await come(asking('1', 0, 'stripe'));
      expect(await find('1')).toMatchObject({ state: 'verified', answeredAtMs: at(9) });
    });

    it.each([
      ['at another merchant', { merchant_data: { network_id: 'elsewhere' } }, 9],
      ['of another card', { card: 'ic_other' }, 9],
      ['before it', {}, -5],
      ['long after', {}, 61],
    ])('was not where the verified purchase is %s', async (_, fields, minute) => {
      const ended = { approved: true, reason: 'webhook_approved', askedMinute: minute };
      await come(asking('1', 0, 'stripe'), report('1', 0, { statuses: ['pending'] }));
      await come(report('2', minute, ended, { verified_by_fraud_challenge: true, ...fields }));
      expect(await find('1')).toMatchObject({ state: 'sent' });
    });

    const indicated = (minute: number, card = 'ic_1', type = 'user_indicated_fraud') =>
      told('issuing_card.updated', card, minute, {
        status: 'active',
        latest_fraud_warning: { type, started_at: at(minute) / 1000 },
      });

    it('is a NO where its card is marked as the cardholder said, though Stripe reports no answer', async () => {
      await come(asking('1', 0, 'stripe'), report('1', 0, { statuses: ['pending'] }), indicated(9));
      expect(await find('1')).toMatchObject({ state: 'rejected', answeredAtMs: at(9) });
      await come(report('1', 12, { statuses: ['rejected'] }), indicated(9));
      expect(await find('1')).toMatchObject({ state: 'rejected', answeredAtMs: at(9) });
      await emptyChallenges(database());
      await come(indicated(9));
      await come(asking('1', 0, 'stripe'));
      expect(await find('1')).toMatchObject({ state: 'rejected', answeredAtMs: at(9) });
    });

    it.each([
      ['another card', indicated(9, 'ic_other')],
      ['a fraud of which Stripe knows otherwise', indicated(9, 'ic_1', 'card_testing_exposure')],
      ['what was said before it', indicated(-5)],
    ])('is no NO for a mark about %s', async (_, mark) => {
      await come(asking('1', 0, 'stripe'), report('1', 0, { statuses: ['pending'] }), mark);
      expect(await find('1')).toMatchObject({ state: 'sent' });
    });

    it('is not the NO to a later one about the same card', async () => {
      await come(asking('1', 0, 'stripe'), report('1', 0, { statuses: ['expired'] }));
      await come(asking('2', 5, 'stripe', { phone: 'hmac_2' }), indicated(9));
      expect([(await find('1'))?.state, (await find('2'))?.state]).toEqual(['expired', 'rejected']);
    });

    it('expires in its time where nothing is heard, and is verified by a YES that Stripe took', async () => {
      const overdue = (minute: number) =>
        overdueChallenges(database().pool, { nowMs: at(minute), graceMs: 15 * 60_000, limit: 9 });
      await come(asking('1', 0, 'stripe'));
      expect([await overdue(74), await overdue(75)]).toEqual([[], ['chl_1']]);
      await arrive(database(), [asking('2', 0, 'stripe', { phone: 'hmac_2' })], at(80));
      expect(await find('2')).toMatchObject({ state: 'expired', endedAtMs: at(60) });
      await arrive(database(), [report('2', 79, { statuses: ['verified'] })], at(80));
      expect(await find('2')).toMatchObject({ state: 'verified', answeredAtMs: at(60) - 1 });
    });
  });

  describe('the channel of Stripe', () => {
    beforeEach(() => emptyChallenges(database()));
    const off = async () =>
      (await channelsOff(database().pool)).map(({ channel, because, scope }) => ({ channel, because, scope }));
    const refused = (of: string, minute: number) =>
      report(of, minute, { reason: 'webhook_error', approved: true, askedMinute: minute });
    const scope = { livemode: false, account: null };
    const isOff = { channel: 'stripe', because: 'webhook_error', scope };

    it('goes off where Stripe refused an answer that asks, in any order, and its question is void', async () => {
      await come(asking('1', 0, 'stripe'), refused('1', 0));
      expect([await find('1'), await off()]).toMatchObject([{ state: 'void', because: 'webhook_error' }, [isOff]]);
      await emptyChallenges(database());
      await come(refused('1', 0));
      expect(await off()).toEqual([]);
      await come(asking('1', 0, 'stripe'));
      expect(await off()).toEqual([isOff]);
    });

    it('stays on where Stripe refused another answer, or was too late for it', async () => {
      await come(asking('1', 0, 'twilio'), refused('1', 0));
      await come(
        asking('2', 1, 'stripe', { phone: 'hmac_2' }),
        report('2', 1, { reason: 'webhook_timeout', askedMinute: 1 }),
      );
      expect(await off()).toEqual([]);
    });

    it('goes on when somebody says so, and off again by an answer after that alone', async () => {
      const { pool } = database();
      await come(asking('1', 0, 'stripe'), refused('1', 0));
      expect(await resumeChannel(pool, 'stripe', { livemode: true, account: null }, BY)).toBeNull();
      expect(await resumeChannel(pool, 'stripe', scope, BY)).toMatchObject({ onAtMs: at(30), changedBy: 'system' });
      expect(await resumeChannel(pool, 'stripe', scope, BY)).toBeNull();
      await arriveAgain(database());
      await come(asking('2', 20, 'stripe', { phone: 'hmac_2' }), refused('2', 20));
      expect(await off()).toEqual([]);
      await come(asking('3', 40, 'stripe', { phone: 'hmac_3' }), refused('3', 40));
      expect(await off()).toEqual([isOff]);
    });
  });

  describe('a question that Stripe put by itself', () => {
    beforeEach(() => emptyChallenges(database()));
    const own = (minute: number, status: string, fields = {}) =>
      report('9', minute, { reason: 'suspected_fraud', statuses: [status] }, fields);

    it('is followed from its report on, with what that tells, and looked after', async () => {
      await come(own(0, 'pending'));
      const [row] = await challengesOfAuthorization(database().pool, SCOPE, 'iauth_9');
      expect(row).toMatchObject({
        ...{
          origin: 'stripe',
          channel: 'stripe',
          state: 'sent',
          place: 0,
          decisionId: null,
          authorizationId: 'iauth_9',
        },
        ...{ card: 'ic_1', cardholder: 'ich_1', merchant: '1234567890', merchantName: 'Sample Rides', phone: null },
        ...{
          amountMinor: 4_000,
          currency: 'usd',
          isCardPresent: false,
          askedAtMs: at(0),
          answerByMs: at(60),
          terms: null,
        },
      });
      expect((await cameOf(database())).jobs).toEqual([{ name: 'poll_challenge', key: `poll_challenge/${row?.id}/0` }]);
    });

    it('has a name of its own, which does not say whose it is, and keeps it', async () => {
      await come(own(0, 'pending'));
      const before = await cameOf(database());
      expect(before.challenges).toMatchObject([{ id: expect.stringMatching(/^chl_[0-9a-f-]{36}$/) }]);
      await arriveAgain(database());
      expect(await cameOf(database())).toEqual(before);
    });

    it('declines that merchant after a NO, and opens a review', async () => {
      await come(own(0, 'pending'), own(5, 'rejected'));
      const { challenges, reviews } = await cameOf(database());
      expect(challenges).toMatchObject([{ state: 'rejected', declines_until: new Date(at(5) + 1_000 + 90 * DAY_MS) }]);
      expect(reviews).toMatchObject([{ authorization_id: 'iauth_9', cause: 'challenge_rejected' }]);
    });

    it('is none where the decline is ours and our record is still to come', async () => {
      await come(report('1', 5, { statuses: ['verified'] }));
      expect((await cameOf(database())).challenges).toEqual([]);
      await come(asking('1', 0, 'stripe'));
      expect((await cameOf(database())).challenges).toMatchObject([{ id: 'chl_1', state: 'verified' }]);
    });

    it('is followed where our record was lost, and what was restored knows of no question', async () => {
      await come(asking('1', 0, 'stripe', {}, { answered_by: 'restored', challenge: null }));
      await come(report('1', 5, { statuses: ['rejected'] }));
      expect((await cameOf(database())).challenges).toMatchObject([{ origin: 'stripe', state: 'rejected' }]);
    });
  });
}
