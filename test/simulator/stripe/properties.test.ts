import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import { readEvent } from '../../../src/adapters/stripe/event.ts';
import { InvalidTransition } from '../../../src/simulator/stripe/errors.ts';
import { OTHER_SWITCHES } from '../../../src/simulator/stripe/settings.ts';
import type { AskResult } from '../../../src/simulator/stripe/transport.ts';
import { APPROVED, createStage, DECLINED, MERCHANT, reply, type Stage, type StageOptions, scored } from './stage.ts';

const FUNDED = 50_000;
const ANSWERS: readonly AskResult[] = [
  APPROVED,
  APPROVED,
  DECLINED,
  reply({ approved: true, amount: 777 }),
  reply({ approved: false, send_fraud_challenges: ['sms'], metadata: { note: 'asked' } }),
  reply('nonsense', { status: 500 }),
  { kind: 'timed_out' },
];

type Step = readonly [kind: string, which: number, amount: number];
const kinds = [
  'buy',
  'buy',
  'buy at a pump',
  'verify',
  'increment',
  'reverse',
  'reverse all',
  'capture',
  'capture and close',
  'expire',
  'finalize',
  'force',
  'refund',
  'dispute',
  'win',
  'lose',
  'confirm',
  'reject',
  'wait',
];
const steps = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(5), fc.integer({ min: 1, max: 9_000 })), {
  minLength: 1,
  maxLength: 40,
});

/** Does one step to the `which`-last thing that it can be done to. What the account refuses is no step. */
async function take(stage: Stage, [kind, which, amount]: Step): Promise<void> {
  const { issuer, account } = stage;
  const pick = (ids: Iterable<string>) => [...ids].at(-1 - which) ?? 'none';
  const authorization = pick(account.objects.authorizations.keys());
  const transaction = pick(account.objects.transactions.keys());
  const dispute = pick(account.objects.disputes.keys());
  stage.answers.next = () => ANSWERS[(which + amount) % ANSWERS.length] ?? APPROVED;
  const actions: Record<string, () => Promise<unknown> | unknown> = {
    buy: () => stage.buy({ usd: amount / 100, ...scored(amount % 101) }),
    'buy at a pump': () => stage.buy({ usd: amount / 100, isAmountControllable: true }),
    verify: () => stage.buy({ usd: 0 }),
    increment: () => issuer.increment(authorization, amount),
    reverse: () => issuer.reverse(authorization, amount),
    'reverse all': () => issuer.reverse(authorization, null),
    capture: () => issuer.capture(authorization, amount, false),
    'capture and close': () => issuer.capture(authorization, amount, true),
    expire: () => issuer.expire(authorization),
    finalize: () => account.finalizeAmount(authorization, amount),
    force: () => issuer.forceCapture('ic_1', MERCHANT, { amountMinor: amount, currency: 'usd' }),
    refund: () => issuer.refund(transaction, amount),
    dispute: () => issuer.dispute(transaction, which % 2 === 0 ? 'fraudulent' : 'not_received'),
    win: () => issuer.closeDispute(dispute, 'won'),
    lose: () => issuer.closeDispute(dispute, 'lost'),
    confirm: () => account.respondToChallenge(authorization, true),
    reject: () => account.respondToChallenge(authorization, false),
    wait: () => {
      stage.clock.nowMs += amount * 100_000;
    },
  };
  try {
    await actions[kind]?.();
  } catch (error) {
    if (!(error instanceof InvalidTransition) && !/^No such /.test(String((error as Error).message))) throw error;
  }
}

function play(options: StageOptions, check: (stage: Stage) => void, taken = steps): Promise<void> {
  return fc.assert(
    fc.asyncProperty(taken, async (all) => {
      const settings = { balanceMinor: FUNDED, blocksScoresAbove: 90, ...options.settings };
      const stage = await createStage({ ...options, settings });
      for (const step of all) {
        await take(stage, step);
        check(stage);
      }
    }),
    { numRuns: 80 },
  );
}

/** What the objects say of the money: held by open authorizations, gone by transactions, back by disputes won. */
function bookedMinor({ account }: Stage): number {
  let booked = 0;
  for (const { approved, status, amount } of account.objects.authorizations.values()) {
    if (approved && status === 'pending') booked += amount;
  }
  for (const { amount } of account.objects.transactions.values()) booked -= amount;
  return booked;
}

function wonMinor({ account }: Stage): number {
  const won = [...account.objects.disputes.values()].filter(({ status }) => status === 'won');
  return won.reduce((sum, { amount }) => sum + amount, 0);
}

