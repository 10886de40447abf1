import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { runAgainstStripe, type StripeRunOptions } from '../../../../src/apps/cli/stripe-run/run.ts';
import type { AskResult, SimulatedEvent } from '../../../../src/simulator/stripe/transport.ts';
import { collectedTerminal } from '../../../support/collected-terminal.ts';
import { freePort } from '../../../support/proxy.ts';
import { recorder } from '../../../support/recorder.ts';
import { servedApp } from '../../../support/served-app.ts';
import { hastyClock, reply, replying, serveStripe, TEST_KEY } from '../../../support/served-stripe.ts';

async function run(changes: Partial<StripeRunOptions>) {
  const { terminal, out, err } = collectedTerminal();
  const code = await runAgainstStripe(terminal, {
    secretKey: TEST_KEY,
    apiHost: null,
    apiVersion: Stripe.API_VERSION,
    count: 3,
    seed: 'run',
    isJson: false,
    clock: hastyClock,
    runId: 'run',
    signal: new AbortController().signal,
    ...changes,
  });
  return { code, out: out(), err: err() };
}

async function runWith(answer: (event: SimulatedEvent) => Promise<AskResult>, changes: Partial<StripeRunOptions> = {}) {
  const served = await serveStripe(answer);
  return { ...served, ...(await run({ apiHost: served.apiHost, ...changes })) };
}

const SILENCE = async (): Promise<AskResult> => ({ kind: 'timed_out' });

describe('a run against Stripe', () => {
  it("shows Stripe's record beside Countersign's own answers, and that they agree", async () => {
    const { code, out, account } = await runWith(await servedApp(), { count: 6 });
    expect(code).toBe(0);
    const [heading, ...lines] = out.split('\n');
    expect(heading).toMatch(/^amount +merchant +score +Stripe's record +our answer/);
    expect(lines.slice(0, 6).join('\n')).toMatch(/approved, webhook_approved +approve, nothing_matched/);
    expect(out).toMatch(/\n {5}6 {2}agreed\n$/);
    expect([...account.objects.cards.values()].every(({ status }) => status === 'canceled')).toBe(true);
  });

  it('chooses a telling fraud score for every third purchase, and each is asked with the score that is shown', async () => {
    const asked: unknown[] = [];
    const answer = replying(reply('approve'));
    const { out } = await runWith(
      async (event) => {
        asked.push(event.data.object);
        return answer();
      },
      { count: 6, isJson: true },
    );
    const scores = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).fraud_risk_score);
    expect(asked).toMatchObject(scores.map((score) => ({ risk_assessment: { fraud_risk: { score } } })));
    expect([scores[2], scores[5]].every((score) => score >= 20 && score <= 90)).toBe(true);
  });

  it('makes the same purchases for the same seed, and others for another', async () => {
    const purchases = async (seed: string) =>
      (await runWith(replying(reply('approve')), { seed, isJson: true })).out
        .trim()
        .split('\n')
        .map((line) => {
          const { amount, merchant, fraud_risk_score } = JSON.parse(line);
          return { amount, merchant, fraud_risk_score };
        });
    const first = await purchases('one');
    expect(first).toHaveLength(3);
    expect(await purchases('one')).toEqual(first);
    expect(await purchases('two')).not.toEqual(first);
  });

  it('prints a line of JSON for each with --json, and nothing else', async () => {
    const { out } = await runWith(replying(reply('decline', 'fraud_risk_score.decline')), { count: 1, isJson: true });
    expect(JSON.parse(out)).toMatchObject({
      amount: expect.any(Number),
      currency: 'usd',
      merchant: expect.any(String),
      stripe: { authorization: expect.stringMatching(/^iauth_/), approved: false, reason: 'webhook_declined' },
      ours: { decision: 'dec_1', outcome: 'decline', reason: 'fraud_risk_score.decline' },
      comparison: 'agreed',
    });
  });

  it('ends early, with its table, when it is told to', async () => {
    const { code, out } = await runWith(replying(reply('approve')), { signal: AbortSignal.abort() });
    expect(code).toBe(1);
    expect(out).toMatch(/ 0 {2}agreed\n$/);
  });
});

