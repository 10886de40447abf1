import { type DisputeView, inOrderOfLife } from '../domain/dispute.ts';
import { addedUp, type CountAndMoney } from './count-and-money.ts';
import { isWithin, type Window } from './window.ts';

/** A dispute as it was told of at one moment, with what it is about. */
export interface ToldDispute extends DisputeView {
  readonly id: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** When a dispute took its steps; null where it did not, or nobody told. */
export interface DisputeLife {
  readonly id: string;
  readonly reason: string | null;
  readonly openedAtMs: number;
  readonly filedAtMs: number | null;
  readonly closedAtMs: number | null;
  readonly end: 'won' | 'lost' | 'expired' | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** What became of disputes in a span of time: each step counts in the span in which it was taken. */
export interface DisputeSteps {
  /** Begun, as a draft at least. */
  readonly opened: CountAndMoney;
  /** Handed in to the card network: no draft is filed. */
  readonly filed: CountAndMoney;
  readonly won: CountAndMoney;
  readonly lost: CountAndMoney;
  /** Never filed, and too late for it now. */
  readonly expired: CountAndMoney;
  /** Of what was filed, how much for fraud. */
  readonly filed_as_fraud: number;
}

const ENDS = ['won', 'lost', 'expired'] as const;

/** The lives of disputes by all that was told of them, in whatever order it came. */
export function disputeLives(told: readonly ToldDispute[]): DisputeLife[] {
  return [...Map.groupBy(told, ({ id }) => id)].flatMap(([id, views]) => {
    // INVARIANT: what was given in comes out, in another order.
    const inOrder = inOrderOfLife(views) as ToldDispute[];
    const [first, last] = [inOrder[0], inOrder.at(-1)];
    if (!first || !last) return [];
    const end = ENDS.find((status) => status === last.status) ?? null;
    const filed = inOrder.find(({ status }) => status === 'submitted' || status === 'won' || status === 'lost');
    const told = inOrder.findLast(({ currency }) => currency !== null);
    return [
      {
        id,
        reason: inOrder.findLast(({ reason }) => reason !== null)?.reason ?? null,
        openedAtMs: first.atMs,
        filedAtMs: filed?.atMs ?? null,
        closedAtMs: end === null ? null : (inOrder.find(({ status }) => status === end)?.atMs ?? null),
        end,
        amountMinor: told?.amountMinor ?? null,
        currency: told?.currency ?? null,
      },
    ];
  });
}

/** The steps that were taken in a span of time. */
export function disputeSteps(lives: readonly DisputeLife[], span: Window): DisputeSteps {
  const isIn = (atMs: number | null) => atMs !== null && isWithin(span, atMs);
  const ended = (end: DisputeLife['end']) => addedUp(lives.filter((life) => life.end === end && isIn(life.closedAtMs)));
  const filed = lives.filter(({ filedAtMs }) => isIn(filedAtMs));
  return {
    opened: addedUp(lives.filter(({ openedAtMs }) => isIn(openedAtMs))),
    filed: addedUp(filed),
    won: ended('won'),
    lost: ended('lost'),
    expired: ended('expired'),
    filed_as_fraud: filed.filter(({ reason }) => reason === 'fraudulent').length,
  };
}
