import { describe, expect, test } from 'vitest';
import { planAnswer } from '../../../src/simulator/world/answers.ts';
import type { PurchaseEntry, TextSent } from '../../../src/simulator/world/books.ts';
import { createFakeIssuer } from '../../support/issuer.ts';
import { DAY_MS, type Lived, START_MS, worldOf } from './live.ts';

type Options = Parameters<typeof worldOf>[0];

/**
 * Lets a world live whose issuer declines some purchases and asks about them. After a YES the card may buy at the
 * merchant. `senderKnows` says whether the texts say which purchase they are about.
 */
async function liveAsked(
  days: number,
  options: Options = {},
  senderKnows = true,
): Promise<Lived & { asked: string[] }> {
  const asked: string[] = [];
  const allowed = new Set<string>();
  const issuer = createFakeIssuer({
    refuse: ({ cardId, merchant, amount }) =>
      allowed.has(`${cardId} ${merchant.networkId}`) || amount.amountMinor % 5 > 1 ? null : 'webhook_declined',
  });
  const { world, lived } = worldOf(options, {
    ...issuer,
    async authorize(purchase) {
      const answer = await issuer.authorize(purchase);
      const cardholder = issuer.cardholders.get(issuer.cards.get(purchase.cardId)?.cardholderId ?? '');
      if (answer.isApproved || !cardholder?.phone) return answer;
      asked.push(answer.authorizationId);
      const to = cardholder.phone;
      const about = `${purchase.merchant.name.replace(/[^A-Za-z0-9 ]/g, '').slice(0, 22)}`;
      const authorizationId = senderKnows ? answer.authorizationId : null;
      const send = (body: string) => world.texted({ to, body, authorizationId, reply }, nowMs);
      async function reply(body: string): Promise<void> {
        if (body.trim().toUpperCase() === 'YES') {
          allowed.add(`${purchase.cardId} ${purchase.merchant.networkId}`);
          send('Thanks, try again.');
        } else if (!['NO', 'STOP'].includes(body.trim().toUpperCase())) send('Please reply YES or NO.');
      }
      send(`Did you pay at ${about}? Reply YES or NO.`);
      return answer;
    },
  });
  let nowMs = START_MS;
  const untilMs = START_MS + days * DAY_MS;
  for (let atMs = world.peekMs(); atMs !== null && atMs < untilMs; atMs = world.peekMs()) {
    nowMs = atMs;
    await world.next()?.run();
  }
  return { ...lived, asked };
}

const byMeaning = (texts: readonly TextSent[], means: TextSent['means']) => texts.filter((one) => one.means === means);

