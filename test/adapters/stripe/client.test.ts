import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { createStripeClient } from '../../../src/adapters/stripe/client.ts';
import { isTestKey } from '../../../src/adapters/stripe/key.ts';
import { stripeProblem } from '../../../src/adapters/stripe/problem.ts';
import { freePort } from '../../support/proxy.ts';
import { recorder } from '../../support/recorder.ts';

const OPTIONS = { secretKey: 'sk_test_1', apiVersion: Stripe.API_VERSION };
const error = (code: string) => ({ error: { type: 'invalid_request_error', code, message: `about ${code}` } });

async function problemWith(status: number): Promise<string | null> {
  const { host } = await recorder(() => ({ status, json: error('it') }));
  const stripe = createStripeClient({ ...OPTIONS, apiHost: host });
  return stripe.issuing.cards.retrieve('ic_1').then(() => null, stripeProblem);
}

describe('the client of Stripe', () => {
  it('asks the host that it is given', async () => {
    const { host, requests } = await recorder(() => ({ json: { id: 'ic_1' } }));
    await createStripeClient({ ...OPTIONS, apiHost: host }).issuing.cards.retrieve('ic_1');
    expect(requests.map(({ call }) => call)).toEqual(['GET /v1/issuing/cards/ic_1']);
  });

  it('tries again under the same idempotency key after a 5xx', async () => {
    const { host, requests } = await recorder((_request, number) =>
      number === 1 ? { status: 500, json: error('it') } : { json: { id: 'ich_1' } },
    );
    const { issuing } = createStripeClient({ ...OPTIONS, apiHost: host });
    await issuing.cardholders.update('ich_1', { status: 'inactive' }, { idempotencyKey: 'own' });
    expect(requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['own', 'own']);
  });
});

describe('what goes wrong with Stripe', () => {
  it('is told in sentences that say what to do', async () => {
    expect(await problemWith(401)).toMatch(/does not take this key .*about it.*API keys/);
    expect(await problemWith(403)).toMatch(/may not do this .*restricted key/);
    expect(await problemWith(429)).toMatch(/too often/);
    expect(await problemWith(404)).toMatch(/answers with an error \(about it\)/);
  });

  it('names the cause where Stripe is not reached', async () => {
    const apiHost = `http://127.0.0.1:${await freePort()}`;
    const { issuing } = createStripeClient({ ...OPTIONS, apiHost });
    const problem = await issuing.cards.retrieve('ic_1', {}, { maxNetworkRetries: 0 }).catch(stripeProblem);
    expect(problem).toBe("Stripe can't be reached (ECONNREFUSED)");
  });

  it('is none of ours to tell when it is another error', () => {
    expect(stripeProblem(new TypeError('no'))).toBeNull();
  });
});

it('tells keys of test mode from live ones and from anything else', () => {
  const keys = ['sk_test_1', 'rk_test_1', 'sk_live_1', 'rk_live_1', 'pk_test_1', ' sk_test_1'];
  expect(keys.filter(isTestKey)).toEqual(['sk_test_1', 'rk_test_1']);
});
