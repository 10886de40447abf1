import { describe, expect, it } from 'vitest';
import {
  findAnswer,
  findDecision,
  findDecisionsByAuthorization,
  recentAnswers,
} from '../../../src/adapters/store/database/answers.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';

const TEST_SCOPE = { livemode: false, account: null };

/** Decisions are written once for an ask, and found again. */
export function decisionsContract(database: () => Database): void {
  const write = (...texts: string[]) => writeRecords(database().pool, texts);
  const count = async () => {
    const { rows } = await database().pool.query<{ count: string }>('select count(*) from decisions');
    return Number(rows[0]?.count);
  };

  describe('decisions', () => {
    it('are found by id, by event, by ask and by authorization, as they were written', async () => {
      const text = decisionText('dec_1', { account: 'acct_1', livemode: true });
      expect(await write(text)).toEqual([{ kind: 'durable' }]);
      const scope = { livemode: true, account: 'acct_1' };
      const answer = { decisionId: 'dec_1', reply: JSON.parse(text).reply };
      const ask = { scope, createdAtMs: 0 };
      expect(await findDecision(database().pool, 'dec_1')).toEqual({
        record: JSON.parse(text),
        isRecordedLate: false,
      });
      expect(await findDecision(database().pool, 'dec_2')).toBeNull();
      expect(await findAnswer(database().pool, { ...ask, eventId: 'evt_dec_1', askKey: null })).toEqual(answer);
      expect(await findAnswer(database().pool, { ...ask, eventId: 'other', askKey: 'iauth_dec_1:0:1000' })).toEqual(
        answer,
      );
      expect(await findAnswer(database().pool, { ...ask, eventId: null, askKey: null })).toBeNull();
      expect(await findDecisionsByAuthorization(database().pool, scope, 'iauth_dec_1')).toHaveLength(1);
    });

    it('of one event in different scopes never meet', async () => {
      const scopes = [
        { livemode: false, account: null },
        { livemode: true, account: null },
        { livemode: true, account: 'acct_1' },
        { livemode: true, account: 'acct_2' },
      ];
      const texts = scopes.map((scope, index) => decisionText(`dec_${index}`, { ...scope, event: 'evt', ask: 'k' }));
      expect(await write(...texts)).toEqual(scopes.map(() => ({ kind: 'durable' })));
      for (const [index, scope] of scopes.entries()) {
        const found = await findAnswer(database().pool, { scope, eventId: 'evt', askKey: null, createdAtMs: 0 });
        expect(found?.decisionId).toBe(`dec_${index}`);
      }
    });

    it('of an event or ask that was answered by another one are refused with its answer', async () => {
      const answer = { decisionId: 'first', reply: JSON.parse(decisionText('first')).reply };
      const outcomes = await write(
        decisionText('first'),
        decisionText('same-event', { event: 'evt_first' }),
        decisionText('another'),
      );
      const refused = { kind: 'answered_before', answer };
      expect(outcomes).toEqual([{ kind: 'durable' }, refused, { kind: 'durable' }]);
      expect(await write(decisionText('same-ask', { ask: 'iauth_first:0:1000' }))).toEqual([refused]);
      const twice = await write(decisionText('first'), decisionText('new'), decisionText('new'));
      expect(twice).toEqual([{ kind: 'durable' }, { kind: 'durable' }, { kind: 'durable' }]);
      expect(await count()).toBe(3);
    });

    it('of an event and an ask that different ones answered get the answer to the event', async () => {
      await write(decisionText('by-ask'), decisionText('by-event'), decisionText('by-other-ask'));
      for (const other of ['by-ask', 'by-other-ask']) {
        const both = { event: 'evt_by-event', ask: `iauth_${other}:0:1000` };
        const [outcome] = await write(decisionText('new', both));
        expect(outcome).toMatchObject({ kind: 'answered_before', answer: { decisionId: 'by-event' } });
        const ask = { scope: TEST_SCOPE, eventId: both.event, askKey: both.ask, createdAtMs: 0 };
        expect(await findAnswer(database().pool, ask)).toMatchObject({ decisionId: 'by-event' });
      }
      const ask = { scope: TEST_SCOPE, eventId: null, askKey: 'iauth_by-ask:0:1000', createdAtMs: 0 };
      expect(await findAnswer(database().pool, ask)).toMatchObject({ decisionId: 'by-ask' });
    });

    it('without event and ask (an unreadable authorization) are all kept', async () => {
      const nothing = { event: null, ask: null, authorization: null, portfolio: null };
      await write(decisionText('a', nothing), decisionText('b', nothing));
      expect(await count()).toBe(2);
    });

    it('are marked as recorded late, with the mark in the same batch or in a later one', async () => {
      const late = (id: string) => JSON.stringify({ kind: 'late', id });
      expect(await write(decisionText('a'), late('a'), decisionText('b'), late('unknown'))).toHaveLength(4);
      await write(late('b'));
      await write(late('b'), decisionText('b'));
      await write(decisionText('c'));
      for (const [id, isRecordedLate] of [
        ['a', true],
        ['b', true],
        ['c', false],
      ] as const) {
        expect(await findDecision(database().pool, id)).toMatchObject({ isRecordedLate });
      }
    });

    it('warm the claims newest first, and no more than asked for', async () => {
      const at = (ms: number) => ({ asked_at: ms - 5, received_at: ms });
      await write(decisionText('old', at(1_000)), decisionText('new', at(3_000)), decisionText('mid', at(2_000)));
      const answers = await recentAnswers(database().pool, 1_500, 10);
      expect(answers.map(({ answer }) => answer.decisionId)).toEqual(['new', 'mid']);
      expect(answers[0]).toEqual({
        scope: TEST_SCOPE,
        eventId: 'evt_new',
        receivedAtMs: 3000,
        askKey: 'iauth_new:0:1000',
        createdAtMs: 2_995,
        answer: { decisionId: 'new', reply: JSON.parse(decisionText('new')).reply },
      });
      expect(await recentAnswers(database().pool, 0, 1)).toHaveLength(1);
    });
  });
}
