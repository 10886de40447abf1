import { expect, onTestFinished, test } from 'vitest';
import type { Text } from '../../src/simulator/twilio/account.ts';
import { startTwilio } from '../../src/simulator/twilio/start.ts';
import { HOLDER } from '../simulator/stripe/stage.ts';
import { realClock } from '../support/clock.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { type Serving, serve, until } from '../support/serve.ts';
import { replying, serveStripe, TEST_KEY } from '../support/served-stripe.ts';
import { freshAsk } from '../support/stripe.ts';

const PHONE = '+12025550123';
const PUBLIC_URL = 'https://countersign.example.com';
const POLICY = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: careful }]\n',
  'profiles/careful.yaml':
    'thresholds: { fraud_risk_score: { challenge: 30, decline: 90 } }\n' +
    'challenge: { channel: twilio, phone_unchanged_hours: 0 }\n',
};

/** The service as an owner starts it, a Twilio that finds it behind a proxy, and a Stripe that knows the cardholder. */
async function opened() {
  const { account, apiHost } = await serveStripe(replying({ approved: true }));
  await account.issuer.addCardholder({ ...HOLDER, phone: PHONE });
  const phones: Text[] = [];
  const home = { url: '' };
  const twilio = await startTwilio({
    ...{ clock: realClock, sentMs: 5, endedMs: 5, onText: (text) => void phones.push(text) },
    route: (url) => url.replace(PUBLIC_URL, home.url),
  });
  onTestFinished(() => twilio.close());
  twilio.tokens = ['token_of_the_account'];
  twilio.account.setInboundUrl(`${PUBLIC_URL}/webhooks/twilio/messages`);
  const policies = temporaryFolder();
  writeFiles(policies, POLICY);
  const dataDir = temporaryFolder();
  const environment = {
    ...{ POLICIES: policies, PUBLIC_URL, STRIPE_SECRET_KEY: TEST_KEY, STRIPE_API_HOST: apiHost },
    ...{ TWILIO_ACCOUNT_SID: twilio.sid, TWILIO_AUTH_TOKEN: 'token_of_the_account', TWILIO_FROM: twilio.number },
    ...{ TWILIO_API_HOST: twilio.url, TWILIO_TEST_NUMBERS: `+12025550199,${PHONE}` },
  };
  async function start(): Promise<Serving> {
    const started = await serve(dataDir, environment);
    home.url = `http://127.0.0.1:${started.port}`;
    await until(async () => ((await started.ready()).challenges as { asks: boolean }).asks);
    return started;
  }
  let serving = await start();
  let asks = 0;
  return {
    ...{ serving, phones, twilio },
    /** The service once more, on the same folder. */
    async again(): Promise<void> {
      serving = await start();
    },
    allowances: async () => ((await serving.ready()).challenges as { allowances: number }).allowances,
    /** A purchase of this score; whether it was approved. */
    async buys(score: number): Promise<boolean> {
      asks += 1;
      const card = { cardholder: { id: 'ich_1', phone_number: PHONE } };
      const answer = await serving.ask(freshAsk(asks, score, Date.now(), { card }));
      return JSON.parse(answer?.text ?? '{}').approved;
    },
    says: (body: string) => void twilio.account.receive({ from: PHONE, to: twilio.number, body }),
  };
}

test('a cardholder is asked by Twilio, says YES, and is let through; says NO later, and is not', async () => {
  const { buys, says, phones, allowances, serving } = await opened();
  // An embedded database that is busy beginning may not give the right to ask in time: then nobody is asked.
  const [question] = await until(async () => {
    expect(await buys(40)).toBe(false);
    await until(async () => phones.length > 0, 3_000);
    return phones;
  });
  expect(question).toMatchObject({ to: PHONE, body: expect.stringMatching(/12\.34 USD at Sample Rides.*YES.*STOP/) });

  // Another one meanwhile asks no second question.
  expect(await buys(50)).toBe(false);
  says('Yes');
  await until(async () => (await allowances()) === 1);
  await until(async () => phones.length === 2);
  expect(await buys(95)).toBe(true);
  expect(await buys(0)).toBe(true);

  says('NO');
  await until(async () => (await allowances()) === 0);
  await until(async () => phones.length === 3);
  // Declined from now on at that merchant, before anything else is looked at.
  await until(async () => !(await buys(0)));
  expect(phones).toHaveLength(3);
  const log = serving.log.join('\n');
  expect(log).toContain('"effect":"verified"');
  expect(log).not.toContain(PHONE.slice(2));
}, 120_000);

test('a cardholder is texted once, though the service is killed while Twilio, which sent, gives no answer', async () => {
  const { buys, says, phones, allowances, serving, again, twilio } = await opened();
  const attempts: string[] = [];
  twilio.faults.request = ({ method, params }) => {
    if (method !== 'POST') return null;
    attempts.push(params.Body ?? '');
    return 'hang_after';
  };
  // Nobody is told: it is looked for.
  twilio.faults.webhook = ({ kind }) => (kind === 'inbound' ? [0] : []);
  await until(async () => {
    expect(await buys(40)).toBe(false);
    return until(async () => attempts.length > 0, 3_000);
  });
  await serving.kill();
  await until(async () => phones.length === 1);
  await again();
  says('Yes');
  await until(async () => (await allowances()) === 1);
  expect(await buys(95)).toBe(true);
  expect([attempts.length, phones.filter(({ body }) => body.includes('STOP')).length]).toEqual([1, 1]);
}, 180_000);
