import {
  nameOf,
  readCardholders,
  readCards,
  writeCardholders,
  writeCards,
} from '../../adapters/store/database/cards.ts';
import type { ArrivalStep } from '../../adapters/store/database/inbox.ts';
import { addLabels } from '../../adapters/store/database/labels.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { type Sightings, sightingsOfAsk, sightingsOfEvent } from '../../adapters/stripe/sightings.ts';
import { type Arrival, decisionsOf, eventsOf } from '../../core/decision/arrival.ts';
import { type CardState, UNKNOWN_CARD, withCardSighting } from '../../core/domain/card-state.ts';
import {
  type CardholderState,
  UNKNOWN_CARDHOLDER,
  withCardholderSighting,
} from '../../core/domain/cardholder-state.ts';
import type { Sighting } from '../../core/domain/sighting.ts';
import { warningLabels } from '../../core/domain/warning-labels.ts';

/** Keeps what is known of cards and cardholders, from asks and events, and what a card's warnings say as labels. */
export const cardsStep: ArrivalStep = async (arrivals, { pool, nowMs }) => {
  await takeSightings(pool, sightingsOf(arrivals), nowMs);
};

function sightingsOf(arrivals: readonly Arrival[]): Sightings {
  const told = [
    ...decisionsOf(arrivals).map(sightingsOfAsk),
    ...eventsOf(arrivals, 'issuing_').map((event) => sightingsOfEvent(event)),
  ];
  return {
    cards: told.flatMap(({ cards }) => cards),
    cardholders: told.flatMap(({ cardholders }) => cardholders),
  };
}

/** What was known of somebody or something before, and is now. */
export interface Change<State> extends Pick<Sighting, 'scope' | 'id'> {
  /** Null: nothing. */
  readonly before: State | null;
  readonly after: State;
}

/**
 * Takes what was told of cards and cardholders over into the database, and gives what became of each. To be called in a
 * transaction that keeps others from doing the same meanwhile.
 */
export async function takeSightings(
  pool: SqlPool,
  sightings: Sightings,
  nowMs: number,
): Promise<{ readonly cards: readonly Change<CardState>[]; readonly cardholders: readonly Change<CardholderState>[] }> {
  const cards = await changesOf(sightings.cards, (named) => readCards(pool, named), UNKNOWN_CARD, withCardSighting);
  const cardholders = await changesOf(
    sightings.cardholders,
    (named) => readCardholders(pool, named),
    UNKNOWN_CARDHOLDER,
    withCardholderSighting,
  );
  await writeCards(pool, cards.map(writtenOf));
  await writeCardholders(pool, cardholders.map(writtenOf));
  const labels = cards.flatMap(({ scope, id, before, after }) =>
    warningLabels(scope, id, before ?? UNKNOWN_CARD, after),
  );
  await addLabels(pool, labels, nowMs);
  return { cards, cardholders };
}

/** The sightings of each, folded into what was known of it. What tells nothing is passed over. */
async function changesOf<State, Seen extends Sighting>(
  sightings: readonly Seen[],
  read: (named: readonly Pick<Sighting, 'scope' | 'id'>[]) => Promise<Map<string, State>>,
  unknown: State,
  fold: (state: State, sighting: Seen) => State,
): Promise<readonly Change<State>[]> {
  const telling = sightings.filter(({ told }) => Object.keys(told).length > 0);
  const byName = [...Map.groupBy(telling, nameOf)];
  const firsts = byName.flatMap(([, [first]]) => first ?? []);
  const known = await read(firsts);
  return byName.flatMap(([name, all]) => {
    const [first] = all;
    if (!first) return [];
    const before = known.get(name) ?? null;
    return [{ scope: first.scope, id: first.id, before, after: all.reduce(fold, before ?? unknown) }];
  });
}

function writtenOf<State>({ scope, id, after }: Change<State>) {
  return { scope, id, state: after };
}
