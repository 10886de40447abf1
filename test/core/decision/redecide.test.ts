import { expect, test } from 'vitest';
import { contentHash } from '../../../src/adapters/store/hasher.ts';
import { decideOffline } from '../../../src/core/decision/offline.ts';
import type { DecisionRecord } from '../../../src/core/decision/record.ts';
import { redecide } from '../../../src/core/decision/redecide.ts';
import { NO_FEATURES } from '../../../src/core/domain/features.ts';
import { readBundle } from '../../../src/core/policy/bundle.ts';
import { NO_ENTRIES } from '../../../src/core/policy/listed.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { createRecordedCatalogue } from '../../../src/core/rules/attributes.ts';
import { authorizationOf, scored } from '../../support/asks.ts';
import { policyOf } from '../../support/policy.ts';

const files = (profile: string, rules = '[]', portfolio = 'all') => ({
  'portfolios.yaml': `portfolios: [{ name: ${portfolio}, profile: a }]\n`,
  'profiles/a.yaml': profile,
  'rules/a.yaml': `rules: ${rules}\n`,
  'lists/bad.yaml': 'type: merchant\n',
});
const at = (decline: number) => `thresholds: { fraud_risk_score: { decline: ${decline} } }\n`;

function recordedPolicy(given: Readonly<Record<string, string>>): Policy {
  const read = Object.entries(given).map(([name, text]) => ({ name, source: { path: name, text } }));
  const { policy } = readBundle(read, '', contentHash, { catalogueOf: createRecordedCatalogue });
  if (!policy) throw new Error('the policy has errors');
  return policy;
}

/** A record as the database gives it back. */
function recordOf(score: number, policy = policyOf(files(at(75)))): DecisionRecord {
  const record = decideOffline(scored(score), {}, policy, (text) => text);
  return JSON.parse(JSON.stringify(record)) as DecisionRecord;
}

test('the same policy says the same of what was recorded, another threshold what it would have said', () => {
  expect(redecide(recordOf(60), recordedPolicy(files(at(75))), NO_ENTRIES, NO_FEATURES)).toMatchObject({
    kind: 'decided',
    isChanged: false,
  });
  expect(redecide(recordOf(60), recordedPolicy(files(at(50))), NO_ENTRIES, NO_FEATURES)).toMatchObject({
    kind: 'decided',
    isChanged: true,
    verdict: { outcome: 'decline', reasons: ['fraud_risk_score.decline'] },
  });
});

test('an attribute that no rule read then leaves it unknown, unless the rule is settled without', () => {
  const open = recordedPolicy(files(at(75), '[{ id: r, rule: "Block if :amount: > 5" }]'));
  expect(redecide(recordOf(60), open, NO_ENTRIES, NO_FEATURES)).toMatchObject({
    kind: 'unknown',
    portfolio: null,
    attributes: ['amount'],
    verdict: { outcome: 'approve' },
  });
  const settled = recordedPolicy(
    files(at(75), '[{ id: r, rule: "Block if :fraud_risk_score: > 90 and :amount: > 5" }]'),
  );
  expect(redecide(recordOf(60), settled, NO_ENTRIES, NO_FEATURES)).toMatchObject({ kind: 'decided', isChanged: false });
  const shadow = recordedPolicy(files(at(75), '[{ id: r, mode: shadow, rule: "Block if :amount: > 5" }]'));
  expect(redecide(recordOf(60), shadow, NO_ENTRIES, NO_FEATURES)).toMatchObject({ kind: 'decided', isChanged: false });
});

test('a signal that was missing then is missing again, and not unknown', () => {
  const record = decideOffline(
    authorizationOf({ risk_assessment: null }),
    {},
    policyOf(files(at(75))),
    (text) => text,
  ) as DecisionRecord;
  expect(redecide(record, recordedPolicy(files(at(50))), NO_ENTRIES, NO_FEATURES)).toMatchObject({
    kind: 'decided',
    isChanged: false,
  });
});

test('what was on a list then, or is now, counts; a portfolio that is gone leaves it unknown', () => {
  const rules = '[{ id: r, rule: "Block if :merchant: in @bad" }]';
  const before = policyOf(files(at(75), '[{ id: r, mode: shadow, rule: "Block if :merchant: in @bad" }]'));
  const record = recordOf(10, before);
  const entries = new Map([['bad', new Map([[record.merchant ?? '', [{ fromMs: 0, untilMs: null }]]])]]);
  expect(redecide(record, recordedPolicy(files(at(75), rules)), NO_ENTRIES, NO_FEATURES)).toMatchObject({
    isChanged: false,
  });
  expect(redecide(record, recordedPolicy(files(at(75), rules)), entries, NO_FEATURES)).toMatchObject({
    isChanged: true,
  });
  const hit = { ...record, facts: { ...record.facts, list_hits: [{ list: 'bad', attribute: ':merchant:' }] } };
  expect(redecide(hit, recordedPolicy(files(at(75), rules)), NO_ENTRIES, NO_FEATURES)).toMatchObject({
    isChanged: true,
  });
  expect(redecide(record, recordedPolicy(files(at(75), '[]', 'other')), NO_ENTRIES, NO_FEATURES)).toEqual({
    kind: 'unknown',
    portfolio: 'all',
    attributes: [],
    verdict: null,
  });
});
