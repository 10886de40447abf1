import { describe, expect, it } from 'vitest';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import { reportEvents } from '../../../src/adapters/stripe/reports.ts';
import { askEvent } from '../../../src/core/decision/count-ask.ts';
import type { EntryOutcome } from '../../../src/core/features/built-in-event.ts';
import { createFeatureEngine } from '../../../src/core/features/engine.ts';
import { authorizationObject } from '../../support/stripe.ts';
import { featuresPolicy, SCOPE } from '../../workflows/velocity/stage.ts';
import { NOON, type OpenedTimelines } from './stage.ts';

const AT = Math.floor(NOON / 1000);
const POLICY = featuresPolicy(`event authorization
asks := Count(by card last 1 day exclusive)
approved := Count(by card where is_approved last 1 day exclusive)
declined := Count(by card where is_declined last 1 day exclusive)
by_stripe := Count(by card where is_declined_by_stripe last 1 day exclusive)
spent := Sum(amount by card where is_approved last 1 day exclusive)
attempted := Sum(amount by card last 1 day exclusive)
largest := Max(amount by card where is_approved last 1 day exclusive)
merchants := CountUnique(merchant by card last 1 day exclusive)
`);
const NAMES = ['asks', 'approved', 'declined', 'by_stripe', 'spent', 'attempted', 'merchants'];
type Fields = Readonly<Record<string, unknown>>;

/** What features are while Stripe tells what became of authorizations. */
export function lifeContract(opened: () => OpenedTimelines): void {
  let cards = 0;

  /** A card of its own, and what happens with it. */
  async function newCard() {
    await opened().markFilled(POLICY.features.timelines.map(({ id }) => id));
    const engine = createFeatureEngine({ store: opened().timelines, conceal: (text) => text });
    const card = `ic_life_${++cards}`;
    let arrival = 0;

    function askOf(id: string, atSeconds: number, amount: number, earlier: readonly Fields[] = []) {
      const plain = authorizationObject({ id });
      const object = {
        ...plain,
        card: { ...(plain.card as Fields), id: card },
        pending_request: { ...(plain.pending_request as Fields), amount },
        request_history: earlier,
      };
      const reading = readAuthorization(object, SCOPE, atSeconds * 1000);
      if (!reading.isReadable) throw new Error(reading.problem);
      return askEvent(reading.authorization, new Map(), ++arrival);
    }

    return {
      card,
      async ask(id: string, atSeconds: number, amount: number, outcome: EntryOutcome, earlier: readonly Fields[] = []) {
        const { written } = await engine.evaluate(askOf(id, atSeconds, amount, earlier), POLICY.features, 'count');
        await engine.settle(written, outcome);
      },
      async report(id: string, request_history: readonly Fields[], more: Fields = {}) {
        const record = {
          ...{ type: 'issuing_authorization.updated', livemode: false, account: null, object_id: id },
          received_at: ++arrival,
          fields: { card: { id: card }, merchant_data: { network_id: 'm_told' }, request_history, ...more },
        };
        for (const event of reportEvents(record, new Map())) await engine.evaluate(event, POLICY.features, 'count');
      },
      async read(atSeconds: number) {
        const { values } = await engine.evaluate(askOf('iauth_reader', atSeconds, 1), POLICY.features, 'dry');
        return Object.fromEntries(NAMES.map((name) => [name, values.get(name)]));
      },
    };
  }

  const told = (approved: boolean, reason: string, amount: number, created: number) => {
    return { approved, reason, amount, currency: 'usd', created, requested_at: created };
  };

  describe('features of an authorization that Stripe tells more of', () => {
    it('stay as they are through reversals, captures, expiry and refunds', async () => {
      const { ask, report, read } = await newCard();
      await ask('iauth_1', AT, 10_000, 'approved');
      const counted = await read(AT + 60);
      expect(counted).toMatchObject({ asks: 1, approved: 1, spent: 100, attempted: 100, merchants: 1 });
      const history = [told(true, 'webhook_approved', 10_000, AT)];
      const amounts: readonly Fields[] = [
        { status: 'pending', amount: 10_000 },
        { status: 'pending', amount: 6_000 },
        { status: 'pending', amount: 6_000, transactions: [{ id: 'ipi_1' }] },
        { status: 'reversed', amount: 0 },
        { status: 'expired', amount: 0 },
        { status: 'closed', amount: 0, transactions: [{ id: 'ipi_1' }, { id: 'ipi_refund' }] },
      ];
      for (const fields of amounts) {
        await report('iauth_1', history, fields);
        expect(await read(AT + 60), JSON.stringify(fields)).toEqual(counted);
      }
    });

    it('count an increment as an ask of its own, and what Stripe says of each', async () => {
      const { ask, report, read } = await newCard();
      await ask('iauth_1', AT, 10_000, 'approved');
      const first = told(true, 'webhook_approved', 10_000, AT);
      await ask('iauth_1', AT + 9, 2_500, 'approved', [first]);
      expect(await read(AT + 60)).toMatchObject({ asks: 2, approved: 2, spent: 125 });
      await report('iauth_1', [told(false, 'insufficient_funds', 2_500, AT + 9), first]);
      expect(await read(AT + 60)).toMatchObject({ asks: 2, approved: 1, by_stripe: 1, spent: 100, attempted: 125 });
    });

    it.each(['webhook_timeout', 'webhook_error', 'stripe_internal_error', 'network_fallback'])(
      'leave out an ask that was declined by %s, of which the retry is the attempt',
      async (reason) => {
        const { ask, report, read } = await newCard();
        // What we meant never reached Stripe: approved or declined, it is the same.
        await ask('iauth_lost', AT, 9_000, 'declined');
        await ask('iauth_late', AT + 1, 9_000, 'approved');
        await ask('iauth_retry', AT + 5, 9_000, 'approved');
        expect(await read(AT + 60)).toMatchObject({ asks: 3, approved: 2, declined: 1 });
        await report('iauth_lost', [told(false, reason, 9_000, AT)]);
        await report('iauth_late', [told(false, reason, 9_000, AT + 1)]);
        await report('iauth_retry', [told(true, 'webhook_approved', 9_000, AT + 5)]);
        const wanted = { asks: 1, approved: 1, declined: 0, by_stripe: 0, spent: 90, attempted: 90, merchants: 1 };
        expect(await read(AT + 60)).toEqual(wanted);
        // Told of again, and of an ask that never came to us.
        await report('iauth_lost', [told(false, reason, 9_000, AT)], { status: 'closed' });
        await report('iauth_never_asked', [told(false, reason, 500, AT + 6)]);
        expect(await read(AT + 60)).toEqual(wanted);
      },
    );

    it('count what Stripe or the network approved in an outage', async () => {
      const { ask, report, read } = await newCard();
      await ask('iauth_1', AT, 1_000, 'declined');
      await report('iauth_1', [told(true, 'webhook_timeout', 1_000, AT)]);
      await report('iauth_2', [told(true, 'network_fallback', 2_000, AT + 1)]);
      expect(await read(AT + 60)).toMatchObject({ asks: 2, approved: 2, declined: 0, spent: 30 });
    });
  });
}
