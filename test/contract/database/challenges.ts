import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { allowanceOf } from '../../../src/adapters/store/database/allowances.ts';
import { changeChallenge, findChallenge } from '../../../src/adapters/store/database/challenges.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import type { ChallengeEvent } from '../../../src/core/domain/challenge.ts';
import { happen } from '../../../src/workflows/challenge/happen.ts';
import {
  allowed,
  arrive,
  arriveAgain,
  asking,
  at,
  cameOf,
  DAY_MS,
  emptyChallenges,
  HOUR_MS,
  report,
  told,
  withoutChance,
} from '../../workflows/challenge/records.ts';

/** What follows from records for questions to cardholders, whatever comes when. */
export function challengesContract(database: () => Database): void {
  const come = (...texts: string[]) => arrive(database(), texts);
  const find = (of: string) => findChallenge(database().pool, `chl_${of}`);
  const event = (of: string, happened: ChallengeEvent) => happen(database().pool, `chl_${of}`, happened);
  const allowance = (of: string) => allowanceOf(database().pool, `chl_${of}`);
  const jobs = async () => {
    const { rows } = await database().pool.query<{ name: string }>('select name from outbox order by seq');
    return rows.map(({ name }) => name);
  };
  /** A question that left, so that it can be answered. */
  async function sent(of: string, terms: Readonly<Record<string, unknown>> = {}, fields = {}) {
    await come(asking(of, 0, 'twilio', terms, fields));
    await changeChallenge(database().pool, `chl_${of}`, { claimedAtMs: at(0) });
    await event(of, { kind: 'sent', atMs: at(0) });
  }
  const yes = (of: string, minute = 5) => event(of, { kind: 'yes', atMs: at(minute) });
  const no = (of: string, minute = 5) => event(of, { kind: 'no', atMs: at(minute) });

  describe('questions to cardholders', () => {
    beforeEach(() => emptyChallenges(database()));

    it('are made of the decisions that ask, with all that an answer is judged by, and sent by a job', async () => {
      await come(asking('1', 0, 'twilio'));
      expect(await find('1')).toMatchObject({
        ...{
          state: 'pending',
          origin: 'countersign',
          channel: 'twilio',
          decisionId: 'dec_1',
          authorizationId: 'iauth_1',
        },
        ...{ card: 'ic_1', merchant: '1234567890', amountMinor: 4_000, phone: 'hmac_phone', phoneEnds: '23' },
        ...{ rules: ['fraud_risk_score.challenge'], askedAtMs: at(0), sendByMs: at(5), replyMs: HOUR_MS },
        ...{ claimedAtMs: null, terms: { freezes_card: false, decline_ms: 90 * DAY_MS } },
      });
      expect(await jobs()).toEqual(['send_challenge']);
    });

    it('are not put twice when their decision comes again', async () => {
      await come(asking('1', 0, 'twilio'));
      const before = await cameOf(database());
      await arriveAgain(database());
      expect(await cameOf(database())).toEqual(before);
    });

    it('are not put for what was restored, answered before, or stored before there were any', async () => {
      await come(
        asking('1', 0, 'twilio', {}, { answered_by: 'restored' }),
        asking('2', 0, 'twilio', {}, { second_answer_to: 'dec_0' }),
        asking('3', 0, 'twilio', {}, { challenge: undefined }),
        asking('4', 0, 'twilio', {}, { challenge: null }),
      );
      expect((await cameOf(database())).challenges).toEqual([]);
    });

    it('are void where their phone has another one that is open, and free again once that is settled', async () => {
      await sent('1');
      await come(asking('2', 1, 'twilio'));
      expect(await find('2')).toMatchObject({ state: 'void', because: 'open_challenge' });
      await yes('1');
      await come(asking('3', 10, 'twilio'));
      expect(await find('3')).toMatchObject({ state: 'pending' });
      expect(await jobs()).toEqual(['send_challenge', 'send_challenge']);
    });

    it('are put by Stripe though their phone has another one, and heard of', async () => {
      await sent('1');
      await come(asking('2', 1, 'stripe'));
      expect(await find('2')).toMatchObject({ state: 'pending', phone: null, phoneEnds: '23', claimedAtMs: at(1) });
      expect(await jobs()).toEqual(['send_challenge', 'poll_challenge']);
      await come(report('2', 2, { statuses: ['verified'], askedMinute: 1 }));
      expect([await find('1'), await find('2')]).toMatchObject([{ state: 'sent' }, { state: 'verified' }]);
    });

    it('make way where their time is over, though nobody looked', async () => {
      await sent('1');
      await arrive(database(), [asking('2', 61, 'twilio')], at(61));
      expect([await find('1'), await find('2')]).toMatchObject([
        { state: 'expired', endedAtMs: at(60) },
        { state: 'pending' },
      ]);
    });

    it('are never sent when their record comes late', async () => {
      await arrive(database(), [asking('1', 0, 'twilio')], at(5));
      expect(await find('1')).toMatchObject({ state: 'void', because: 'not_sent_in_time' });
      expect(await jobs()).toEqual([]);
    });

    it.each([
      ['webhook_timeout', { reason: 'webhook_timeout', approved: false }],
      ['webhook_error', { reason: 'webhook_error', approved: true }],
      ['network_fallback', { reason: 'network_fallback', approved: true }],
      ['approved', { reason: 'webhook_approved', approved: true }],
    ])('are void where Stripe did not take the decline (%s)', async (because, reported) => {
      await come(asking('1', 0, 'twilio'));
      await come(report('1', 1, reported));
      expect(await find('1')).toMatchObject({ state: 'void', because });
      await emptyChallenges(database());
      await come(report('1', 1, reported));
      await come(asking('1', 0, 'twilio'));
      expect(await find('1')).toMatchObject({ state: 'void', because });
    });

    it('stand where it did', async () => {
      await come(asking('1', 0, 'twilio'), report('1', 1));
      expect(await find('1')).toMatchObject({ state: 'pending' });
    });
  });

  describe('a YES', () => {
    beforeEach(() => emptyChallenges(database()));

    it('makes an allowance and a label, as of the answer', async () => {
      await sent('1');
      await yes('1');
      expect(await allowance('1')).toMatchObject({
        ...{ id: 'alw_1', card: 'ic_1', merchant: '1234567890', currency: 'usd', isCardPresent: false, usesDaily: 5 },
        ...{ eachMinor: 8_000, totalMinor: 8_000, fromMs: at(5), untilMs: at(5) + 7 * DAY_MS, endedAtMs: null },
      });
      const { labels, reviews } = await cameOf(database());
      expect(labels).toEqual([{ ref: 'chl_1', verdict: 'legitimate', known_at: new Date(at(5)) }]);
      expect(reviews).toEqual([]);
    });

    it('makes no second one when it comes again, and none for a decline that did not happen', async () => {
      await sent('1');
      await yes('1');
      await yes('1', 6);
      const { allowances } = await cameOf(database());
      expect(allowances).toHaveLength(1);
      await come(report('1', 6, { reason: 'webhook_timeout', approved: true }));
      expect([await find('1'), await allowance('1')]).toMatchObject([{ state: 'void' }, { endedBecause: 'void' }]);
    });

    it.each([
      ['merchant', { merchant: null }],
      ['card', { card: null }],
      ['amount', { amount_minor: null }],
    ])('allows nothing without its %s', async (_, fields) => {
      await sent('1', {}, fields);
      await yes('1');
      expect([(await find('1'))?.state, await allowance('1')]).toEqual(['verified', null]);
    });

    it('allows nothing where it was not known whether the card was there', async () => {
      await sent('1', { is_card_present: null });
      await yes('1');
      expect([(await find('1'))?.state, await allowance('1')]).toEqual(['verified', null]);
    });

    it('is used up by what it approves, each decision once', async () => {
      await sent('1');
      await yes('1');
      const before = await allowance('1');
      await come(allowed('2', 6, 'alw_1'), allowed('3', 7, 'alw_1'), allowed('4', 7, 'alw_gone'));
      await come(allowed('5', 7, 'alw_1', { second_answer_to: 'dec_3' }));
      const used = await allowance('1');
      expect(used?.revision).toBeGreaterThan(before?.revision ?? 0);
      await arriveAgain(database());
      const { rows } = await database().pool.query(
        'select decision_id, amount_minor::int as amount from allowance_uses order by 1',
      );
      expect(rows).toEqual([
        { decision_id: 'dec_2', amount: 4_000 },
        { decision_id: 'dec_3', amount: 4_000 },
      ]);
      expect((await allowance('1'))?.revision).toBe(used?.revision);
    });
  });

  describe('a NO', () => {
    beforeEach(() => emptyChallenges(database()));

    it('declines that merchant on that card, is a label, and opens a review', async () => {
      await sent('1');
      await no('1');
      await come();
      expect(await find('1')).toMatchObject({ state: 'rejected', declinesUntilMs: at(5) + 90 * DAY_MS });
      const { labels, reviews } = await cameOf(database());
      expect(labels).toEqual([{ ref: 'chl_1', verdict: 'fraud', known_at: new Date(at(5)) }]);
      expect(reviews).toMatchObject([{ authorization_id: 'iauth_1', kind: 'alarm', cause: 'challenge_rejected' }]);
      expect(await jobs()).toEqual(['send_challenge']);
    });

    it('freezes the card by a job where the terms say so, once', async () => {
      await sent('1', { freezes_card: true });
      await no('1');
      await no('1', 4);
      await come();
      await arriveAgain(database());
      expect(await jobs()).toEqual(['send_challenge', 'freeze_challenged_card']);
      expect((await cameOf(database())).reviews).toHaveLength(1);
    });

    it('after a YES ends what that allowed, and what any YES of the card did', async () => {
      await sent('1');
      await yes('1');
      await come(asking('2', 10, 'twilio', { phone: 'hmac_other' }, { merchant: 'elsewhere' }));
      await changeChallenge(database().pool, 'chl_2', { claimedAtMs: at(10) });
      await yes('2', 12);
      await no('1', 15);
      expect([await allowance('1'), await allowance('2')]).toMatchObject([
        { endedBecause: 'rejected', endedAtMs: at(15) },
        { endedBecause: 'rejected', endedAtMs: at(15) },
      ]);
    });

    it('ends what was allowed a moment after it, too: the clock may have been set back meanwhile', async () => {
      await sent('1');
      await come(asking('2', 10, 'twilio', { phone: 'hmac_other' }, { merchant: 'elsewhere' }));
      await changeChallenge(database().pool, 'chl_2', { claimedAtMs: at(10) });
      await event('2', { kind: 'sent', atMs: at(10) });
      await yes('2', 12);
      await no('1', 9);
      expect(await allowance('2')).toMatchObject({ endedBecause: 'rejected' });
    });

    it('leaves what was allowed after it', async () => {
      await sent('1');
      await no('1');
      await come(asking('2', 10, 'twilio', {}, { merchant: 'elsewhere' }));
      await changeChallenge(database().pool, 'chl_2', { claimedAtMs: at(10) });
      await yes('2', 12);
      expect(await allowance('2')).toMatchObject({ endedBecause: null });
    });

    it('that somebody took back declines no more, though it is heard again', async () => {
      await sent('1');
      await no('1');
      await changeChallenge(database().pool, 'chl_1', { declinesUntilMs: at(6), liftedBy: 'key_1' });
      await no('1', 4);
      expect(await find('1')).toMatchObject({ state: 'rejected', answeredAtMs: at(4), declinesUntilMs: at(6) });
    });
  });

  describe('an allowance', () => {
    beforeEach(() => emptyChallenges(database()));
    const warned = (minute: number, startedMinute = minute) =>
      told('issuing_card.updated', 'ic_1', minute, {
        status: 'active',
        latest_fraud_warning: { type: 'card_testing_exposure', started_at: at(startedMinute) / 1000 },
      });
    const newPhone = (minute: number) =>
      told(
        'issuing_cardholder.updated',
        'ich_1',
        minute,
        { status: 'active' },
        { seen: { cardholder: { phone: true, is_phone_new: true } } },
      );
    const transaction = told('issuing_transaction.created', 'ipi_1', 20, {
      ...{ authorization: 'iauth_other', type: 'capture', amount: -1_000, currency: 'usd', card: 'ic_1' },
    });
    const disputed = (reason = 'fraudulent') =>
      told('issuing_dispute.created', 'idp_1', 30, { evidence: { reason }, transaction: 'ipi_1', status: 'submitted' });

    it.each([
      ['fraud_warning', [warned(30)]],
      ['phone_changed', [newPhone(30)]],
      ['dispute', [report('other', 10, { approved: true, reason: 'webhook_approved' }), transaction, disputed()]],
      ['dispute', [disputed(), transaction, report('other', 10, { approved: true, reason: 'webhook_approved' })]],
    ])('is ended by what speaks against it (%s)', async (because, records) => {
      await sent('1');
      await yes('1');
      for (const record of records) await come(record);
      expect(await allowance('1')).toMatchObject({ endedBecause: because, endedBy: null });
    });

    it('is ended by what came before it was made, but happened after', async () => {
      await sent('1');
      await come(warned(30));
      await yes('1');
      expect(await allowance('1')).toMatchObject({ endedBecause: 'fraud_warning', endedAtMs: at(30) });
    });

    it('is not ended by what was before the YES, nor by a dispute of another reason', async () => {
      await sent('1');
      await come(warned(2), newPhone(2), report('other', 1, { approved: true, reason: 'webhook_approved' }));
      await yes('1');
      await come(transaction, disputed('not_received'), warned(40, 2));
      expect(await allowance('1')).toMatchObject({ endedBecause: null });
    });
  });

  it('take answers of the same moment one by one: a NO among them counts, and nothing is made twice', async () => {
    await emptyChallenges(database());
    await sent('1', { freezes_card: true });
    await Promise.all([yes('1'), no('1'), yes('1'), no('1', 6), yes('1', 4)]);
    await come();
    const { challenges, allowances, labels, reviews, jobs: made } = await cameOf(database());
    expect(challenges).toMatchObject([{ state: 'rejected' }]);
    expect(allowances.filter(({ ended_because }) => ended_because !== 'rejected')).toEqual([]);
    expect(allowances.length).toBeLessThanOrEqual(1);
    expect(labels.filter(({ verdict }) => verdict === 'fraud')).toHaveLength(1);
    expect(reviews).toHaveLength(1);
    expect(made.filter(({ name }) => name === 'freeze_challenged_card')).toHaveLength(1);
  });

  it('allow nothing where something speaks against it, whenever the answer and the records come', async () => {
    const warning = told('issuing_card.updated', 'ic_1', 30, {
      latest_fraud_warning: { type: 'card_testing_exposure', started_at: at(30) / 1000 },
    });
    const steps: readonly (() => Promise<unknown>)[] = [
      () => yes('1'),
      () => yes('1', 6),
      () => come(warning),
      () => come(allowed('2', 7, 'alw_1')),
      () => come(report('1', 1)),
      () => arriveAgain(database()),
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...steps.keys()], { minLength: steps.length }), async (order) => {
        await emptyChallenges(database());
        await sent('1');
        for (const index of order) await steps[index]?.();
        expect(await find('1')).toMatchObject({ state: 'verified', answeredAtMs: at(5) });
        expect(await allowance('1')).toMatchObject({ endedBecause: 'fraud_warning', endedAtMs: at(30) });
        const { labels, reviews } = await cameOf(database());
        expect([labels.length, reviews.length]).toEqual([1, 0]);
      }),
      { seed: 8, numRuns: 6 },
    );
  });

  it('come to the same end whatever comes when, and how often', async () => {
    const records = [
      asking('1', 0, 'stripe'),
      report('1', 1, { statuses: ['pending'] }),
      report('1', 8, { statuses: ['verified'] }),
      report('1', 9, { statuses: ['verified'] }),
      asking('2', 0, 'stripe', { phone: 'hmac_2' }, { merchant: 'two', card: 'ic_2' }),
      report('2', 3, { statuses: ['rejected'] }, { card: 'ic_2', merchant_data: { network_id: 'two' } }),
      report('2', 7, { statuses: ['rejected'] }, { card: 'ic_2', merchant_data: { network_id: 'two' } }),
      asking('3', 0, 'stripe', { phone: 'hmac_3' }, { merchant: 'three' }),
      report('3', 1, { reason: 'webhook_timeout' }),
      report('4', 2, { reason: 'suspected_fraud', statuses: ['expired'] }),
      report('5', 2, { reason: 'suspected_fraud', statuses: ['rejected'] }, { card: 'ic_5' }),
    ];
    await emptyChallenges(database());
    await come(...records);
    const once = withoutChance(await cameOf(database()));
    expect(once.challenges).toMatchObject([
      { id: 'chl_1', state: 'verified' },
      { id: 'chl_2', state: 'rejected' },
      { id: 'chl_3', state: 'void' },
      { authorization_id: 'iauth_4', state: 'expired' },
      { authorization_id: 'iauth_5', state: 'rejected' },
    ]);
    const shuffled = fc.shuffledSubarray([...records.keys(), ...records.keys()], { minLength: 2 * records.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        await emptyChallenges(database());
        for (const index of order) {
          await come(records[index] ?? '');
          if (index % 3 === 0) await arriveAgain(database());
        }
        expect(withoutChance(await cameOf(database()))).toEqual(once);
      }),
      { seed: 8, numRuns: 4 },
    );
  });
}
