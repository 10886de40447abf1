import { beforeEach, describe, expect, it } from 'vitest';
import { writeCardholders } from '../../../src/adapters/store/database/cards.ts';
import {
  readAllHistories,
  readAllowances,
  readBookPlace,
  readChangedAllowances,
  readChangedChallenges,
  readChannelsOff,
  readHistories,
  readLatestChallenges,
  readLiveAllowances,
  readOpenQuestions,
  readRejections,
  readUnmadeChallenges,
} from '../../../src/adapters/store/database/challenge-book.ts';
import { readOptOuts, readPhoneChanges } from '../../../src/adapters/store/database/challenge-phones.ts';
import { readPhoneFacts, type WantedRight } from '../../../src/adapters/store/database/challenge-right.ts';
import { changeChallenge } from '../../../src/adapters/store/database/challenges.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { optIn, optOut } from '../../../src/adapters/store/database/sms.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { type CardholderState, UNKNOWN_CARDHOLDER } from '../../../src/core/domain/cardholder-state.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';
import {
  allowanceOf,
  challengeOf,
  putAllowance,
  putChallenge,
  putUse,
  refuse,
  TEST_SCOPE,
} from '../../support/stored-challenges.ts';

const NOW = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;
const SPAN = { nowMs: NOW, historyMs: 90 * 24 * HOUR };
const HAS_PHONE: CardholderState['known'] = { phone: [true, NOW, 'ask'] };
const LIVE = { livemode: true, account: null };
const THEIRS = { livemode: false, account: 'acct_1' };

