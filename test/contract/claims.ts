import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, AskIdentity, Claim, Claims } from '../../src/core/decision/ports.ts';

/** Claims that were opened: two doors to the same ones, and a name for asks that nobody else uses. */
export interface OpenedClaims {
  readonly doors: readonly [Claims, Claims];
  close(): Promise<void>;
}

export function answerOf(decisionId: string): Answer {
  return { decisionId, reply: { approved: true, metadata: { decision: decisionId } } };
}

let asks = 0;

/** An ask that is like no other before. */
export function newAsk(more: Partial<AskIdentity> = {}): AskIdentity {
  asks += 1;
  const scope = { livemode: false, account: null };
  return { scope, eventId: `evt_${asks}`, askKey: `iauth_${asks}:0:1`, createdAtMs: 1e9, ...more };
}

export function firstOf(claim: Claim) {
  if (claim.kind !== 'first') throw new Error('a duplicate');
  return claim;
}

/** What a duplicate is answered; fails where it is none. */
export function answerTo(claim: Claim): Promise<Answer | null> {
  if (claim.kind !== 'duplicate') throw new Error('the first of its kind');
  return claim.answer;
}

/** What all claims must do, whether asks come through one door or two. */
export function claimsContract(name: string, open: () => Promise<OpenedClaims>): void {
  describe(`the contract of claims in ${name}`, () => {
    let opened: OpenedClaims;

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.close();
    });

    test('forgets asks, which are then like no others', async () => {
      const [door] = opened.doors;
      const [gone, stays] = [newAsk(), newAsk()];
      for (const ask of [gone, stays]) firstOf(await door.claim(ask)).settle(answerOf(ask.askKey ?? ''));
      await door.forget([gone, newAsk()]);
      expect((await door.claim(gone)).kind).toBe('first');
      expect(await answerTo(await door.claim(stays))).toEqual(answerOf(stays.askKey ?? ''));
    });

    for (const [where, from, to] of [
      ['through one door', 0, 0],
      ['through two doors', 0, 1],
    ] as const) {
      describe(where, () => {
        const claimFirst = async (ask: AskIdentity) => firstOf(await opened.doors[from].claim(ask));
        const claimAgain = (ask: AskIdentity) => Promise.resolve(opened.doors[to].claim(ask));

        test('make the second asker wait for the answer to the first', async () => {
          const ask = newAsk();
          const claim = await claimFirst(ask);
          const second = answerTo(await claimAgain(ask));
          const third = answerTo(await claimAgain(ask));
          claim.settle(answerOf('dec_1'));
          expect(await Promise.all([second, third])).toEqual([answerOf('dec_1'), answerOf('dec_1')]);
        });

        test('give the answer at once when it is known', async () => {
          const ask = newAsk();
          (await claimFirst(ask)).settle(answerOf('dec_2'));
          expect(await answerTo(await claimAgain(ask))).toEqual(answerOf('dec_2'));
        });

        test('know an ask by its event alone, and by its key alone', async () => {
          const ask = newAsk();
          (await claimFirst(ask)).settle(answerOf('dec_3'));
          expect(await answerTo(await claimAgain({ ...ask, eventId: 'evt_other' }))).toEqual(answerOf('dec_3'));
          expect(await answerTo(await claimAgain({ ...ask, eventId: null }))).toEqual(answerOf('dec_3'));
          const sameEvent = { ...ask, askKey: `${ask.askKey?.split(':')[0]}:1:1` };
          expect(await answerTo(await claimAgain(sameEvent))).toEqual(answerOf('dec_3'));
        });

        test('know an ask that has an event and no key', async () => {
          const ask = newAsk({ askKey: null });
          (await claimFirst(ask)).settle(answerOf('dec_4'));
          expect(await answerTo(await claimAgain(ask))).toEqual(answerOf('dec_4'));
        });

        test('that are given back can be taken again, and whoever waited is told', async () => {
          const ask = newAsk();
          const claim = await claimFirst(ask);
          const waiting = answerTo(await claimAgain(ask));
          claim.settle(null);
          expect(await waiting).toBeNull();
          expect((await claimAgain(ask)).kind).toBe('first');
        });

        test('keep apart live and test, accounts, and asks about the same authorization', async () => {
          const ask = newAsk();
          const { scope } = ask;
          const others = [
            { ...ask, scope: { ...scope, livemode: true } },
            { ...ask, scope: { ...scope, account: 'acct_1' } },
            { ...ask, eventId: `${ask.eventId}_next`, askKey: `${ask.askKey?.split(':')[0]}:1:1` },
          ];
          await claimFirst(ask);
          for (const other of others) expect((await claimAgain(other)).kind).toBe('first');
        });

        test('take asks without event and key for new ones each time', async () => {
          const nameless = newAsk({ eventId: null, askKey: null });
          await claimFirst(nameless);
          expect((await claimAgain(nameless)).kind).toBe('first');
        });

        test('have one first of many that ask at once', async () => {
          const ask = newAsk();
          const doors = Array.from({ length: 40 }, (_, index) => opened.doors[index % 2 ? to : from]);
          const claims = await Promise.all(doors.map((door) => door.claim(ask)));
          const firsts = claims.filter(({ kind }) => kind === 'first');
          expect(firsts).toHaveLength(1);
          for (const claim of firsts) firstOf(claim).settle(answerOf('dec_5'));
          const others = claims.filter(({ kind }) => kind === 'duplicate').map(answerTo);
          expect(new Set((await Promise.all(others)).map((answer) => answer?.decisionId))).toEqual(new Set(['dec_5']));
        });
      });
    }
  });
}
