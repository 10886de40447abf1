import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/sdk/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

/** What Stripe would be told: the form of the one request that comes. */
async function listeningStripe() {
  const forms: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    forms.push(new URLSearchParams(body));
    response
      .setHeader('Content-Type', 'application/json')
      .end(JSON.stringify({ id: 'pi_1', object: 'payment_intent' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { stripe: new Stripe('sk_test_recipe', { host: '127.0.0.1', port, protocol: 'http' }), forms };
}

/** The program in docs/events.md, with its names bound. */
function recipe(bound: Readonly<Record<string, unknown>>): () => Promise<void> {
  const [, code = ''] = /```js\n(import[\s\S]*?)```/.exec(readFileSync('docs/events.md', 'utf8')) ?? [];
  const AsyncFunction = (async () => {}).constructor as new (
    ...words: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const run = new AsyncFunction(...Object.keys(bound), code.replace(/^import .*$/m, ''));
  return () => run(...Object.values(bound));
}

test('logins tell of a purchase, in the back end and on the card, as docs/events.md has it', async () => {
  const dataDir = temporaryFolder();
  const serving = await serve(dataDir, { POLICIES: 'policies' });
  const apiKey = await until(async () => readFileSync(join(dataDir, 'admin.key'), 'utf8').trim(), 60_000);
  const url = `http://127.0.0.1:${serving.port}`;
  const client = createClient({ url, apiKey });
  await until(async () => !(await client.counters.get()).cold);

  // A thief tries the passwords of seven users from one address, the last one's three times, and gets in there.
  const tries = ['u_1', 'u_2', 'u_3', 'u_4', 'u_5', 'u_6', 'u_victim', 'u_victim'];
  for (const [index, user] of tries.entries()) {
    client.track('login', { user_id: user, ip: '203.0.113.9', successful: false }, { id: `l_${index}` });
  }
  expect(await client.flush(10_000)).toBe(true);

  const { stripe, forms } = await listeningStripe();
  const back = {
    createClient: (options: object) => {
      const made = createClient(options as Parameters<typeof createClient>[0]);
      onTestFinished(async () => void (await made.flush(1_000)));
      return flushing(made);
    },
    process: { env: { COUNTERSIGN_URL: url, COUNTERSIGN_API_KEY: apiKey } },
    user: { id: 'u_victim' },
    request: { ip: '203.0.113.9' },
    successful: true,
    order: { id: 'o_1' },
    stripe,
    amount: 24_900,
    currency: 'usd',
    customer: 'cus_1',
  };
  await recipe(back)();
  expect(Object.fromEntries(forms[0] ?? [])).toMatchObject({
    amount: '24900',
    'metadata[failed_logins_by_user_5d]': '2',
    'metadata[failed_users_by_login_ip_5d]': '7',
  });

  // The victim's card: the same signals are attributes of rules, and go back with our reply.
  const card = { cardholder: { metadata: { user_id: 'u_victim' } } };
  const answer = await serving.ask(freshAsk('recipe', 5, Date.now(), { card }));
  const reply = JSON.parse(answer?.text ?? '{}') as { metadata: Record<string, string> };
  expect(reply.metadata).toMatchObject({ failed_logins_by_user_5d: '2', failed_users_by_login_ip_5d: '7' });
  const decision = await until(async () => (await client.decisions.list({ text: 'iauth_recipe' })).data[0] ?? null);
  expect(decision.features).toMatchObject({ failed_logins_by_user_5d: 2, failed_users_by_login_ip_5d: 7 });
  expect(JSON.stringify(decision)).not.toContain('u_victim@');
  expect(await serving.stop()).toBe(0);
}, 120_000);

/** As slow as the back end that logs in first and buys afterwards: what was tracked has arrived when it asks. */
function flushing(client: ReturnType<typeof createClient>) {
  return {
    ...client,
    enrich: async (...given: Parameters<typeof client.enrich>) => {
      await client.flush(10_000);
      return client.enrich(...given);
    },
  };
}
