import { isWithin } from '../../core/challenge/allowance.ts';
import { type Reservations, type SpentUse, usedAsOf } from '../../core/challenge/reservations.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

interface Hold {
  readonly challengeId: string;
  readonly untilMs: number;
}

interface Spent {
  readonly uses: Map<string, SpentUse>;
  readonly untilMs: number;
}

/** Reservations of this process alone; what is over is forgotten now and then. */
export function createMemoryReservations({ nowMs }: Pick<Clock, 'nowMs'>): Reservations {
  const holds = new Map<string, Hold>();
  const spent = new Map<string, Spent>();
  let sweptMs = nowMs();

  function sweep(): void {
    const atMs = nowMs();
    // A clock that was set back must not keep it from being swept.
    if (Math.abs(atMs - sweptMs) < limits.challengeSweepMs) return;
    sweptMs = atMs;
    for (const [phone, { untilMs }] of holds) if (untilMs <= atMs) holds.delete(phone);
    for (const [id, { untilMs }] of spent) if (untilMs <= atMs) spent.delete(id);
  }

  return {
    async hold(phone, challengeId, forMs) {
      sweep();
      const stands = holds.get(phone);
      if (stands && stands.challengeId !== challengeId && stands.untilMs > nowMs()) return 'taken';
      holds.set(phone, { challengeId, untilMs: nowMs() + forMs });
      return 'held';
    },
    release(phone, challengeId) {
      if (holds.get(phone)?.challengeId === challengeId) holds.delete(phone);
    },
    async spend({ allowance, use, known }) {
      sweep();
      const { uses } = spent.get(allowance.id) ?? { uses: new Map<string, SpentUse>() };
      // An ask may be late, and is judged by its own time.
      spent.set(allowance.id, { uses, untilMs: allowance.untilMs + limits.challengeSpentSlackMs });
      for (const each of known) if (!uses.has(each.ask)) uses.set(each.ask, each);
      if (uses.has(use.ask)) return true;
      if (!isWithin(allowance, usedAsOf(uses.values(), use.atMs), use.amountMinor)) return false;
      uses.set(use.ask, use);
      return true;
    },
  };
}
