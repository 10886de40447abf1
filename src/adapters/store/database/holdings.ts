import type { DecisionRecord } from '../../../core/decision/record.ts';
import { idsOf, type Person } from './person.ts';
import type { SqlPool } from './pool.ts';

/** What a table holds of a person. */
interface Holding {
  readonly table: string;
  /** The rows that are theirs: $1 and $2 are mode and account, $3 all ids and texts of theirs. */
  readonly theirs: string;
  /** What an export gives of a row; null: nothing, since it is a copy of others, and of other people with them. */
  readonly row: string | null;
  readonly order: string;
}

const HERE = 'livemode = $1 and account = $2';
/** Of a table without a world of its own: its rows are of things whose ids are nobody else's. */
const ANYWHERE = '$1::boolean is not null and $2::text is not null';
/** Any text in a JSON value is one of theirs. */
const holds = (json: string) =>
  `exists (select 1 from jsonb_path_query(${json}, '$.**') as inner_value (value) where value #>> '{}' = any($3))`;
const among = (...columns: readonly string[]) => `(${columns.map((column) => `${column} = any($3)`).join(' or ')})`;
const field = (name: string) => `record->'fields'->>'${name}'`;

const DECISIONS = {
  table: 'decisions',
  theirs: `${HERE} and ${among('id', 'authorization_id', "record->>'card'", "record->>'cardholder'")}`,
  row: 'record',
  order: 'received_at, id',
};

/**
 * Every table that holds something of a person. A new one that does belongs here: a test looks through all tables there
 * are for what an erasure left.
 */
const HOLDINGS: readonly Holding[] = [
  DECISIONS,
  {
    table: 'events',
    theirs: `${HERE} and ${among('object_id', field('card'), field('cardholder'), field('transaction'))}`,
    row: 'record',
    order: 'seq',
  },
  { table: 'tracked_events', theirs: `${HERE} and ${holds("record->'inputs'")}`, row: 'record', order: 'seq' },
  {
    table: 'authorizations',
    theirs: `${HERE} and ${among('id')}`,
    row: `fields || jsonb_build_object('id', id, 'known_at', known_at)`,
    order: 'id',
  },
  {
    table: 'labels',
    theirs: `${HERE} and ${among('authorization_id', 'transaction_id', 'card', 'ref')}`,
    row: 'to_jsonb(held)',
    order: 'seq',
  },
  { table: 'list_entries', theirs: `${HERE} and ${among('value')}`, row: 'to_jsonb(held)', order: 'seq' },
  ...['cards', 'cardholders', 'sweep_repairs'].map((table) => ({
    table,
    theirs: `${HERE} and ${among('id')}`,
    row: 'to_jsonb(held)',
    order: 'id',
  })),
  {
    table: 'asks',
    theirs: `${HERE} and ${among('authorization_id')}`,
    row: 'to_jsonb(held)',
    order: 'authorization_id, place',
  },
  {
    table: 'decision_rules',
    theirs: `${HERE} and ${among('decision_id', 'authorization_id', 'card', 'cardholder')}`,
    row: 'to_jsonb(held)',
    order: 'decision_id',
  },
  { table: 'transactions', theirs: `${HERE} and ${among('id')}`, row: 'to_jsonb(held)', order: 'id' },
  {
    table: 'hold_changes',
    theirs: `${HERE} and ${among('authorization_id')}`,
    row: 'to_jsonb(held)',
    order: 'event_id',
  },
  {
    table: 'label_joins',
    theirs: `${HERE} and ${among('transaction_id', 'authorization_id')}`,
    row: 'to_jsonb(held)',
    order: 'transaction_id',
  },
  // With what was done to it, which goes with it.
  {
    table: 'reviews',
    theirs: `${HERE} and ${among('authorization_id', 'card', 'cardholder')}`,
    row: `to_jsonb(held) || jsonb_build_object(
      'alarms', (select jsonb_agg(to_jsonb(raised)) from review_alarms as raised where raised.review_id = held.id),
      'acts', (select jsonb_agg(to_jsonb(done) - 'author') from review_acts as done where done.review_id = held.id),
      'follow_ups', (select jsonb_agg(to_jsonb(follow_up) - 'author') from review_follow_ups as follow_up
        where follow_up.review_id = held.id))`,
    order: 'id',
  },
  // Before the questions, which tell whose phone a text came from that is about none.
  {
    table: 'sms_replies',
    theirs: `${ANYWHERE} and (challenge_id = any($3) or (challenge_id is null
      and (phone = any($3) or phone in (select phone from challenges where id = any($3)))))`,
    row: 'to_jsonb(held)',
    order: 'message_id',
  },
  {
    table: 'challenges',
    theirs: `${HERE} and ${among('authorization_id', 'card', 'cardholder', 'decision_id')}`,
    row: 'to_jsonb(held)',
    order: 'id',
  },
  { table: 'allowances', theirs: `${HERE} and ${among('card', 'cardholder')}`, row: 'to_jsonb(held)', order: 'id' },
  {
    table: 'allowance_uses',
    theirs: `${ANYWHERE} and ${among('decision_id', 'authorization_id')}`,
    row: 'to_jsonb(held)',
    order: 'decision_id',
  },
  {
    table: 'review_decisions',
    theirs: `${ANYWHERE} and ${among('decision_id')}`,
    row: 'to_jsonb(held)',
    order: 'decision_id',
  },
  {
    table: 'outage_asks',
    theirs: `${HERE} and ${among('ref', 'authorization_id', 'card', 'cardholder')}`,
    row: 'to_jsonb(held)',
    order: 'cause, ref',
  },
  // Copies of what was decided, which a result shows; the result itself counts, and names nobody.
  {
    table: 'backtest_rows',
    theirs: `${HERE} and ${among('authorization_id', 'card')}`,
    row: 'to_jsonb(held)',
    order: 'seq',
  },
  { table: 'shadow_differences', theirs: `${HERE} and ${among('decision_id')}`, row: 'to_jsonb(held)', order: 'seq' },
  {
    table: 'replies_sent',
    theirs: `${ANYWHERE} and ${among('decision_id')}`,
    row: 'to_jsonb(held)',
    order: 'decision_id',
  },
  { table: 'inbox', theirs: `${HERE} and ${among('id')}`, row: 'to_jsonb(held)', order: 'seq' },
  { table: 'outbox', theirs: `${ANYWHERE} and ${holds('data')}`, row: 'to_jsonb(held)', order: 'seq' },
  {
    table: 'idempotency_keys',
    // Ids stand in sentences, too; a short text must be a whole value.
    theirs: `${ANYWHERE} and exists (select 1 from unnest($3::text[]) as theirs (id)
      where strpos(body, case when length(id) < 10 then to_json(id)::text else id end) > 0)`,
    row: null,
    order: 'actor, key',
  },
];

