import { nameOf, readCardholders, readCards } from '../../adapters/store/database/cards.ts';
import { joinedTo } from '../../adapters/store/database/label-joins.ts';
import { labelsOfRefs } from '../../adapters/store/database/label-search.ts';
import { addLabels } from '../../adapters/store/database/labels.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { settleDisputes } from '../../adapters/store/database/review-disputes.ts';
import type { SweepKind, SweepRepair } from '../../adapters/store/database/sweeps.ts';
import { eventsOfObjects } from '../../adapters/store/database/told-events.ts';
import { disputeOf } from '../../adapters/stripe/dispute.ts';
import { SWEPT_TYPES } from '../../adapters/stripe/listed.ts';
import { sightingsOfEvent } from '../../adapters/stripe/sightings.ts';
import { wordOfDispute } from '../../core/domain/dispute.ts';
import type { Label } from '../../core/domain/label.ts';
import { strengthOf, verdictOf } from '../../core/domain/label-verdict.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { changedFields, type Known, newsIn } from '../../core/domain/sighting.ts';
import type { StoredEvent } from '../../core/domain/stored-event.ts';
import { type Change, takeSightings } from './cards.ts';
import { aboutDispute, joinDisputed } from './labels.ts';

/** A page of a list as it was read, each object like an event that told of it at that moment. */
export interface SweptPage {
  readonly scope: Scope;
  readonly objects: readonly (StoredEvent & { readonly createdMs: number })[];
  /** When the last whole pass began; null before the first one, in which nothing need be known. */
  readonly lastBeganMs: number | null;
}

/** What a page put right. */
export interface Swept {
  readonly added: number;
  readonly repairs: readonly SweepRepair[];
}

/**
 * Takes over of a page what is otherwise than known. What is unknown and older than the last whole pass was seen by
 * that, and erased: it stays so.
 */
export type TakePage = (pool: SqlPool, page: SweptPage, nowMs: number) => Promise<Swept>;

export const TAKE_PAGE: Readonly<Record<SweepKind, TakePage>> = {
  async cards(pool, page, nowMs) {
    const known = await readCards(pool, namesIn(page));
    const cards = wantedIn(page, known)
      .flatMap((event) => sightingsOfEvent(event, 'sweep').cards)
      .flatMap((card) => newsIn(known.get(nameOf(card))?.known ?? {}, card, WARNING) ?? []);
    const changes = await takeSightings(pool, { cards, cardholders: [] }, nowMs);
    return sweptOf(changes.cards, page);
  },
  async cardholders(pool, page, nowMs) {
    const known = await readCardholders(pool, namesIn(page));
    const cardholders = wantedIn(page, known)
      .flatMap((event) => sightingsOfEvent(event, 'sweep').cardholders)
      .flatMap((holder) => newsIn(known.get(nameOf(holder))?.known ?? {}, holder) ?? []);
    const changes = await takeSightings(pool, { cards: [], cardholders }, nowMs);
    return sweptOf(changes.cardholders, page);
  },
  disputes: takeDisputes,
};

// One without the other would be another warning.
const WARNING = ['warning_type', 'warning_started_at'] as const;

function namesIn({ scope, objects }: SweptPage) {
  return objects.map(({ object_id: id }) => ({ scope, id }));
}

function wantedIn({ objects, lastBeganMs }: SweptPage, known: ReadonlyMap<string, unknown>) {
  const ids = new Set([...known.keys()].map((name) => name.split(' ').at(-1)));
  return objects.filter(({ object_id: id, createdMs }) => ids.has(id) || isSince(createdMs, lastBeganMs));
}

/** Stripe says when something was made to the second. */
function isSince(createdMs: number, lastBeganMs: number | null): boolean {
  return lastBeganMs === null || createdMs + 1_000 > lastBeganMs;
}

function sweptOf<Name extends string>(
  changes: readonly Change<{ readonly known: Known<Name> }>[],
  { objects, lastBeganMs }: SweptPage,
): Swept {
  const createdMs = new Map(objects.map((object) => [object.object_id, object.createdMs]));
  const repairs = changes.flatMap(({ id, before, after }): SweepRepair[] => {
    if (before === null) {
      return lastBeganMs === null ? [] : [{ id, knownMs: (createdMs.get(id) ?? lastBeganMs) - 1, fields: ['created'] }];
    }
    const fields = changedFields(before.known, after.known);
    const times = fields.map((field) => before.known[field]?.[1] ?? 0);
    return fields.length === 0 ? [] : [{ id, knownMs: Math.min(...times), fields }];
  });
  return { added: changes.filter(({ before }) => before === null).length, repairs };
}

async function takeDisputes(pool: SqlPool, { scope, objects, lastBeganMs }: SweptPage, nowMs: number): Promise<Swept> {
  const ids = objects.map(({ object_id: id }) => id);
  const labels = await labelsOfRefs(pool, scope, 'dispute', ids);
  const told = await eventsOfObjects(pool, scope, SWEPT_TYPES.disputes, ids);
  const views = objects.map((event) => ({ event, view: disputeOf(event) }));
  const repairs: SweepRepair[] = [];
  const found: Label[] = [];
  let added = 0;
  for (const { event, view } of views) {
    const id = event.object_id;
    const said = verdictOf(labels.get(id) ?? []);
    const word = wordOfDispute(view);
    const isKnown = labels.has(id) || told.has(id);
    const isSame =
      word.verdict === (said?.verdict ?? null) &&
      (said === null || strengthOf({ source: 'dispute', detail: word.detail }) === said.strength);
    if (isSame || (!isKnown && !isSince(event.createdMs, lastBeganMs))) continue;
    const about = aboutDispute(scope, id, view.transactionId);
    const { atMs: knownAtMs, detail } = word;
    found.push({ ...about, verdict: word.verdict ?? 'withdrawn', knownAtMs, detail });
    if (!isKnown) added += 1;
    if (isKnown || lastBeganMs !== null) {
      const toldMs = told.get(id)?.map(({ created }) => created * 1000) ?? [];
      const knownMs = Math.max(said?.knownAtMs ?? 0, event.createdMs - 1, ...toldMs);
      repairs.push({ id, knownMs, fields: ['status', 'reason'] });
    }
  }
  await addLabels(pool, found, nowMs);
  await joinDisputed(pool, scope, objects, nowMs);
  const transactions = views.flatMap(({ view }) => view.transactionId ?? []);
  await settleDisputes(
    pool,
    await joinedTo(
      pool,
      transactions.map((id) => ({ scope, id })),
    ),
  );
  return { added, repairs };
}
