import { saidAgainst } from '../../adapters/store/database/allowance-ends.ts';
import { endAllowance, type StoredAllowance, standingAllowances } from '../../adapters/store/database/allowances.ts';
import { nameOf, readCardholders, readCards } from '../../adapters/store/database/cards.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { AllowanceEnd } from '../../core/domain/allowance.ts';
import type { CardState } from '../../core/domain/card-state.ts';
import { type CardholderState, phoneOf } from '../../core/domain/cardholder-state.ts';
import type { Scope } from '../../core/domain/scope.ts';

/** A card or a cardholder in its world. */
export interface Subject {
  readonly scope: Scope;
  readonly id: string;
}

interface End {
  readonly because: AllowanceEnd;
  readonly atMs: number;
}

/**
 * Ends the allowances of these cards and cardholders that something speaks against since they hold, by all that is
 * known: a NO to a question about the card, a fraud warning, a dispute for fraud, or another phone of its holder:
 * whoever has the phone now did not vouch for anything.
 */
export async function endSpokenAgainst(pool: SqlPool, subjects: readonly Subject[]): Promise<void> {
  const standing = await standingAllowances(pool, subjects);
  if (standing.length === 0) return;
  const states = await readCards(
    pool,
    standing.map(({ scope, card: id }) => ({ scope, id })),
  );
  const holders = await readCardholders(
    pool,
    standing.flatMap(({ scope, cardholder: id }) => (id === null ? [] : [{ scope, id }])),
  );
  const said = Map.groupBy(
    await saidAgainst(
      pool,
      standing.map(({ id }) => id),
    ),
    ({ id }) => id,
  );
  for (const allowance of standing) {
    const { id, scope, card, cardholder } = allowance;
    const holder = cardholder === null ? undefined : holders.get(nameOf({ scope, id: cardholder }));
    const ends: readonly End[] = [
      ...(said.get(id) ?? []),
      ...warningsSince(allowance, states.get(nameOf({ scope, id: card }))),
      ...phoneChangeSince(allowance, holder),
    ];
    const [first] = ends.toSorted((one, other) => one.atMs - other.atMs);
    if (first) await endAllowance(pool, id, { ...first, by: null });
  }
}

/** A warning counts from when it was seen first: what was known at the time of the YES, the cardholder answered to. */
function warningsSince({ fromMs }: StoredAllowance, card: CardState | undefined): readonly End[] {
  return (card?.warnings ?? [])
    .filter(({ firstMs }) => firstMs >= inSeconds(fromMs))
    .map(({ firstMs }) => ({ because: 'fraud_warning', atMs: firstMs }));
}

function phoneChangeSince({ fromMs }: StoredAllowance, holder: CardholderState | undefined): readonly End[] {
  if (!holder || holder.absentMs === null) return [];
  // Until then there was no phone, or another one; so there is one since a moment later, if at all.
  const changedAtMs = phoneOf(holder).sinceMs ?? holder.absentMs;
  return changedAtMs >= inSeconds(fromMs) ? [{ because: 'phone_changed', atMs: changedAtMs }] : [];
}

/** Stripe's times have whole seconds: what is of the same second comes after, to be safe. */
function inSeconds(atMs: number): number {
  return Math.floor(atMs / 1000) * 1000;
}
