import type { RecordedAsk } from '../../../src/adapters/store/database/recorded-history.ts';
import { contentHash } from '../../../src/adapters/store/hasher.ts';
import { decideOffline, type OfflineInputs } from '../../../src/core/decision/offline.ts';
import { readBundle } from '../../../src/core/policy/bundle.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { createGivenCatalogue } from '../../../src/core/rules/attributes.ts';
import { RECORDED_GIVEN, type RecordedDecision } from '../../../src/workflows/history/recorded-row.ts';
import { authorizationOf } from '../../support/asks.ts';
import { policyOf } from '../../support/policy.ts';

/** What was decided, by these rules, as it was recorded. */
export function recorded(
  rules: readonly string[],
  fields: Record<string, unknown> = {},
  inputs: OfflineInputs = {},
): RecordedDecision {
  const record = decideOffline(authorizationOf(fields), inputs, policyOf(filesOf(rules)), (text) => `hmac_${text}`);
  return JSON.parse(JSON.stringify({ ...record, id: 'dec_1', received_at: record.asked_at + 100 })) as RecordedDecision;
}

/** A policy of these rules that decides records again. */
export function deciding(rules: readonly string[]): Policy {
  const files = Object.entries(filesOf(rules)).map(([name, text]) => ({ name, source: { path: name, text } }));
  const { policy } = readBundle(files, '', contentHash, { catalogueOf: createGivenCatalogue(RECORDED_GIVEN) });
  if (!policy) throw new Error('the policy has errors');
  return policy;
}

function filesOf(rules: readonly string[]): Record<string, string> {
  const listed = rules.map((rule, index) => `  - { id: rule_${index}, rule: ${JSON.stringify(rule)} }\n`);
  return {
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]\n',
    'profiles/only.yaml': 'thresholds: { fraud_risk_score: { decline: 90 } }\nchallenge: { channel: stripe }\n',
    'lists/risky.yaml': 'type: merchant\nentries: []\n',
    'rules/a.yaml': rules.length > 0 ? `rules:\n${listed.join('')}` : 'rules: []\n',
  };
}

/** The same as an ask of the record, of which nothing more is known. */
export function askOf(record: RecordedDecision | null, changes: Partial<RecordedAsk> = {}): RecordedAsk {
  return {
    ...{ livemode: false, account: null, authorization: record?.authorization ?? 'iauth_told', place: 0 },
    ...{ atMs: record?.asked_at ?? 1_780_000_000_000, card: record?.card ?? 'ic_told', cardholder: null },
    ...{ amountMinor: record?.amount_minor ?? 500, currency: record?.currency ?? 'usd', portfolio: null },
    ...{ decision: record && JSON.stringify(record), told: null, confirmation: null },
    ...{ truth: null, disputedAtMs: null, isRefunded: false },
    ...changes,
  };
}
