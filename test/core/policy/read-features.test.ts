import { expect, test } from 'vitest';
import { contentHash } from '../../../src/adapters/store/hasher.ts';
import { withReadFeaturesAlone } from '../../../src/core/policy/read-features.ts';
import { policyOf } from '../../support/policy.ts';

const NAMES = ['of_rule', 'of_shadow', 'of_nobody', 'of_rule_that_is_off', 'of_another'];

test('a policy with the features that it reads has those of each condition that can count, and what they read', () => {
  const features = NAMES.map((name, index) => `  ${name} := Count(by card last ${index + 1} hours)\n`).join('');
  const policy = policyOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]\n',
    'profiles/only.yaml': '{}',
    'features/a.scowl': `event authorization\n${features}  share := of_another / 2\n`,
    'rules/a.yaml': `rules:
  - { id: a, rule: 'Block if :of_rule: > 9 or :share: > 9' }
  - { id: b, rule: 'Block if :of_shadow: > 9', mode: shadow }
  - { id: c, rule: 'Block if :of_rule_that_is_off: > 9', mode: off }
`,
  });
  const { features: plan, ...rest } = withReadFeaturesAlone(policy, contentHash);
  const names = [...(plan.events.get('authorization')?.features.keys() ?? [])];
  expect(names.sort()).toEqual(['of_another', 'of_rule', 'of_shadow', 'share']);
  expect({ ...rest, features: policy.features }).toEqual(policy);
});
