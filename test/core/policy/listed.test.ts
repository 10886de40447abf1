import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listsAt, NO_ENTRIES } from '../../../src/core/policy/listed.ts';
import { policyOf } from '../../support/policy.ts';

const AT = Date.parse('2026-06-15T12:00:00Z');
const policy = policyOf({
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
  'lists/risky.yaml': `type: string
entries:
  - always
  - { value: later, known_from: 2026-06-15T12:00:00Z }
  - { value: until, known_until: 2026-06-15T12:00:00Z }
`,
});

test('an entry is on its list from its first moment on and no longer at its last', () => {
  const on = (atMs: number) =>
    ['always', 'later', 'until'].filter((value) => listsAt(policy, NO_ENTRIES, atMs).has('risky', value));
  expect(on(AT - 1)).toEqual(['always', 'until']);
  expect(on(AT)).toEqual(['always', 'later']);
});

test('what people add counts beside what the policy put there', () => {
  const entries = new Map([['risky', new Map([['added', [{ fromMs: AT, untilMs: null }]]])]]);
  expect(listsAt(policy, entries, AT).has('risky', 'added')).toBe(true);
  expect(listsAt(policy, entries, AT).has('risky', 'always')).toBe(true);
  expect(listsAt(policy, entries, AT).has('other', 'added')).toBe(false);
});

test('an expired entry equals an absent one, and one that is not yet known as well', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), (fromMs, lengthMs, atMs) => {
      const entries = new Map([['risky', new Map([['x', [{ fromMs, untilMs: fromMs + lengthMs }]]])]]);
      expect(listsAt(policy, entries, atMs).has('risky', 'x')).toBe(atMs >= fromMs && atMs < fromMs + lengthMs);
    }),
  );
});