function parametersOf(person: Person): readonly unknown[] {
  return [person.scope.livemode, person.scope.account ?? '', idsOf(person)];
}

/** A row that is held of a person, and where. */
export interface HeldRow {
  readonly table: string;
  readonly row: unknown;
}

/** Where a reading of all that is held goes on. */
export interface HeldPlace {
  readonly table: number;
  readonly offset: number;
}

/** What is held of a person, table by table, `limit` rows at most; `next` is null after the last. */
export async function readHoldings(
  pool: SqlPool,
  person: Person,
  { table: first, offset: start }: HeldPlace,
  limit: number,
): Promise<{ readonly rows: readonly HeldRow[]; readonly next: HeldPlace | null }> {
  const found: HeldRow[] = [];
  let offset = start;
  for (let at = first; at < HOLDINGS.length; at += 1) {
    const holding = HOLDINGS[at];
    if (!holding) break;
    const { row } = holding;
    if (row === null) continue;
    const rows = await readHeld(pool, person, { ...holding, row }, { offset, limit: limit - found.length });
    found.push(...rows.map((each) => ({ table: holding.table, row: each })));
    if (found.length === limit) return { rows: found, next: { table: at, offset: offset + rows.length } };
    offset = 0;
  }
  return { rows: found, next: null };
}

/** The decisions about a person, `limit` at most, after the first `offset` of them. */
export async function readHeldDecisions(
  pool: SqlPool,
  person: Person,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly DecisionRecord[]> {
  // INVARIANT: the records are ours, as `record.ts` makes them.
  return (await readHeld(pool, person, DECISIONS, page)) as DecisionRecord[];
}

async function readHeld(
  pool: SqlPool,
  person: Person,
  { table, theirs, row, order }: Holding & { readonly row: string },
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly unknown[]> {
  const { rows } = await pool.query<{ row: unknown }>(
    `select ${row} as row from ${table} as held where ${theirs} order by ${order} limit $4 offset $5`,
    [...parametersOf(person), limit, offset],
  );
  return rows.map((each) => each.row);
}

/** Deletes all that is held of a person; within `erasing`. Gives how many rows, by table. */
export async function deleteHoldings(pool: SqlPool, person: Person): Promise<Readonly<Record<string, number>>> {
  const deleted: Record<string, number> = {};
  for (const { table, theirs } of HOLDINGS) {
    const { rowCount } = await pool.query(`delete from ${table} as held where ${theirs}`, [...parametersOf(person)]);
    if (rowCount) deleted[table] = rowCount;
  }
  // Rows of something else in which one of their ids stands.
  await pool.query(`update alarms set detail = '{}', is_erased = true where ${ANYWHERE} and ${holds('detail')}`, [
    ...parametersOf(person),
  ]);
  await pool.query(`update sweeps set place = null where ${HERE} and ${among('place')}`, [...parametersOf(person)]);
  // Whoever keeps the lists in memory looks for changes by this number.
  if (deleted.list_entries) await pool.query('update list_changes set seq = seq + 1');
  return deleted;
}