/** What every database must tell of questions to cardholders to those who decide. */
export function challengeBookContract(getDatabase: () => Database): void {
  describe('what decisions read of challenges', () => {
    const pool = () => getDatabase().pool;
    const put = (id: string, askedAtMs = NOW - HOUR, changes = {}) =>
      putChallenge(pool(), challengeOf(id, askedAtMs, changes));

    beforeEach(async () => {
      await pool().query(
        `truncate challenges, allowances, allowance_uses, sms_opt_outs, challenge_channels, cardholders cascade`,
      );
    });

    it('numbers changes, and tells of those after a number, in their order', async () => {
      const before = await readBookPlace(pool());
      await put('chl_1');
      await put('chl_2', NOW - HOUR, { scope: THEIRS, card: null });
      const { revision } = await readBookPlace(pool());
      await changeChallenge(pool(), 'chl_1', { state: 'sent' });
      const changed = await readChangedChallenges(pool(), before.revision, 10);
      expect(changed.map(({ id, state, scope, card }) => ({ id, state, scope, card }))).toEqual([
        { id: 'chl_2', state: 'pending', scope: THEIRS, card: null },
        { id: 'chl_1', state: 'sent', scope: TEST_SCOPE, card: 'ic_1' },
      ]);
      expect(changed[1]).toMatchObject({ askedAtMs: NOW - HOUR, replyMs: HOUR, declinesUntilMs: null });
      expect((await readChangedChallenges(pool(), revision, 10)).map(({ id }) => id)).toEqual(['chl_1']);
      expect((await readChangedChallenges(pool(), before.revision, 1)).map(({ id }) => id)).toEqual(['chl_2']);
      expect((await readLatestChallenges(pool(), 1)).map(({ id }) => id)).toEqual(['chl_1']);
      expect((await readBookPlace(pool())).revision).toBeGreaterThan(revision);
    });

    it('tells which transactions may still bring changes', async () => {
      const before = await readBookPlace(pool());
      await put('chl_1');
      const after = await readBookPlace(pool());
      expect(before.oldest).toBeLessThanOrEqual(before.next);
      expect(after.oldest).toBeGreaterThanOrEqual(before.next);
    });

    it('tells of every NO that declines, page by page', async () => {
      for (const id of ['chl_a', 'chl_b', 'chl_c', 'chl_d']) await put(id);
      await refuse(pool(), 'chl_a', NOW - HOUR, NOW + HOUR);
      await refuse(pool(), 'chl_b', NOW - HOUR, NOW);
      await refuse(pool(), 'chl_d', NOW - HOUR, NOW + 1);
      const first = await readRejections(pool(), NOW, '', 1);
      const placed = { scope: TEST_SCOPE, card: 'ic_1', merchant: '1234567890' };
      expect(first).toEqual([{ id: 'chl_a', ...placed, untilMs: NOW + HOUR }]);
      expect(await readRejections(pool(), NOW, 'chl_a', 5)).toEqual([{ id: 'chl_d', ...placed, untilMs: NOW + 1 }]);
    });

    it('tells of allowances that hold, each with the asks that used it', async () => {
      for (const id of ['chl_a', 'chl_b', 'chl_c']) await put(id);
      const allowance = allowanceOf('alw_a', NOW - HOUR, { isCardPresent: null });
      await putAllowance(pool(), allowance);
      await putAllowance(pool(), allowanceOf('alw_b', NOW - HOUR, { untilMs: NOW }));
      await putAllowance(pool(), allowanceOf('alw_c', NOW - HOUR));
      await pool().query(`update allowances set ended_at = now() where id = 'alw_c'`);
      const { revision } = await readBookPlace(pool());
      await writeRecords(pool(), [decisionText('used', { authorization: 'iauth_used', ask: 'iauth_used:1:500' })]);
      await putUse(pool(), 'alw_a', { decision: 'used', authorization: 'iauth_used', amountMinor: 500, atMs: NOW - 9 });
      await putUse(pool(), 'alw_a', { decision: 'gone', authorization: 'iauth_gone', amountMinor: 7, atMs: NOW - 5 });
      const known = {
        ...allowance,
        uses: [
          { ask: 'iauth_used:1:500', amountMinor: 500, atMs: NOW - 9 },
          { ask: 'iauth_gone', amountMinor: 7, atMs: NOW - 5 },
        ],
      };
      expect(await readLiveAllowances(pool(), NOW, '', 10)).toEqual([known]);
      expect(await readLiveAllowances(pool(), NOW, 'alw_a', 10)).toEqual([]);
      expect(await readAllowances(pool(), NOW, ['alw_a', 'alw_b', 'alw_c'])).toEqual([known]);
      // A use counts as a change of its allowance.
      const changed = await readChangedAllowances(pool(), revision);
      expect(changed.map(({ id }) => id)).toEqual(['alw_a', 'alw_a']);
    });

    it('tells what answers of cardholders come to, of those that are meant and of all', async () => {
      await put('chl_1', NOW - 30 * HOUR, { state: 'verified', answeredAtMs: NOW - 29 * HOUR });
      await put('chl_2', NOW - 5 * HOUR);
      await refuse(pool(), 'chl_2', NOW - 4 * HOUR, NOW + HOUR);
      await put('chl_3', NOW - 3 * HOUR, { state: 'void' });
      await put('chl_4', NOW - 2 * HOUR, { state: 'void', sentAtMs: NOW - 2 * HOUR });
      await put('chl_5', NOW - 91 * 24 * HOUR, { state: 'verified', answeredAtMs: NOW - 90 * 24 * HOUR });
      await put('chl_6', NOW - HOUR, { scope: LIVE });
      await put('chl_7', NOW - HOUR, { cardholder: null });
      const first = {
        ...{ scope: TEST_SCOPE, cardholder: 'ich_1' },
        ...{ rejectedAtMs: NOW - 4 * HOUR, verifiedAtMs: NOW - 29 * HOUR },
        asked: [
          { id: 'chl_2', atMs: NOW - 5 * HOUR },
          { id: 'chl_4', atMs: NOW - 2 * HOUR },
        ],
        // One that was never sent tells of a phone all the same.
        last: { phone: 'hmac_chl_4', atMs: NOW - 2 * HOUR },
      };
      const named = [{ scope: TEST_SCOPE, cardholder: 'ich_1' }];
      expect(await readHistories(pool(), SPAN, named)).toEqual([first]);
      expect(await readHistories(pool(), SPAN, [])).toEqual([]);
      expect(await readAllHistories(pool(), SPAN, null, 1)).toEqual([first]);
      const others = await readAllHistories(pool(), SPAN, first, 5);
      expect(others).toMatchObject([{ scope: LIVE, cardholder: 'ich_1', asked: [{ id: 'chl_6', atMs: NOW - HOUR }] }]);
    });

    it('tells of the latest question with a phone, and of the very last day', async () => {
      await put('chl_1', NOW - 80 * HOUR, { phone: 'hmac_before', state: 'expired' });
      await put('chl_2', NOW - 60 * HOUR, { phone: 'hmac_last', state: 'void' });
      await put('chl_3', NOW - 24 * HOUR, { phone: null, state: 'expired' });
      await put('chl_4', NOW - 24 * HOUR + 1, { phone: null, state: 'expired' });
      expect(await readHistories(pool(), SPAN, [{ scope: TEST_SCOPE, cardholder: 'ich_1' }])).toMatchObject([
        { asked: [{ id: 'chl_4' }], last: { phone: 'hmac_last', atMs: NOW - 60 * HOUR } },
      ]);
    });

    it('tells of every question that waits for an answer, page by page', async () => {
      for (const id of ['chl_a', 'chl_b', 'chl_c']) await put(id);
      await put('chl_d', NOW - HOUR, { phone: null });
      await changeChallenge(pool(), 'chl_a', { state: 'delivered' });
      await changeChallenge(pool(), 'chl_b', { state: 'expired' });
      expect(await readOpenQuestions(pool(), '', 1)).toEqual([{ id: 'chl_a', phone: 'hmac_chl_a' }]);
      expect(await readOpenQuestions(pool(), 'chl_a', 5)).toEqual([{ id: 'chl_c', phone: 'hmac_chl_c' }]);
    });

    it('numbers who says STOP, and who takes it back', async () => {
      const { revision: before } = await readBookPlace(pool());
      await optOut(pool(), 'hmac_p', NOW);
      await optOut(pool(), 'hmac_q', NOW);
      const { revision: between } = await readBookPlace(pool());
      const told = async (after: number, limit = 5) =>
        (await readOptOuts(pool(), after, limit)).map(({ phone, isOut }) => ({ phone, isOut }));
      expect(await told(before)).toEqual([
        { phone: 'hmac_p', isOut: true },
        { phone: 'hmac_q', isOut: true },
      ]);
      expect(await told(before, 1)).toEqual([{ phone: 'hmac_p', isOut: true }]);
      await optIn(pool(), 'hmac_p', NOW + 1);
      expect(await told(between)).toEqual([{ phone: 'hmac_p', isOut: false }]);
      const { revision: after } = await readBookPlace(pool());
      await optIn(pool(), 'hmac_p', NOW + 2);
      expect(await told(after)).toEqual([]);
      await optOut(pool(), 'hmac_p', NOW + 3);
      expect(await told(after)).toEqual([{ phone: 'hmac_p', isOut: true }]);
    });

    it('numbers changes of phones, and nothing else about cardholders', async () => {
      const { revision: start } = await readBookPlace(pool());
      const write = (id: string, state: Partial<CardholderState>, scope = TEST_SCOPE) =>
        writeCardholders(pool(), [{ scope, id, state: { ...UNKNOWN_CARDHOLDER, known: HAS_PHONE, ...state } }]);
      const told = async (after: number, sinceMs = NOW - 72 * HOUR) =>
        (await readPhoneChanges(pool(), sinceMs, after, 5)).map(({ revision: _, ...change }) => change);
      await write('ich_1', { presentMs: [NOW, NOW] });
      await write('ich_2', { presentMs: [NOW, NOW], absentMs: NOW - HOUR }, THEIRS);
      await write('ich_3', { presentMs: [NOW - 99 * HOUR, NOW], absentMs: NOW - 100 * HOUR });
      const second = { scope: THEIRS, cardholder: 'ich_2', sinceMs: NOW };
      expect(await told(start)).toEqual([second]);
      expect(await told(start, NOW - 999 * HOUR)).toMatchObject([{ cardholder: 'ich_2' }, { cardholder: 'ich_3' }]);
      const { revision: before } = await readBookPlace(pool());
      await write('ich_1', { presentMs: [NOW, NOW + HOUR] });
      await write('ich_2', { presentMs: [NOW, NOW + HOUR], absentMs: NOW - HOUR }, THEIRS);
      expect(await told(before)).toEqual([]);
      expect((await readBookPlace(pool())).revision).toBe(before);
      expect(await told(start)).toEqual([second]);
      await write('ich_1', { presentMs: [NOW + HOUR, NOW + HOUR], absentMs: NOW });
      await write('ich_2', { known: { phone: [false, NOW + HOUR, 'event'] }, absentMs: NOW + HOUR }, THEIRS);
      expect(await told(before)).toEqual([
        { scope: TEST_SCOPE, cardholder: 'ich_1', sinceMs: NOW + HOUR },
        { scope: THEIRS, cardholder: 'ich_2', sinceMs: null },
      ]);
    });

    it('tells which channels are off', async () => {
      await pool().query(
        `insert into challenge_channels (channel, livemode, account, off_at, because, on_at)
        values ('stripe', false, 'acct_1', now(), 'refused', null), ('stripe', true, '', now(), 'refused', now())`,
      );
      expect(await readChannelsOff(pool())).toEqual([{ channel: 'stripe', scope: THEIRS }]);
    });

    it('tells of questions that were decided and are not made', async () => {
      const asking = (id: string, changes = {}) =>
        decisionText(id, {
          ...{ outcome: 'challenge', cardholder: 'ich_1', received_at: NOW - HOUR, asked_at: NOW - HOUR },
          challenge: { id: `chl_${id}`, phone: 'hmac_p', reply_ms: HOUR },
          ...changes,
        });
      await writeRecords(pool(), [
        asking('made'),
        asking('unmade'),
        asking('old', { received_at: NOW - 9 * HOUR }),
        asking('declined', { outcome: 'decline', challenge: null }),
      ]);
      await put('chl_made', NOW - HOUR, { decisionId: 'made' });
      expect(await readUnmadeChallenges(pool(), NOW - 2 * HOUR, 10)).toEqual([
        {
          ...{ id: 'chl_unmade', scope: TEST_SCOPE, cardholder: 'ich_1', phone: 'hmac_p' },
          ...{ askedAtMs: NOW - HOUR, replyMs: HOUR },
        },
      ]);
    });

    describe('before somebody is texted', () => {
      const plan = { id: 'chl_new', phone: 'hmac_p', phoneUnchangedMs: 72 * HOUR };
      const wanted: WantedRight = { scope: TEST_SCOPE, cardholder: 'ich_1', plan, atMs: NOW };
      const facts = (changes: Partial<WantedRight> = {}) => readPhoneFacts(pool(), { ...wanted, ...changes });
      const NOTHING = { isOptedOut: false, lastPhone: null, phoneSinceMs: null };

      it('knows nothing of somebody new', async () => {
        expect(await facts()).toEqual(NOTHING);
        expect(await facts({ cardholder: null })).toEqual(NOTHING);
      });

      it('knows the phone of the latest other question within the time that it must be the same', async () => {
        await put('chl_1', NOW - 80 * HOUR, { phone: 'hmac_old', state: 'expired' });
        expect((await facts()).lastPhone).toBeNull();
        await put('chl_2', NOW - 70 * HOUR, { phone: 'hmac_before', state: 'expired' });
        await put('chl_3', NOW - 60 * HOUR, { phone: 'hmac_last', state: 'expired' });
        await put('chl_4', NOW - 50 * HOUR, { phone: null, state: 'expired' });
        await put('chl_5', NOW - HOUR, { phone: 'hmac_live', scope: LIVE });
        expect((await facts()).lastPhone).toBe('hmac_last');
        expect((await facts({ plan: { ...plan, id: 'chl_3' } })).lastPhone).toBe('hmac_before');
      });

      it('knows who said STOP and did not take it back', async () => {
        await optOut(pool(), 'hmac_p', NOW);
        await optOut(pool(), 'hmac_q', NOW);
        await optIn(pool(), 'hmac_q', NOW);
        expect(await facts()).toEqual({ ...NOTHING, isOptedOut: true });
        expect((await facts({ plan: { ...plan, phone: 'hmac_q' } })).isOptedOut).toBe(false);
      });

      it('knows since when the cardholder has the phone', async () => {
        const state = { known: HAS_PHONE, absentMs: NOW - HOUR, presentMs: [NOW, NOW] } as const;
        await writeCardholders(pool(), [{ scope: TEST_SCOPE, id: 'ich_1', state }]);
        expect((await facts()).phoneSinceMs).toBe(NOW);
        expect((await facts({ scope: LIVE })).phoneSinceMs).toBeNull();
      });
    });
  });
}
