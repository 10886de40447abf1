import { type DecidedBy, decidedBy } from './ask-reason.ts';
import type { Outcome } from './decision.ts';

/** What and whose an ask is, as far as it is known. */
export interface AskSubject {
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly merchant: string | null;
}

/** A decision, as far as it tells of its ask. */
export interface AskDecision extends AskSubject {
  readonly id: string;
  /** How many asks of the authorization came before; null where the record does not tell. */
  readonly place: number | null;
  /** The decision that answered the same ask first, where this is the second. */
  readonly secondTo: string | null;
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly outcome: Outcome;
  readonly firstReason: string | null;
  readonly portfolio: string;
  /** What we said to Stripe. */
  readonly isApproval: boolean;
}

/** What Stripe reports of an ask. */
export interface AskReport {
  readonly atMs: number;
  readonly decidedAtMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly isApproved: boolean;
  readonly reason: string | null;
  readonly reasonMessage: string | null;
}

/** All reports of an authorization's asks, in the order of asking, and whose it is. */
export interface AskReports extends Pick<AskSubject, 'card' | 'cardholder' | 'merchant'> {
  readonly asks: readonly AskReport[];
}

/** How an ask ended, as Stripe says. */
export interface Confirmation {
  readonly approved: boolean;
  readonly reason: string | null;
  readonly reasonMessage: string | null;
  readonly decidedBy: DecidedBy;
  readonly atMs: number;
}

/** All that is known of one ask: what we said, and how it ended. */
export interface KnownAsk extends AskSubject {
  readonly place: number;
  readonly atMs: number;
  readonly decision: AskDecision | null;
  /** The decision that Stripe's metadata names for it. */
  readonly namedDecisionId: string | null;
  readonly confirmation: Confirmation | null;
}

/**
 * The asks of one authorization, by all that is known of it: our decisions and Stripe's reports, whichever came first,
 * paired by their place. `named` are the decisions that Stripe's metadata named, by place.
 */
export function knownAsks(
  decisions: readonly AskDecision[],
  reports: AskReports | null,
  named: ReadonlyMap<number, string>,
): KnownAsk[] {
  const placed = placeDecisions(decisions, named);
  const reported = reports ? inPlaces(reports.asks, placed) : [];
  const places = new Set([...placed.keys(), ...reported.keys()]);
  return [...places]
    .sort((a, b) => a - b)
    .map((place) => {
      const decision = placed.get(place) ?? null;
      const report = reported[place] ?? null;
      return {
        place,
        atMs: report?.atMs ?? decision?.atMs ?? 0,
        amountMinor: report?.amountMinor ?? decision?.amountMinor ?? null,
        currency: report?.currency ?? decision?.currency ?? null,
        card: reports?.card ?? decision?.card ?? null,
        cardholder: reports?.cardholder ?? decision?.cardholder ?? null,
        merchant: reports?.merchant ?? decision?.merchant ?? null,
        decision,
        namedDecisionId: named.get(place) ?? null,
        confirmation: report && confirmationOf(report),
      };
    });
}

function confirmationOf({ isApproved, reason, reasonMessage, decidedAtMs }: AskReport): Confirmation {
  return { approved: isApproved, reason, reasonMessage, decidedBy: decidedBy(reason), atMs: decidedAtMs };
}

/**
 * One decision at a place. Of two answers to one ask the one counts that Stripe's metadata names, else the first. Two
 * asks that were under way at once had the same number before them: the later one comes after.
 */
function placeDecisions(
  decisions: readonly AskDecision[],
  named: ReadonlyMap<number, string>,
): Map<number, AskDecision> {
  const namedAt = new Map([...named].map(([place, id]) => [id, place]));
  const wanted = ({ id, place }: AskDecision) => place ?? namedAt.get(id) ?? 0;
  const firsts = decisions
    .filter(({ secondTo }) => secondTo === null)
    .toSorted(
      (a, b) =>
        wanted(a) - wanted(b) ||
        Number(a.place === null) - Number(b.place === null) ||
        a.receivedAtMs - b.receivedAtMs ||
        (a.id < b.id ? -1 : 1),
    );
  const placed = new Map<number, AskDecision>();
  for (const decision of firsts) {
    let place = wanted(decision);
    while (placed.has(place)) place += 1;
    placed.set(place, decision);
  }
  for (const second of decisions) {
    if (second.secondTo === null) continue;
    const place = [...placed].find(([, { id }]) => id === second.secondTo)?.[0] ?? namedAt.get(second.id);
    if (place === undefined) continue;
    if (!placed.has(place) || named.get(place) === second.id) placed.set(place, second);
  }
  return placed;
}

/**
 * Reports in their places. Stripe promises no order within a second: where amounts tell which of several belongs to a
 * decision, they do.
 */
function inPlaces(reports: readonly AskReport[], placed: ReadonlyMap<number, AskDecision>): AskReport[] {
  const waiting = [...reports];
  return reports.map(({ atMs }, place) => {
    const amountMinor = placed.get(place)?.amountMinor;
    const fits = waiting.findIndex((report) => report.atMs === atMs && report.amountMinor === amountMinor);
    const [taken] = waiting.splice(Math.max(fits, 0), 1);
    // INVARIANT: as many wait as places are left, those of this second before all others.
    return taken as AskReport;
  });
}
