import { limits } from '../../../core/domain/limits.ts';
import type { Delivery } from '../../../simulator/delivery.ts';
import type { Asked } from '../../../simulator/stripe/account.ts';
import type { DemoMemory } from './memory.ts';

type KeptAsk = NonNullable<DemoMemory['last']>;

/** The ask to remember, if this one was answered with the id of a decision. */
export function answeredAsk({ event, metadata }: Asked): KeptAsk | null {
  const decisionId = metadata.countersign_decision;
  return decisionId === undefined ? null : { event, decisionId };
}

/** Asks once more what the demo before asked last, and says in a sentence whether the answer is still the same. */
export async function askAgain({ event, decisionId }: KeptAsk, delivery: Delivery): Promise<string> {
  const result = await delivery.ask(event, limits.stripeTimeoutMs);
  if (result.kind !== 'replied')
    return `Asked again what was asked last: no answer (${result.kind.replaceAll('_', ' ')})`;
  return result.body.includes(`"${decisionId}"`)
    ? 'Asked again what was asked last: same answer and decision'
    : `Asked again what was asked last: another answer, though ${decisionId} had decided`;
}
