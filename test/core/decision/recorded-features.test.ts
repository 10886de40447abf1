import { describe, expect, test } from 'vitest';
import { featureNames, namedFeatures, recordedFeatures } from '../../../src/core/decision/recorded-features.ts';
import { missing } from '../../../src/core/domain/value.ts';
import { policyOf } from '../../support/policy.ts';

const policyWith = (scowl: string) =>
  policyOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
    'profiles/a.yaml': '{}\n',
    'features/a.scowl': `event authorization\n${scowl}`,
  });

const then = policyWith('asks := Count(by card last 1 hour)\nspent := Sum(amount by card last 1 day)\n');
const counted = { features: [3, { missing: 'no_key' }], approximate: [], inputs: {}, derived: {} };

describe('features that were recorded', () => {
  test('have the names of the policy that recorded them, and keep why they were missing', () => {
    expect(featureNames(then)).toEqual(['asks', 'spent']);
    const features = recordedFeatures(counted, then);
    expect([features.get('asks'), features.get('spent')]).toEqual([3, missing('no_key')]);
    expect(namedFeatures(counted, then)).toEqual({ asks: 3, spent: { missing: 'no_key' } });
  });

  test('are those of another policy only where it defines them in the same way', () => {
    const now = policyWith('spent := Sum(amount by card last 1 day)\nasks := Count(by card last 2 hours)\n');
    const features = recordedFeatures(counted, then, now);
    expect([features.get('asks'), features.get('spent')]).toEqual([undefined, missing('no_key')]);
  });

  test('are unknown where the policy that recorded them is, and where nothing was', () => {
    expect(recordedFeatures(counted, null).get('asks')).toBeUndefined();
    expect(recordedFeatures(null, then).get('asks')).toBeUndefined();
    expect(namedFeatures(counted, null)).toEqual({});
  });
});