describe('people who are asked about a purchase', () => {
  test('mostly say YES to their own, soon, and buy it at the second try', async () => {
    const { texts, purchases, asked } = await liveAsked(4, { cardholders: 60 });
    expect(asked.length).toBeGreaterThan(100);
    const own = texts.filter(({ isFraud }) => !isFraud);
    const vouchedFor = new Set(byMeaning(own, 'yes').map(({ authorizationId }) => authorizationId)).size;
    expect(vouchedFor / asked.length).toBeGreaterThan(0.7);
    expect(vouchedFor / asked.length).toBeLessThan(0.95);
    expect(byMeaning(own, 'no').length / own.length).toBeLessThan(0.06);
    const again = purchases.filter(({ isAfterYes }) => isAfterYes);
    expect(again.filter(({ answer }) => answer.isApproved).length).toBeGreaterThan(0.8 * again.length);
    expect(again.length).toBeGreaterThan(0.5 * asked.length);
    const first = (id: string) => purchases.find(({ answer }) => answer.authorizationId === id)?.atMs ?? 0;
    const delays = texts
      .map(({ authorizationId, atMs }) => (atMs - first(authorizationId)) / 60_000)
      .sort((a, b) => a - b);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(5);
    // Some are later than the hour in which an answer counts.
    expect(delays.at(-1)).toBeGreaterThan(60);
  });

  test("say NO to what thieves bought, but for a few, and don't try that again", async () => {
    const options = { cardholders: 60, scenario: 'stolen-card', fraudShare: 0.3 } as const;
    const { texts, purchases } = await liveAsked(4, options);
    const others = texts.filter(({ isFraud }) => isFraud);
    expect(others.length).toBeGreaterThan(20);
    expect(byMeaning(others, 'no').length / others.length).toBeGreaterThan(0.85);
    expect(purchases.filter(({ isFraud, isAfterYes }) => isFraud && isAfterYes)).toEqual([]);
  });

  test('write what is no plain YES or NO now and then, and do as they are told at the second time', async () => {
    const { texts } = await liveAsked(4, { cardholders: 60 });
    const plain = /^\s*(yes\.?|no|stop|start|unsubscribe)\s*$/i;
    const odd = texts.filter(({ body }) => !plain.test(body));
    expect(odd.length).toBeGreaterThan(5);
    expect(new Set(odd.map(({ body }) => body)).size).toBeGreaterThan(3);
    const later = odd.map((one) =>
      texts.filter(({ authorizationId, atMs }) => one.authorizationId === authorizationId && atMs > one.atMs),
    );
    expect(later.flat().filter(({ body }) => plain.test(body)).length).toBeGreaterThan(
      0.5 * new Set(odd.map(({ authorizationId }) => authorizationId)).size,
    );
  });

  test('know by reading which purchase a text is about', async () => {
    const { texts, asked } = await liveAsked(2, { cardholders: 40 }, false);
    const about = await liveAsked(2, { cardholders: 40 });
    expect(texts.length).toBeGreaterThan(0.6 * asked.length);
    expect(texts.map(({ authorizationId }) => authorizationId)).toEqual(
      about.texts.map(({ authorizationId }) => authorizationId),
    );
  });

  test('answer the same in the same world', async () => {
    const one = await liveAsked(1, { cardholders: 40 });
    expect((await liveAsked(1, { cardholders: 40 })).texts).toEqual(one.texts);
    expect((await liveAsked(1, { cardholders: 40, seed: 'b' })).texts).not.toEqual(one.texts);
  });

  test('send STOP now and then, and some of them START later', () => {
    const plans = Array.from({ length: 4_000 }, (_, number) =>
      planAnswer('stop', number, { atMs: START_MS, isFraud: false }, 'holder'),
    );
    const first = plans.map(([text]) => text?.means ?? 'nothing');
    const share = (means: string) => first.filter((one) => one === means).length / first.length;
    expect(share('yes')).toBeGreaterThan(0.8);
    for (const [means, least, most] of [
      ['stop', 0.004, 0.02],
      ['no', 0.005, 0.03],
      ['nothing', 0.05, 0.2],
    ] as const) {
      expect(share(means)).toBeGreaterThan(least);
      expect(share(means)).toBeLessThan(most);
    }
  });

  test('are left alone by a text that asks nothing', async () => {
    const { world, lived } = worldOf({ cardholders: 20 });
    world.texted(
      { to: '+12025550100', body: 'YES or NO?', authorizationId: null, reply: async () => expect.fail() },
      START_MS,
    );
    for (let turn = 0; turn < 50; turn += 1) await world.next()?.run();
    expect(lived.texts).toEqual([]);
  });
});

describe('telephones', () => {
  test('change hands with an account that is taken over: the thief is asked and says YES, until it is put right', async () => {
    const options = { cardholders: 60, scenario: 'account-takeover', fraudShare: 0.3 } as const;
    const { texts, phones, purchases, issuer } = await liveAsked(6, options);
    const taken = phones.filter(({ by }) => by === 'thief');
    expect(taken.length).toBeGreaterThan(10);
    const stolen = new Set(taken.map(({ phone }) => phone));
    const said = texts.filter(({ phone }) => stolen.has(phone));
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter(({ by, means }) => by !== 'thief' || means !== 'yes')).toEqual([]);
    const stolenAgain = purchases.filter(
      ({ isFraud, isAfterYes, answer }) => isFraud && isAfterYes && answer.isApproved,
    );
    expect(stolenAgain.length).toBeGreaterThan(0);
    // Before the first purchase of its thieves the telephone is theirs.
    const cardholderOf = ({ purchase }: PurchaseEntry) => issuer.cards.get(purchase.cardId)?.cardholderId;
    for (const fraud of purchases.filter(({ isFraud }) => isFraud)) {
      expect(taken.some(({ cardholderId, atMs }) => cardholderId === cardholderOf(fraud) && atMs < fraud.atMs)).toBe(
        true,
      );
    }
    const restored = phones.filter(
      ({ by, phone, cardholderId }) =>
        by === 'holder' && !stolen.has(phone) && taken.some((one) => one.cardholderId === cardholderId),
    );
    expect(restored.length).toBeGreaterThan(0);
  });

  test('are new now and then, and the issuer is told', async () => {
    const { phones, issuer } = await liveAsked(20, { cardholders: 100 });
    expect(phones.length).toBeGreaterThan(0);
    expect(phones.length).toBeLessThan(15);
    for (const { cardholderId, phone, by } of phones) {
      expect(by).toBe('holder');
      expect(issuer.cardholders.get(cardholderId)?.phone).toBe(phone);
    }
  });
});
