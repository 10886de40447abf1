import { type CardState, type CardWarning, isTakenBack } from './card-state.ts';
import type { Label } from './label.ts';
import type { Scope } from './scope.ts';

/**
 * What a card's fraud warnings say, as labels of the card that were not said before: each warns of what is bought with
 * it from its start on. A new warning overwrites the old one at Stripe and does not take it back; a card that is seen
 * clean afterwards does.
 */
export function warningLabels(scope: Scope, card: string, before: CardState, after: CardState): Label[] {
  return after.warnings.flatMap((warning) => {
    const old = before.warnings.find(({ type, startedAt }) => type === warning.type && startedAt === warning.startedAt);
    const wasStanding = old !== undefined && !isTakenBack(before, old);
    const isStanding = !isTakenBack(after, warning);
    const label = (verdict: 'fraud' | 'withdrawn', knownAtMs: number) =>
      labelOf(scope, card, warning, verdict, knownAtMs);
    if (old === undefined && isStanding) return [label('fraud', warning.firstMs)];
    if (old === undefined)
      return [label('fraud', warning.firstMs), label('withdrawn', after.cleanMs ?? warning.lastMs)];
    if (wasStanding && !isStanding) return [label('withdrawn', after.cleanMs ?? warning.lastMs)];
    if (!wasStanding && isStanding) return [label('fraud', warning.lastMs)];
    // It was there earlier than we knew.
    if (warning.firstMs < old.firstMs) return [label('fraud', warning.firstMs)];
    return [];
  });
}

function labelOf(
  scope: Scope,
  card: string,
  { type, startedAt }: CardWarning,
  verdict: 'fraud' | 'withdrawn',
  knownAtMs: number,
): Label {
  return {
    scope,
    authorizationId: null,
    transactionId: null,
    card,
    verdict,
    source: 'fraud_warning',
    ref: `${card}:${startedAt ?? ''}:${type ?? ''}`,
    knownAtMs,
    author: null,
    detail: { type, started_at: startedAt },
  };
}

/** Whether a label is about this authorization: one of a card, about what was bought from the warning's start on. */
export function isAbout(
  label: Pick<Label, 'authorizationId' | 'card' | 'source' | 'detail' | 'knownAtMs'>,
  bought: { readonly id: string; readonly card: string | null; readonly createdMs: number },
): boolean {
  if (label.authorizationId !== null) return label.authorizationId === bought.id;
  if (label.source !== 'fraud_warning' || label.card === null || label.card !== bought.card) return false;
  const { started_at: startedAt } = label.detail;
  return bought.createdMs >= (typeof startedAt === 'number' ? startedAt * 1000 : label.knownAtMs);
}
