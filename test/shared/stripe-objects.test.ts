import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStage, found } from '../simulator/stripe/stage.ts';

// The simulated Stripe's objects beside Stripe's own samples. They are no part of this project: COUNTERSIGN_SHARED says
// where they are, and without it these tests are skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const samples = join(shared ?? '', 'fixtures', 'stripe');
const whyNot =
  shared === undefined ? 'COUNTERSIGN_SHARED is not set' : existsSync(samples) ? null : `there is no ${samples}`;

/** Ours beyond the samples: not sent to every account. */
const BEYOND = ['fraud_challenges', 'fraud_disputability_likelihood', 'risk_assessment'];

function sampleOf(name: string): unknown {
  return JSON.parse(readFileSync(join(samples, `${name}.json`), 'utf8'));
}

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths that one of the two lacks. Under null there is nothing to compare. */
function differences(ours: unknown, sample: unknown, path = ''): string[] {
  if (!isHash(ours) || !isHash(sample)) return [];
  const missing = Object.keys(sample).filter((key) => !(key in ours));
  const extra = Object.keys(ours).filter((key) => !(key in sample) && !BEYOND.includes(key));
  return [
    ...missing.map((key) => `${path}${key} is missing`),
    ...extra.map((key) => `${path}${key} is not Stripe's`),
    ...Object.keys(sample).flatMap((key) => differences(ours[key], sample[key], `${path}${key}.`)),
  ];
}

describe.skipIf(whyNot !== null)(whyNot ? `Stripe's samples: skipped, ${whyNot}` : "Stripe's samples", () => {
  test('have the same keys as our objects, at every depth', async () => {
    const stage = await createStage({ holder: { metadata: {} }, card: { type: 'physical', metadata: {} } });
    const { authorization } = await stage.buy({ threeDSecure: 'authenticated' });
    const transactionId = await stage.issuer.capture(authorization.id, 5, true);
    const disputeId = await stage.issuer.dispute(transactionId, 'fraudulent');
    const ours = {
      event: { ...found(stage.events[0]), data: {} },
      'issuing.authorization': found(stage.asks[0]).event.data.object,
      'issuing.card': stage.card(),
      'issuing.cardholder': stage.card().cardholder,
      'issuing.dispute': stage.dispute(disputeId),
      'issuing.transaction': stage.transaction(transactionId),
    };
    for (const [name, object] of Object.entries(ours)) {
      const sample = sampleOf(name);
      const compared = name === 'event' && isHash(sample) ? { ...sample, data: {} } : sample;
      expect(differences(object, compared), name).toEqual([]);
    }
  });
});
