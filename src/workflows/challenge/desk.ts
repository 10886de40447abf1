import type { Reservations } from '../../core/challenge/reservations.ts';
import { whyNotNow } from '../../core/challenge/right.ts';
import type { Challenges, Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { type Authorization, askKeyOf } from '../../core/domain/authorization.ts';
import type { ChallengeChannel, ChallengePlan, Unaskable } from '../../core/domain/challenge.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { Book } from './book.ts';
import type { Holds } from './holds.ts';

/** Why nobody can be asked by a channel in a world, or this cardholder can't; null: what it needs is there. */
export type IsSetUp = (channel: ChallengeChannel, scope: Scope, authorization: Authorization) => Unaskable | null;

export interface DeskOptions {
  readonly book: Pick<Book, 'contents' | 'isCurrent'>;
  readonly holds: Holds;
  readonly reservations: Pick<Reservations, 'spend'>;
  readonly clock: Clock;
  readonly isSetUp: IsSetUp;
  /** Whether every question that was decided before is known of; nobody is asked before. */
  isCaughtUp(): boolean;
  /** How long the right to ask may be waited for; by default `limits.challengeReserveMs`. */
  readonly waitMs?: number;
}

/**
 * Where a decision learns what is known of questions to cardholders, and takes what there is once. Everything is known
 * from memory, and no answer waits for the database; a phone is held where all gateways hold theirs, within
 * `limits.challengeReserveMs` or not at all.
 */
export function createDesk(options: DeskOptions): Challenges {
  const { book, holds, reservations, clock, waitMs = limits.challengeReserveMs } = options;

  function release({ id, phone }: ChallengePlan): void {
    if (phone !== null) holds.release(id, phone);
  }

  return {
    factsOf(authorization) {
      const known = book.contents();
      const { scope, cardholder } = authorization;
      const unseen = cardholder.id === null ? [] : holds.unseen(scope, cardholder.id);
      const history = known.historyOf(authorization, unseen);
      return {
        hasRejectedChallenge: known.hasRejection(authorization),
        allowance: known.coveredBy(authorization),
        challenges: history && { ...history, askedDaily: history.askedDaily + unseen.length },
      };
    },
    async reserve(authorization, plan) {
      const reserving = take(authorization, plan, options).catch((): Unaskable => 'unknown');
      const reserved = await within(reserving, waitMs, clock);
      if (reserved.kind === 'done') return reserved.value;
      void reserving.then((unaskable) => unaskable === null && release(plan));
      return 'unknown';
    },
    release,
    async spend(allowanceId, authorization) {
      const allowance = book.contents().allowance(allowanceId);
      if (!allowance) return false;
      const { amountMinor, askedAtMs: atMs } = authorization;
      const use = { ask: askKeyOf(authorization), amountMinor, atMs };
      return reservations.spend({ allowance, use, known: allowance.uses });
    },
  };
}

async function take(
  authorization: Authorization,
  plan: ChallengePlan,
  { book, holds, isSetUp, isCaughtUp }: DeskOptions,
): Promise<Unaskable | null> {
  const { scope, cardholder, askedAtMs: atMs } = authorization;
  const { id, channel, phone, replyMs } = plan;
  if (book.contents().isOff(channel, scope)) return 'channel_off';
  const unable = isSetUp(channel, scope, authorization);
  if (unable !== null) return unable;
  if (cardholder.id === null) return 'no_cardholder';
  if (phone === null) return 'no_phone';
  if (!isCaughtUp() || !book.isCurrent()) return 'unknown';
  const unseen = holds.unseen(scope, cardholder.id).filter((other) => other !== id);
  const facts = book.contents().askFactsOf(authorization, plan, unseen);
  const unaskable = whyNotNow({ ...facts, askedDaily: facts.askedDaily + unseen.length }, plan, atMs);
  if (unaskable !== null) return unaskable;
  const held = await holds.take({ id, scope, cardholder: cardholder.id, phone, askedAtMs: atMs, replyMs });
  return held === 'held' ? null : held === 'taken' ? 'open_challenge' : 'unknown';
}
