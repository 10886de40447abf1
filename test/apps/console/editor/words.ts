import { loadPolicyFolder } from '../../../../src/adapters/store/policies/load.ts';
import { sayVocabulary } from '../../../../src/apps/server/v1/say-vocabulary.ts';
import type { Vocabulary } from '../../../../src/sdk/index.ts';

/** The vocabulary of the shipped policy, as the API says it. */
export async function shippedWords(): Promise<Vocabulary> {
  const { policy } = await loadPolicyFolder('policies');
  if (!policy) throw new Error('the shipped policy is broken');
  return sayVocabulary(policy, new Map([['login', new Map([['ip', { kind: 'string' }]])]]));
}
