import type { Activation } from '../../adapters/store/database/policy-activations.ts';

/**
 * The activations that a way back leads through, the live one last. Each one puts a version on top; a rollback, or the
 * end of a break-glass version, takes off what came after the version that it goes back to: two rollbacks go two steps
 * back, not to and fro. `history` is newest first.
 */
function standing(history: readonly Activation[]): readonly Activation[] {
  const stack: Activation[] = [];
  for (const activation of history.toReversed()) {
    const isBack = activation.kind === 'rollback' || activation.kind === 'expiry';
    const at = isBack ? stack.findLastIndex(({ version }) => version === activation.version) : -1;
    if (at !== -1) stack.length = at;
    stack.push(activation);
  }
  return stack;
}

/** The activation to go back to from the live one: another version whose time is not over. Null where there is none. */
export function stepBack(history: readonly Activation[], nowMs: number): Activation | null {
  const [active] = history;
  const earlier = standing(history).slice(0, -1);
  return earlier.findLast((past) => past.version !== active?.version && !isOver(past, nowMs)) ?? null;
}

/** Whether an activation was for a while, and that is over. */
export function isOver({ expiresAtMs }: Activation, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}
