import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { profileSchema } from '../../../src/core/policy/schema.ts';
import { type ThresholdChange, writeThresholds } from '../../../src/core/policy/write-thresholds.ts';

const FOLDER = 'policies/profiles';
const shipped = readdirSync(FOLDER).map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'));
const balanced = readFileSync(`${FOLDER}/balanced.yaml`, 'utf8');

const change: fc.Arbitrary<ThresholdChange> = fc.oneof(
  fc.record({
    signal: fc.constantFrom('fraud_risk_score' as const, 'network_risk_score' as const),
    word: fc.constantFrom('decline' as const, 'challenge' as const, 'review' as const),
    bound: fc.option(fc.integer({ min: 0, max: 100 })),
  }),
  fc.record({
    signal: fc.constantFrom('card_testing_risk_level' as const, 'merchant_dispute_risk_level' as const),
    word: fc.constantFrom('decline' as const, 'challenge' as const, 'review' as const),
    bound: fc.option(fc.constantFrom('low', 'normal', 'elevated', 'highest')),
  }),
);

/** The same as an object, without maps that hold nothing. */
function changed(text: string, changes: readonly ThresholdChange[]): unknown {
  const profile = profileSchema.parse(parse(text));
  const thresholds = structuredClone(profile.thresholds) as Record<string, Record<string, number | string>>;
  for (const { signal, word, bound } of changes) {
    const own = thresholds[signal] ?? {};
    if (bound === null) delete own[word];
    else own[word] = bound;
    if (Object.keys(own).length > 0) thresholds[signal] = own;
    else delete thresholds[signal];
  }
  return { ...profile, thresholds };
}

describe('writing thresholds into a profile', () => {
  test('changes the shipped profiles by nothing where nothing is changed', () => {
    for (const text of shipped) expect(writeThresholds(text, [])).toBe(text);
  });

  test('leaves every other line as it is, comments too', () => {
    const written = writeThresholds(balanced, [{ signal: 'fraud_risk_score', word: 'decline', bound: 61 }]);
    expect(written).toBe(balanced.replace('{ decline: 50 }', '{ decline: 61 }'));
  });

  test('changes one threshold to the letter, however the file is laid out', () => {
    const odd =
      '# mine\nthresholds:\n      fraud_risk_score:   {decline:  50  ,challenge: 30} # so far\n\n\n\ndeadline_ms:   900\n';
    const written = writeThresholds(odd, [{ signal: 'fraud_risk_score', word: 'decline', bound: 61 }]);
    expect(written).toBe(odd.replace('50', '61'));
    const quoted = 'thresholds: { "fraud_risk_score": { decline: 5e1 } }\n';
    expect(writeThresholds(quoted, [{ signal: 'fraud_risk_score', word: 'decline', bound: 7 }])).toBe(
      quoted.replace('5e1', '7'),
    );
    const shared = 'thresholds: { fraud_risk_score: { review: &x 5, decline: *x } }\n';
    const parted = writeThresholds(shared, [{ signal: 'fraud_risk_score', word: 'decline', bound: 7 }]);
    expect(parse(parted)).toEqual({ thresholds: { fraud_risk_score: { review: 5, decline: 7 } } });
  });

  test('adds a word to a signal that has one, and a signal in one line', () => {
    const written = writeThresholds(balanced, [
      { signal: 'fraud_risk_score', word: 'challenge', bound: 30 },
      { signal: 'fraud_disputability', word: 'review', bound: 'very_unlikely' },
    ]);
    expect(written).toContain('  fraud_risk_score: { decline: 50, challenge: 30 }\n');
    expect(written).toContain('  fraud_disputability: { review: very_unlikely }\n');
  });

  test('takes the signal away with its last word', () => {
    const written = writeThresholds(balanced, [{ signal: 'card_testing_risk_level', word: 'review', bound: null }]);
    expect(written).not.toContain('card_testing_risk_level');
  });

  test('begins a profile that has no thresholds, or is empty', () => {
    const add: ThresholdChange = { signal: 'fraud_risk_score', word: 'decline', bound: 75 };
    expect(parse(writeThresholds('deadline_ms: 900\n', [add]))).toEqual({
      deadline_ms: 900,
      thresholds: { fraud_risk_score: { decline: 75 } },
    });
    expect(parse(writeThresholds('', [add]))).toEqual({ thresholds: { fraud_risk_score: { decline: 75 } } });
    expect(parse(writeThresholds('thresholds:\n', [add]))).toEqual({
      thresholds: { fraud_risk_score: { decline: 75 } },
    });
  });

  test('refuses what is no profile, and says why', () => {
    expect(() => writeThresholds('- 1\n', [])).toThrow('it is no map of settings');
    expect(() => writeThresholds('a: [1\n', [])).toThrow("the profile can't be changed");
  });

  test('says of any changes what an object would say', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shipped), fc.array(change, { maxLength: 6 }), (text, changes) => {
        const written = writeThresholds(text, changes);
        expect(profileSchema.parse(parse(written))).toEqual(changed(text, changes));
      }),
    );
  });
});
