import { expect, test } from 'vitest';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { demoWorld } from '../../../../src/apps/cli/demo/demo-world.ts';
import { createTally } from '../../../../src/apps/cli/demo/tally.ts';
import { DEFAULT_WISH } from '../../../../src/apps/cli/demo.ts';
import { decide } from '../../../../src/core/decision/decide.ts';
import { NO_FACTS } from '../../../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../../../src/core/domain/features.ts';
import { createLeapingClock } from '../../../../src/simulator/clock.ts';
import { runWorld } from '../../../../src/simulator/run.ts';
import { createStripeAccount } from '../../../../src/simulator/stripe/create-account.ts';
import { DEFAULT_SETTINGS } from '../../../../src/simulator/stripe/settings.ts';
import type { SimulatedEvent } from '../../../../src/simulator/stripe/transport.ts';
import { createWorld } from '../../../../src/simulator/world/world.ts';
import { policyOf, shippedFiles } from '../../../support/policy.ts';
import { reply, replying } from '../../../support/served-stripe.ts';

const policy = policyOf(shippedFiles());

/** The shipped policy's own answer. */
async function answer({ data }: SimulatedEvent) {
  const reading = readAuthorization(data.object, { livemode: false, account: null }, null);
  if (!reading.isReadable) throw new Error('an ask that can not be read');
  return replying(reply(decide(reading.authorization, NO_FEATURES, NO_FACTS, policy).outcome))();
}

// A world depends on the day and the hour at which it begins, and nobody chooses when to look.
test.each(['2026-11-23T09:00Z', '2026-12-05T18:00Z', '2027-02-10T02:00Z'])(
  'the first minute of a demo without wishes stops far more than it costs (begun at %s)',
  async (start) => {
    const startMs = Date.parse(start);
    const clock = createLeapingClock(startMs);
    const tally = createTally();
    const account = createStripeAccount({
      seed: 'first minute',
      nowMs: clock.nowMs,
      settings: DEFAULT_SETTINGS,
      transport: { ask: answer, emit: () => undefined },
    });
    const books = {
      purchased: tally.purchased,
      attackBegan: () => undefined,
      loggedIn: () => undefined,
      disputed: () => undefined,
      texted: () => undefined,
      phoneChanged: () => undefined,
    };
    const world = createWorld({ ...demoWorld(DEFAULT_WISH)(startMs), issuer: account.issuer, books });
    const untilMs = startMs + 60_000 * DEFAULT_WISH.speed;
    await runWorld({ world, clock, untilMs, atOnce: 1, signal: new AbortController().signal });
    const { fraudStopped, goodDeclined, goodApproved } = tally.totals();
    expect(fraudStopped.usdMinor).toBeGreaterThan(100_000);
    expect(fraudStopped.usdMinor).toBeGreaterThan(2 * goodDeclined.usdMinor);
    expect(fraudStopped.count).toBeGreaterThan(20);
    expect(goodDeclined.count).toBeLessThan(0.05 * goodApproved.count);
  },
);
