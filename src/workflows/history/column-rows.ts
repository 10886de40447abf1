import { UNASKABLE_REASONS } from '../../core/domain/challenge.ts';
import type { Facts } from '../../core/domain/facts.ts';
import type { Features } from '../../core/domain/features.ts';
import { missing, type Value } from '../../core/domain/value.ts';
import type { Cell } from '../../core/history/cell.ts';
import type { HistoryColumn } from '../../core/history/columns.ts';
import type { HistoryRow } from '../../core/history/row.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { listsOfHits, readHits } from './list-hits.ts';
import { PastAuthorization, signalOf } from './past-authorization.ts';
import { type CellChunk, type CellSource, createLayout } from './row-layout.ts';
import type { HistoryAbout, HistoryItem } from './source.ts';

/** Makes rows of columns. */
export interface RowReader {
  /** What the columns alone tell of a history. */
  readonly about: Pick<HistoryAbout, 'given' | 'labels'>;
  /**
   * In batches. A row holds on to its chunk: what is kept of many should be taken out of them.
   */
  items(chunk: CellChunk): Generator<readonly HistoryItem[]>;
}

/** Attributes that an ask does not hold itself, but that are worked out of it: as a history has them they are given. */
const WORKED_OUT: ReadonlySet<string> = new Set([
  'amount_in_usd',
  'is_zero_amount',
  'is_fuel_dispenser',
  'is_card_present',
  'is_3d_secure',
  'is_3d_secure_authenticated',
  'is_card_compromised',
  'hours_since_card_was_created',
  'hours_since_fraud_warning',
  'hour_of_day',
  'day_of_week',
  'hours_since_challenge_rejected',
  'hours_since_challenge_verified',
  'challenges_per_cardholder_daily',
]);
const THREE_D_SECURE = ['is_3d_secure', 'is_3d_secure_authenticated'];
const CHECKS = ['cvc_check', 'expiry_check', 'address_zip_check', 'address_line1_check', ...THREE_D_SECURE];

// Small enough for rows to be gone before they have to be carried over.
const BATCH = 256;

const FACTS = ['challenge_rejected', 'allowance', 'unaskable', 'list_hits'];

type GivenCell = (cells: CellSource, row: number) => Value;

/** What the rows of a history are made of, for all of it. */
export function createRowReader(columns: readonly HistoryColumn[]): RowReader {
  const layout = createLayout(columns);
  const given = givenOf(columns);
  const has = (name: string) => columns.some(({ meaning }) => meaning.kind === 'own' && meaning.name === name);

  const hasFacts = FACTS.some(has);
  const hasChallenges = has('challenged');
  const hasLabelTimes = has('labelled_at');
  const hasPortfolios = has('portfolio');

  const givenIn = (cells: CellSource, row: number): Features | null =>
    given.size === 0 ? null : { get: (name) => given.get(name)?.(cells, row) };

  function rowOf(cells: CellSource, row: number): HistoryRow {
    const { all } = cells;
    return {
      authorization: new PastAuthorization(cells, row),
      eventId: text(all.event[row]),
      given: givenIn(cells, row),
      facts: hasFacts ? factsIn(cells, row) : null,
      wasApproved: boolean(all.approved[row]),
      ...(hasChallenges && { wasChallenged: cells.own('challenged', row) === true }),
      disputedAtMs: number(all.disputed_at[row]),
      isFraud: boolean(all.is_fraud[row]),
      isRefunded: all.refunded[row] === true,
      ...(hasLabelTimes && { labelledAtMs: number(cells.own('labelled_at', row)) }),
      ...(hasPortfolios && { portfolioOf: ownerBy(text(cells.own('portfolio', row))) }),
    };
  }

  return {
    about: {
      given: new Set(given.keys()),
      labels: { hasDisputes: has('disputed_at'), hasFinal: has('is_fraud') },
    },
    *items(chunk) {
      const cells = layout(chunk);
      for (let from = 0; from < chunk.rows; from += BATCH) {
        const length = Math.min(BATCH, chunk.rows - from);
        yield Array.from({ length }, (_, at): HistoryItem => ({ kind: 'row', row: rowOf(cells, from + at) }));
      }
    },
  };
}

function givenOf(columns: readonly HistoryColumn[]): Map<string, GivenCell> {
  const given = new Map<string, GivenCell>();
  const attributes = new Set<string>();
  for (const { meaning, type } of columns) {
    const { kind } = meaning;
    const read = type.kind === 'word' ? signalOf : plainValue;
    if (kind === 'feature') given.set(meaning.name, (cells, row) => read(cells.feature(meaning.name, row)));
    if (kind === 'attribute') attributes.add(meaning.name);
    if (kind !== 'attribute' || !WORKED_OUT.has(meaning.name)) continue;
    given.set(meaning.name, (cells, row) => read(cells.attribute(meaning.name, row)));
  }
  // A purchase without 3D Secure is not told from one of which the history says nothing: without a column for it, it is
  // missing, whatever else was checked.
  if (CHECKS.some((name) => attributes.has(name))) {
    for (const name of THREE_D_SECURE) if (!attributes.has(name)) given.set(name, () => missing('not_sent'));
  }
  return given;
}

function plainValue(cell: Cell): Value {
  return cell ?? missing('not_sent');
}

function boolean(cell: Cell | undefined): boolean | null {
  return typeof cell === 'boolean' ? cell : null;
}

function number(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}

function text(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

/** The facts that a service recorded; what stands on the policy's lists besides is for the policy to say. */
function factsIn(cells: CellSource, row: number): Facts {
  const unaskable = text(cells.own('unaskable', row));
  const hits = readHits(text(cells.own('list_hits', row)) ?? '');
  return {
    hasRejectedChallenge: cells.own('challenge_rejected', row) === true,
    allowance: text(cells.own('allowance', row)),
    unaskable: UNASKABLE_REASONS.find((reason) => reason === unaskable) ?? null,
    challenges: null,
    lists: listsOfHits(hits, (name) => text(cells.attribute(name, row))),
  };
}

/** The portfolio that owned the card, in a policy that has one of that name. */
function ownerBy(name: string | null): (policy: Policy) => string | null {
  return ({ portfolios }) => (portfolios.some((each) => each.name === name) ? name : null);
}
