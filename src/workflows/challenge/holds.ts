import type { ChangedChallenge, UnmadeChallenge } from '../../adapters/store/database/challenge-book.ts';
import type { Reservations } from '../../core/challenge/reservations.ts';
import { isOpen } from '../../core/challenge/state.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import { type Scope, scopeKey } from '../../core/domain/scope.ts';

/** Rights to ask that were taken, until the database tells of the questions. */
export interface Holds {
  /** Takes the only right to put a question to a phone. */
  take(question: Omit<UnmadeChallenge, 'phone'> & { readonly phone: string }): ReturnType<Reservations['hold']>;
  /** Gives it back: the question is not put after all. */
  release(challengeId: string, phone: string): void;
  /** Takes questions that the database has: those that are settled have their phones no longer. */
  saw(changed: readonly ChangedChallenge[]): void;
  /** Questions to this cardholder that were decided here and are not seen in the database yet. */
  unseen(scope: Scope, cardholder: string): readonly string[];
}

interface Unseen {
  readonly cardholder: string;
  readonly untilMs: number;
}

/** Over reservations of this process or of all. What was decided and is never made runs out by time. */
export function createHolds(
  reservations: Pick<Reservations, 'hold' | 'release'>,
  { nowMs }: Pick<Clock, 'nowMs'>,
): Holds {
  const unseen = new Map<string, Unseen>();
  const byCardholder = new Map<string, Set<string>>();

  function note(challengeId: string, { cardholder, untilMs }: Unseen): void {
    unseen.set(challengeId, { cardholder, untilMs });
    const theirs = byCardholder.get(cardholder) ?? new Set();
    byCardholder.set(cardholder, theirs.add(challengeId));
  }

  function forget(challengeId: string): void {
    const known = unseen.get(challengeId);
    if (!known) return;
    unseen.delete(challengeId);
    const theirs = byCardholder.get(known.cardholder);
    theirs?.delete(challengeId);
    if (theirs?.size === 0) byCardholder.delete(known.cardholder);
  }

  /** In the order of taking, which is nearly that of their ends. */
  function forgetOld(): void {
    for (const [challengeId, { untilMs }] of unseen) {
      if (untilMs > nowMs()) return;
      forget(challengeId);
    }
  }

  return {
    async take({ id, scope, cardholder, phone, askedAtMs, replyMs }) {
      const forMs = holdMs(replyMs) - Math.max(0, nowMs() - askedAtMs);
      if (forMs <= 0) return 'unknown';
      const held = await reservations.hold(phone, id, forMs);
      forgetOld();
      if (held === 'held' && cardholder !== null) {
        note(id, { cardholder: nameOf(scope, cardholder), untilMs: nowMs() + forMs });
      }
      return held;
    },
    release(challengeId, phone) {
      forget(challengeId);
      reservations.release(phone, challengeId);
    },
    saw(changed) {
      for (const { id, phone, state, askedAtMs, replyMs } of changed) {
        forget(id);
        const isHeld = phone !== null && replyMs !== null && askedAtMs + holdMs(replyMs) > nowMs();
        if (isHeld && !isOpen({ state })) reservations.release(phone, id);
      }
    },
    unseen: (scope, cardholder) => [...(byCardholder.get(nameOf(scope, cardholder)) ?? [])],
  };
}

/** A question is open no longer than it may wait to be sent, and then for an answer. */
function holdMs(replyMs: number): number {
  return limits.challengeSendByMs + replyMs;
}

function nameOf(scope: Scope, cardholder: string): string {
  return `${scopeKey(scope)}|${cardholder}`;
}