describe('what a run finds wrong', () => {
  it('is a time-out, with what to do about the endpoint', async () => {
    const { code, out } = await runWith(SILENCE, { count: 1 });
    expect(code).toBe(1);
    expect(out).toMatch(/webhook_timeout +- +timed out\n/);
    expect(out).toMatch(/ 1 {2}timed out\n.*two seconds[\s\S]*stripe listen --forward-to/);
  });

  it('is a reply that Stripe does not take, with its reason', async () => {
    const { code, out } = await runWith(replying({ approved: 'yes' }), { count: 1 });
    expect(code).toBe(1);
    expect(out).toMatch(/webhook_error[^\n]*\n +Stripe says: .*approved/);
    expect(out).toMatch(/ 1 {2}webhook error\n/);
  });

  it('is an answer that is not marked as ours', async () => {
    const { code, out } = await runWith(replying({ approved: true }), { count: 1 });
    expect(code).toBe(1);
    expect(out).toMatch(/ 1 {2}answered, without our mark\n.*REPLY_METADATA/);
  });

  it('is a Stripe that stops answering midway: what there was is shown, and no agreement makes that good', async () => {
    const limits = { perSecond: 12, perSecondAndEndpoint: 12 };
    const served = await serveStripe(replying(reply('approve')), { limits });
    const { code, out, err } = await run({ apiHost: served.apiHost, count: 50 });
    expect(code).toBe(1);
    expect(out).toMatch(/ [1-9] {2}agreed\n$/);
    expect(err).toContain('asked too often');
  });

  it('is a refusal in the midst: what was made before is retired all the same, one by one', async () => {
    let cards = 0;
    const { host, requests } = await recorder(({ call }) => {
      if (call === 'GET /v1/account') return { json: { country: 'US' } };
      if (call === 'POST /v1/issuing/cards') cards += 1;
      // The first card can't be cancelled, and purchases fail with what ends a run.
      const isRefused = call === 'POST /v1/issuing/cards/id_1' || call.includes('/test_helpers/');
      if (isRefused) return { status: 401, json: { error: { type: 'invalid_request_error', message: 'No.' } } };
      return { json: { id: call === 'POST /v1/issuing/cards' ? `id_${cards}` : 'ich_1' } };
    });
    const { code, err } = await run({ apiHost: host, count: 3 });
    expect(code).toBe(1);
    expect(err).toContain('one of the cards and cardholders made here could not be retired');
    expect(err).toContain('does not take this key');
    const retired = requests.filter(({ form }) => form.status === 'canceled' || form.status === 'inactive');
    expect(retired.length).toBe(cards + 1);
  });

  it('is an empty balance, with how to fill it', async () => {
    const served = await serveStripe(SILENCE, { settings: { balanceMinor: 0 } });
    const { code, out } = await run({ apiHost: served.apiHost, count: 1 });
    expect(code).toBe(1);
    expect(out).toMatch(/ 1 {2}insufficient funds\n[\s\S]*fund_balance/);
  });

  it('is not what Stripe blocks by itself, but nothing is proved while it asks nothing', async () => {
    const served = await serveStripe(SILENCE, { settings: { blocksScoresAbove: -1 } });
    const { code, out } = await run({ apiHost: served.apiHost, count: 2 });
    expect(code).toBe(1);
    expect(out).toMatch(/ 0 {2}agreed\n {5}2 {2}not asked\n/);
  });

  it('is what Stripe refuses to make, counted and told once', async () => {
    const { host } = await recorder(({ call }) =>
      call === 'GET /v1/account'
        ? { json: { country: 'US' } }
        : { status: 400, json: { error: { type: 'invalid_request_error', message: 'Issuing is not set up.' } } },
    );
    const { code, out } = await run({ apiHost: host, count: 3 });
    expect(code).toBe(1);
    expect(out).toMatch(/ 3 {2}not possible\n +Stripe's test mode refuses a cardholder: Issuing is not set up\.\n$/);
  });
});

describe('a run that can not begin', () => {
  it('exits with 2 and a sentence for a live key, which goes nowhere, and for no key', async () => {
    const { host, requests } = await recorder(() => ({ json: {} }));
    const live = await run({ apiHost: host, secretKey: 'sk_live_hidden' });
    expect(live).toMatchObject({ code: 2, out: '', err: expect.stringContaining('not a key of test mode') });
    expect(live.err).not.toContain('hidden');
    expect(requests).toEqual([]);
    expect(await run({ apiHost: host, secretKey: null })).toMatchObject({
      code: 2,
      err: expect.stringContaining('STRIPE_SECRET_KEY is not set'),
    });
  });

  it('exits with 2 and a sentence for an address that is none', async () => {
    for (const apiHost of ['127.0.0.1:12111', 'ftp://127.0.0.1', 'stripe']) {
      expect(await run({ apiHost })).toMatchObject({ code: 2, err: expect.stringContaining('STRIPE_API_HOST') });
    }
  });

  it('exits with 1 and a sentence for a key that Stripe does not take, and where Stripe is not reached', async () => {
    const served = await serveStripe(SILENCE);
    const wrong = await run({ apiHost: served.apiHost, secretKey: 'sk_test_wrong' });
    expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('does not take this key') });
    const nowhere = await run({ apiHost: `http://127.0.0.1:${await freePort()}` });
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("can't be reached (ECONNREFUSED)") });
  });
});
