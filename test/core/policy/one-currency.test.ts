import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { bundleOf } from '../../support/policy.ts';

function warnings(feature: string): string {
  const { diagnostics } = bundleOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
    'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
    'features/f.scowl': `event authorization\ntwice := amount * 2\nx := ${feature}\n`,
  });
  return diagnostics.map(formatDiagnostic).join('\n');
}

test.each([
  'Sum(amount by card last 1 day)',
  'Average(cashback_amount by card last 1 day)',
  'Max(previously_approved_amount by merchant, card last 1 day)',
  'Sum(twice by card last 1 day)',
  'Sum(amount_in_usd by merchant last 1 day)',
])('%s never mixes currencies: a card has one', (feature) => {
  expect(warnings(feature)).toBe('');
});

test.each([
  'Sum(amount by merchant last 1 day)',
  // The merchant's currency is another matter.
  'Sum(merchant_amount by card last 1 day)',
  'Sum(twice by cardholder last 1 day)',
  'Sum(amount by card_metadata["card"] last 1 day)',
  'Sum(amount + merchant_amount by card last 1 day)',
])('%s may mix currencies, and is warned of', (feature) => {
  expect(warnings(feature)).toMatch(/warning: Sum\(.*\) mixes currencies/);
});
