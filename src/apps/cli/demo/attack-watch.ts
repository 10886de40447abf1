import type { AttackBegun, PurchaseEntry } from '../../../simulator/world/books.ts';
import { wasAsked } from './tally.ts';

/** The attack that began last, and how it goes. */
export interface AttackState {
  readonly attack: AttackBegun;
  /** Whether something of it was seen within the last half minute of real time. */
  readonly isUnderWay: boolean;
  /** Its purchases since it began: declined or challenged by us, by Stripe before it asked, and approved. */
  readonly declined: number;
  readonly blocked: number;
  readonly approved: number;
}

const QUIET_MS = 30_000;

/** Follows the attack that began last. Nobody says when one is over: it is once nothing of it comes any more. */
export function createAttackWatch(nowMs: () => number) {
  let attack: AttackBegun | null = null;
  let seenAtMs = 0;
  let counts = { declined: 0, blocked: 0, approved: 0 };
  return {
    began(next: AttackBegun): void {
      attack = next;
      seenAtMs = nowMs();
      counts = { declined: 0, blocked: 0, approved: 0 };
    },
    purchased({ scenario, answer, atMs }: PurchaseEntry): void {
      if (!attack || scenario !== attack.attack || atMs < attack.atMs) return;
      seenAtMs = nowMs();
      counts[answer.isApproved ? 'approved' : wasAsked(answer.reason) ? 'declined' : 'blocked'] += 1;
    },
    state(): AttackState | null {
      return attack && { attack, isUnderWay: nowMs() - seenAtMs < QUIET_MS, ...counts };
    },
  };
}