describe('whatever happens', () => {
  test('nothing held or captured is below zero, and only open authorizations hold', async () => {
    await play({}, ({ account }) => {
      for (const { amount, merchant_amount, approved, status } of account.objects.authorizations.values()) {
        expect(amount).toBeGreaterThanOrEqual(0);
        expect(merchant_amount).toBeGreaterThanOrEqual(0);
        if (approved && status !== 'pending') expect(amount).toBe(0);
      }
      for (const { amount, type } of account.objects.transactions.values()) {
        expect(Math.sign(amount)).toBe(type === 'capture' ? -1 : 1);
      }
    });
  });

  test('the balance is what the objects add up to', async () => {
    const refundless = steps.map((all) => all.filter(([kind]) => kind !== 'refund'));
    await play(
      {},
      (stage) => {
        expect(stage.account.availableMinor('usd')).toBe(FUNDED - bookedMinor(stage) + wonMinor(stage));
      },
      refundless,
    );
  });

  test('what was refunded is not brought back by a dispute as well', async () => {
    await play({}, (stage) => {
      const spent = FUNDED - stage.account.availableMinor('usd');
      expect(spent).toBeGreaterThanOrEqual(0);
      expect(spent).toBeLessThanOrEqual(bookedMinor(stage));
      expect(spent).toBeGreaterThanOrEqual(bookedMinor(stage) - wonMinor(stage));
    });
  });

  test.each([
    ['the default switches', {}],
    ['the other switches', { switches: OTHER_SWITCHES, settings: { hasFraudTools: false, account: 'acct_1' } }],
    ['time-outs that approve', { settings: { timeoutDefault: 'approve' as const } }],
  ])('Countersign can read every event and authorization, with %s', async (_name, options) => {
    await play(options, (stage) => {
      const scope = { livemode: false, account: null };
      for (const event of [...stage.events.splice(0), ...stage.asks.splice(0).map((ask) => ask.event)]) {
        const reading = readEvent(JSON.parse(JSON.stringify(event)));
        if (!reading.isEvent) throw new Error(reading.problem);
        expect(reading.event).toMatchObject({ id: event.id, livemode: false, type: event.type });
        expect(reading.event.account).toBe(stage.account.settings.account);
        if (!event.type.startsWith('issuing_authorization.')) continue;
        const authorization = readAuthorization(reading.event.object, scope, reading.event.createdAtMs);
        if (!authorization.isReadable) throw new Error(authorization.problem);
        expect(authorization.authorization.card.id).toBe('ic_1');
      }
    });
  });

  test('an object is only told as it is: the last event about it is what it is now', async () => {
    await play({}, ({ events, account }) => {
      const last = new Map(events.map(({ data }) => [(data.object as { id: string }).id, data.object]));
      for (const [id, transaction] of account.objects.transactions) expect(last.get(id)).toEqual(transaction);
      for (const [id, dispute] of account.objects.disputes) expect(last.get(id)).toEqual(dispute);
      for (const [id, authorization] of account.objects.authorizations) {
        // Cards and disputes change without an event of the authorization's.
        const { card: _card, transactions: _told, ...told } = last.get(id) as typeof authorization;
        const { card: _now, transactions: _shown, ...now } = authorization;
        expect(told).toEqual(now);
      }
    });
  });
});

describe('ids', () => {
  async function idsWith(seed: string): Promise<string[]> {
    const stage = await createStage({ seed });
    for (let i = 0; i < 20; i += 1) await stage.buy();
    return [...stage.account.objects.authorizations.keys(), ...stage.events.map(({ id }) => id)];
  }

  test("are of Stripe's form, all different, and the same from the same seed", async () => {
    const ids = await idsWith('a');
    for (const id of ids) expect(id).toMatch(/^(iauth|evt)_1[0-9A-Za-z]{24}$/);
    expect(new Set(ids).size).toBe(40);
    expect(await idsWith('a')).toEqual(ids);
    expect((await idsWith('b')).filter((id) => ids.includes(id))).toEqual([]);
  });
});

test('of authorizations that are closed only so many are remembered, with what hangs on them', async () => {
  const stage = await createStage({ keepsClosed: 3 });
  const { authorization: open } = await stage.buy();
  const first = await stage.buy();
  const transactionId = await stage.issuer.capture(first.authorization.id, 5, true);
  const disputeId = await stage.issuer.dispute(transactionId, 'fraudulent');
  const forced = await stage.issuer.forceCapture('ic_1', MERCHANT, { amountMinor: 5, currency: 'usd' });
  stage.answers.next = () => DECLINED;
  for (let i = 0; i < 3; i += 1) await stage.buy();
  const { authorizations, transactions, disputes } = stage.account.objects;
  expect(authorizations.size).toBe(4);
  expect([authorizations.has(open.id), authorizations.has(first.authorization.id)]).toEqual([true, false]);
  expect([transactions.has(transactionId), disputes.has(disputeId)]).toEqual([false, false]);
  for (let i = 0; i < 3; i += 1) await stage.issuer.forceCapture('ic_1', MERCHANT, { amountMinor: 5, currency: 'usd' });
  expect([transactions.has(forced), transactions.size]).toEqual([false, 3]);
});
