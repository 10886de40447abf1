import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/domain/random.ts';
import { OTHER_SWITCHES, SWITCHES } from '../../src/simulator/stripe/settings.ts';
import { checkDays, endService, liveADay, settingsWith } from '../contract/whole-path.ts';
import { checkAsks } from '../contract/whole-path-asks.ts';
import { temporaryFolder } from '../support/folder.ts';
import { performedImage, serveImage } from '../support/image.ts';
import { serve } from '../support/serve.ts';
import { openUnreliableLine } from '../support/unreliable-line.ts';

// What Stripe does not document is a switch of the simulated one: the promises hold in either position of all of them.
const STRIPES = [
  { name: 'as we take it to be', settings: settingsWith({}), environment: {} },
  {
    name: 'that is otherwise wherever its pages are silent',
    settings: settingsWith({ account: 'acct_1Simulated' }, OTHER_SWITCHES),
    environment: { STRIPE_VERSION: '2022-08-01' },
  },
];

test.each(STRIPES)(
  'a day of a card program with a Stripe $name: each ask answered once, in time, accepted, and in both books the same',
  async ({ settings, environment }) => {
    const dataDir = temporaryFolder();
    const serving = await serve(dataDir, environment);
    const day = await liveADay({ port: serving.port, settings, seed: 'a day', cardholders: 150, days: 1 });
    await endService(serving);
    await checkDays([day], dataDir);
    await checkAsks(day, dataDir);
    expect(day.asked.filter(({ result }) => result.kind !== 'replied')).toEqual([]);
    expect(day.asked.some(({ isApproved }) => !isApproved)).toBe(true);
  },
  120_000,
);

test('days without Advanced Fraud Tools, whatever Stripe sends in their place, and one on a line that breaks', async () => {
  const dataDir = temporaryFolder();
  const serving = await serve(dataDir);
  const small = { port: serving.port, cardholders: 60, days: 1 };
  const days = [];
  for (const withoutFraudTools of SWITCHES.withoutFraudTools) {
    const settings = settingsWith({ hasFraudTools: false, account: 'acct_1Simulated' }, { withoutFraudTools });
    days.push(await liveADay({ ...small, settings, seed: `without fraud tools: ${withoutFraudTools}` }));
  }
  const random = createRandom(20261122);
  const line = await openUnreliableLine(serving.port, { asks: 0.25, events: 0.05 }, random);
  const settings = settingsWith({ timeoutDefault: 'approve' }, { askRetries: 'once' });
  const broken = await liveADay({ ...small, port: line.port, settings, seed: 'a line that breaks' });
  await endService(serving);
  await checkDays([...days, broken], dataDir);

  expect(days.flatMap(({ asked }) => asked).filter(({ result }) => result.kind !== 'replied')).toEqual([]);
  // Each kind of fault came, and some asks met two.
  expect(Math.min(...Object.values(line.faults()))).toBeGreaterThan(0);
  expect(broken.program.delivery.counts().retried).toBeGreaterThan(0);
  expect(new Set(broken.asked.map(({ result }) => result.kind))).toEqual(new Set(['replied', 'unreachable']));
}, 120_000);

test('a day with the image', async () => {
  const dataDir = temporaryFolder();
  const serving = await serveImage(await performedImage(), dataDir);
  const settings = settingsWith({});
  const day = await liveADay({ port: serving.port, settings, seed: 'a day', cardholders: 150, days: 1 });
  await endService(serving);
  await checkDays([day], dataDir);
  expect(day.asked.filter(({ result }) => result.kind !== 'replied')).toEqual([]);
}, 240_000);
