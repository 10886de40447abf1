import { expect, test } from 'vitest';
import { DEFAULT_SWITCHES, OTHER_SWITCHES } from '../../src/simulator/stripe/settings.ts';
import { checkDay, liveADay, settingsWith } from '../contract/whole-path.ts';
import { temporaryFolder } from '../support/folder.ts';
import { performedImage, serveImage } from '../support/image.ts';
import { serve } from '../support/serve.ts';

// What Stripe does not document is a switch of the simulated one: the promises hold in either position of all of them.
const STRIPES = [
  { name: 'as we take it to be', settings: settingsWith(DEFAULT_SWITCHES, null), environment: {} },
  {
    name: 'that is otherwise wherever its pages are silent',
    settings: { ...settingsWith(OTHER_SWITCHES, 'acct_1Simulated'), hasFraudTools: true },
    environment: { STRIPE_VERSION: '2022-08-01' },
  },
  {
    name: 'without Advanced Fraud Tools',
    settings: { ...settingsWith(DEFAULT_SWITCHES, null), hasFraudTools: false },
    environment: {},
  },
];

test.each(STRIPES)(
  'a day of a card program with a Stripe $name: each ask answered once, in time, accepted, and in both books the same',
  async ({ settings, environment }) => {
    const dataDir = temporaryFolder();
    const day = await liveADay(await serve(dataDir, environment), settings, 'a day');
    await checkDay(day, dataDir);
    const declined = day.asked.filter(({ isApproved }) => !isApproved).length;
    if (settings.hasFraudTools) expect(declined).toBeGreaterThan(0);
  },
  120_000,
);

test('the same day with the image', async () => {
  const dataDir = temporaryFolder();
  const serving = await serveImage(await performedImage(), dataDir);
  const day = await liveADay(serving, settingsWith(DEFAULT_SWITCHES, null), 'a day');
  await checkDay(day, dataDir);
}, 240_000);
