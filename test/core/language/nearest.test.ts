import { expect, test } from 'vitest';
import { nearest } from '../../../src/core/language/nearest.ts';
import { createReporter } from '../../../src/core/language/reporter.ts';

const NAMES = ['fraud_risk_score', 'network_risk_score', 'amount', 'amount_in_usd', 'card', 'merchant_country'];

test.each([
  ['fraud_risk_scroe', 'fraud_risk_score', 'neighbours swapped'],
  ['Fraud_Risk_Score', 'fraud_risk_score', 'another case'],
  ['amonut', 'amount', 'a short word with one slip'],
  ['fraud_score', 'fraud_risk_score', 'a word left out'],
  ['risk_score', 'fraud_risk_score', 'the first of two equals'],
  ['country_of_merchant', 'merchant_country', 'words in another order'],
  ['card', 'card', 'the word itself'],
])('%s was meant to be %s: %s', (word, meant) => {
  expect(nearest(word, NAMES)).toBe(meant);
});

test.each(['xyz', '', 'velocity', 'bird_or_fish'])('%j is like none of the names', (word) => {
  expect(nearest(word, NAMES)).toBeNull();
});

test('a reporter that is full of warnings still takes errors', () => {
  const reporter = createReporter({ path: 'rule', text: '' }, 2);
  for (let i = 0; i < 5; i++) reporter.warn({ start: 0, end: 0 }, 'odd');
  expect(reporter.isFull()).toBe(false);
  for (let i = 0; i < 5; i++) reporter.error({ start: 0, end: 0 }, 'wrong');
  expect(reporter.isFull()).toBe(true);
  expect(reporter.diagnostics.map(({ severity }) => severity)).toEqual(['warning', 'warning', 'error', 'error']);
});
