import { appendAudit } from '../../adapters/store/database/audit.ts';
import { erasing } from '../../adapters/store/database/erasing.ts';
import { noteErasure } from '../../adapters/store/database/erasures.ts';
import { deleteHoldings, readHeldDecisions } from '../../adapters/store/database/holdings.ts';
import { holdInbox } from '../../adapters/store/database/inbox.ts';
import { findPerson, idsOf, type Person } from '../../adapters/store/database/person.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { decisionEvent } from '../../core/decision/past-asks.ts';
import type { AskIdentity, Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import { type Conceal, isConcealed } from '../../core/domain/personal.ts';
import type { Rates } from '../../core/domain/rates.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { FeatureEvent } from '../../core/features/feature-event.ts';

/** Who else keeps something of a person besides the database. */
export interface EraseOptions {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly conceal: Conceal;
  rates(): Rates;
  /** Resolves when what follows from all that is stored is done. */
  followed(): Promise<void>;
  /** Brings this process's journal into the database and off the disk; gives names of files that it can't look into. */
  sweepJournal(texts: readonly string[]): Promise<readonly string[]>;
  /** Forgets what is counted of these events under keys with these marks. */
  forgetCounts(events: readonly FeatureEvent[], marks: readonly string[]): Promise<void>;
  forgetClaims(asks: readonly AskIdentity[]): Promise<void>;
  /** Takes jobs in which one of these ids stands out of the queues, finished ones, too. Gives how many. */
  forgetJobs(ids: readonly string[]): Promise<number>;
  /** Takes over now what stands in the database of lists. */
  refreshLists(): Promise<void>;
}

/** What was erased, in numbers, and what this program can't reach. */
export interface Erased {
  readonly rows: Readonly<Record<string, number>>;
  readonly jobs: number;
  /** Files beside the journal that a person has to look through. */
  readonly files: readonly string[];
}

/** Whom to erase; `also` are texts that are theirs, e.g. the user's id in a back end, or an e-mail address. */
export interface ErasureRequest {
  readonly scope: Scope;
  readonly cardholder: string;
  readonly also: readonly string[];
  /** The id of the key that asked for it. */
  readonly author: string;
}

/** What is known of a person, with what else was said to be theirs as it stands in records. */
export function knownPerson(
  { pool, conceal }: Pick<EraseOptions, 'pool' | 'conceal'>,
  { scope, cardholder, also }: Omit<ErasureRequest, 'author'>,
): Promise<Person> {
  const texts = also.flatMap((text) =>
    isConcealed(text) ? [text] : [text, conceal(text), conceal(text.toLowerCase())],
  );
  return findPerson(pool, scope, cardholder, [...new Set(texts)]);
}

/**
 * Removes a person from wherever this program keeps anything of one. Done again it finds what came meanwhile, and does
 * no harm. HMACs of the ids stay, by which records that come later are known.
 *
 * INVARIANT: the database goes last of those that may be away, since only it tells what is the person's: an erasure
 * that was broken off is done again, and finds it all.
 */
export async function erasePerson(options: EraseOptions, request: ErasureRequest): Promise<Erased> {
  const { pool, clock, conceal } = options;
  // What is only in the journal yet, or not looked at, would come after the erasure.
  await options.sweepJournal([]);
  await options.followed();
  const known = await knownPerson(options, request);
  const { events, asks } = await countedOf(known, options);
  await options.forgetCounts(events, [known.cardholder, ...known.cards, ...known.texts]);
  await options.forgetClaims(asks);
  const jobs = await options.forgetJobs(idsOf(known));
  const { person, rows } = await erasing(pool, async (joined) => {
    // Whoever takes records through what follows from them is through, or begins when this is over.
    await holdInbox(joined);
    const person = await knownPerson({ ...options, pool: joined }, request);
    const nowMs = clock.nowMs();
    await noteErasure(joined, erasedIds(person, conceal), nowMs);
    const deleted = await deleteHoldings(joined, person);
    const act = { actor: request.author, act: 'person.erase', subject: conceal(person.cardholder), detail: deleted };
    await appendAudit(joined, { ...act, atMs: nowMs });
    return { person, rows: deleted };
  });
  const ids = idsOf(person);
  const files = await options.sweepJournal(ids);
  await options.refreshLists();
  // What was handed to the queue in between.
  const late = await options.forgetJobs(ids);
  return { rows, jobs: jobs + late, files };
}

function erasedIds({ cardholder, cards, authorizations, transactions }: Person, conceal: Conceal) {
  const asHmacs = (ids: readonly string[], isForGood: boolean) => ids.map((id) => ({ hmac: conceal(id), isForGood }));
  // Somebody may go on to use the card: only what was before is not taken any more.
  return [...asHmacs([cardholder, ...cards], false), ...asHmacs([...authorizations, ...transactions], true)];
}

/** The person's asks, as events that were counted and as claims. */
async function countedOf(person: Person, { pool, rates }: EraseOptions) {
  const events: FeatureEvent[] = [];
  const asks: AskIdentity[] = [];
  const limit = limits.holdingsPage;
  for (let offset = 0; ; offset += limit) {
    const records = await readHeldDecisions(pool, person, { offset, limit });
    for (const record of records) {
      const event = decisionEvent(record, rates());
      if (event) events.push(event);
      const { event: eventId, ask: askKey, asked_at: createdAtMs } = record;
      asks.push({ scope: person.scope, eventId, askKey, createdAtMs });
    }
    if (records.length < limit) return { events, asks };
  }
}
