import type { RecordOutcome, RecordText } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { answerOf } from './answers.ts';
import { SqlError } from './errors.ts';
import type { SqlPool } from './pool.ts';

/**
 * One statement for all the records of a batch; the database takes the JSON apart. Decisions are stored unless one of
 * the same id, event or ask stands. Events are stored unless their id is there, or unless they say the same as what was
 * said of the object just before, in the order of (created, received): before it in the batch or in the table,
 * whichever is nearer. So changes back and forth are kept, a second event of the same content is not, and a batch that
 * is written again changes nothing. Tracked events are stored unless one of the same type and id stands. Decisions and
 * events that are new go into the inbox as well, for what follows from them.
 */
const WRITE = `
with input as materialized (
  select position::int as position, record, record->>'kind' as kind, (record->>'livemode')::boolean as livemode,
    coalesce(record->>'account', '') as account, record->>'id' as id
  from jsonb_array_elements($1::jsonb) with ordinality as element (record, position)
), new_decision as (
  insert into decisions (id, livemode, account, event_id, ask_key, authorization_id, asked_at, received_at, outcome,
    review, answered_by, portfolio, profile, policy_version, record)
  select id, livemode, account, record->>'event', record->>'ask', record->>'authorization',
    to_timestamp((record->>'asked_at')::float8 / 1000), to_timestamp((record->>'received_at')::float8 / 1000),
    record->>'outcome', (record->>'review')::boolean, record->>'answered_by', record->>'portfolio',
    record->>'profile', record->>'policy_version', record
  from input where kind = 'decision' order by position
  on conflict do nothing
  returning id, livemode, account
), event as (
  select distinct on (livemode, account, id) position, livemode, account, id, record->>'type' as type,
    coalesce(record->>'object_id', '') as object_id, record->>'content' as content,
    to_timestamp((record->>'created')::float8) as created_at,
    to_timestamp((record->>'received_at')::float8 / 1000) as received_at, record
  from input where kind = 'event' order by livemode, account, id, position
), ordered_event as (
  select *, lag(content) over turn as last_content, lag(created_at) over turn as last_created_at,
    lag(received_at) over turn as last_received_at
  from event
  window turn as (partition by livemode, account, type, object_id order by created_at, received_at, position)
), new_event as (
  insert into events (livemode, account, id, type, object_id, content, created_at, received_at, record)
  select e.livemode, e.account, e.id, e.type, e.object_id, e.content, e.created_at, e.received_at, e.record
  from ordered_event e
  left join lateral (
    select content, created_at, received_at from events s
    where s.livemode = e.livemode and s.account = e.account and s.type = e.type and s.object_id = e.object_id
      and (s.created_at, s.received_at) <= (e.created_at, e.received_at)
    order by s.created_at desc, s.received_at desc, s.seq desc limit 1
  ) stored on true
  where e.content is null or e.content is distinct from
    case when e.last_created_at is null
        or (stored.created_at, stored.received_at) > (e.last_created_at, e.last_received_at)
      then stored.content else e.last_content end
  order by e.position
  on conflict do nothing
  returning id, livemode, account
), new_tracked as (
  insert into tracked_events (livemode, account, type, id, at, received_at, record)
  select livemode, account, record->>'type', id, to_timestamp((record->>'time')::float8 / 1000),
    to_timestamp((record->>'received_at')::float8 / 1000), record
  from input where kind = 'tracked' order by position
  on conflict do nothing
), reply_sent as (
  insert into replies_sent (decision_id, sent_at)
  select reply->>0, to_timestamp((reply->>1)::float8 / 1000)
  from input cross join lateral jsonb_array_elements(record->'replies') as told (reply) where kind = 'sent'
  on conflict do nothing
), arrived as (
  insert into inbox (kind, livemode, account, id)
  select 'decision', livemode, account, id from new_decision
  union all select 'event', livemode, account, id from new_event
)
select count(*)::int as total,
  array_agg(input.position) filter (where kind = 'decision' and new_decision.id is null) as refused,
  array_agg(input.id) filter (where kind = 'late') as late,
  count(*) filter (where kind is null or kind not in ('decision', 'event', 'tracked', 'late', 'sent'))::int as unknown
from input left join new_decision on kind = 'decision' and new_decision.id = input.id`;

// A statement of its own: it must see what the first one wrote, or waited for.
const MARK_LATE = 'update decisions set is_recorded_late = true where id = any($1) and not is_recorded_late';

// What stands in the place of refused decisions. A snapshot later than the refusal, so that it is always seen.
const STANDING = `
select input.position::int as position, same.id is not null as is_same, other.id, other.reply,
  coalesce(same.answered_by = 'restored', false) and input.record->>'answered_by' <> 'restored' as is_restored
from jsonb_array_elements($1::jsonb) with ordinality as input (record, position)
left join decisions same on same.id = input.record->>'id'
left join lateral (
  select d.id, d.record->'reply' as reply from decisions d
  where d.livemode = (input.record->>'livemode')::boolean and d.account = coalesce(input.record->>'account', '')
    and (d.event_id = input.record->>'event' or d.ask_key = input.record->>'ask')
  order by d.event_id = input.record->>'event' desc nulls last limit 1
) other on true
order by position`;

// A record that was taken for lost, and restored from Stripe's metadata, is there after all: it takes that one's place.
const REPLACE = `
with input as (
  select found from jsonb_array_elements($1::jsonb) as element (found)
), replaced as (
  update decisions d set event_id = found->>'event', ask_key = found->>'ask',
    authorization_id = found->>'authorization', asked_at = to_timestamp((found->>'asked_at')::float8 / 1000),
    received_at = to_timestamp((found->>'received_at')::float8 / 1000), outcome = found->>'outcome',
    review = (found->>'review')::boolean, answered_by = found->>'answered_by', portfolio = found->>'portfolio',
    profile = found->>'profile', policy_version = found->>'policy_version', record = found
  from input where d.id = found->>'id' and d.answered_by = 'restored'
  returning d.id, d.livemode, d.account
)
insert into inbox (kind, livemode, account, id) select 'decision', livemode, account, id from replaced`;

interface Written {
  readonly total: number;
  /** Positions from 1. */
  readonly refused: readonly number[] | null;
  readonly late: readonly string[] | null;
  readonly unknown: number;
}

/**
 * Writes records (one-line JSON objects of `kind` decision, event, tracked, late or sent), all or, if it rejects,
 * possibly some: writing again is free of effect. Gives an outcome for each, in order. A decision whose event or ask
 * was answered by another one is not stored; the outcome is that one's answer. A `late` of an unknown decision marks
 * nothing. A decision takes the place of one that was restored from Stripe's metadata under its id.
 *
 * jsonb knows neither U+0000 nor half surrogate pairs: they are stored as U+FFFD. A batch with a record that can't be
 * stored at all (no JSON, a field missing or of the wrong type, an unknown kind) rejects with an SqlError whose code
 * begins with 22 or 23, and the caller may look for the one by halves.
 */
export async function writeRecords(pool: SqlPool, texts: readonly RecordText[]): Promise<readonly RecordOutcome[]> {
  if (texts.length === 0) return [];
  const { rows } = await retryDeadlock(() => pool.query<Written>(WRITE, [toArray(texts)], 'write_records'));
  const written = rows[0];
  if (written?.total !== texts.length || written.unknown > 0) {
    // invalid_parameter_value: nothing that another try would change.
    throw new SqlError('a record of no known kind, or more than one on a line', { code: '22023' });
  }
  if (written.late) await pool.query(MARK_LATE, [written.late]);
  const outcomes = texts.map((): RecordOutcome => ({ kind: 'durable' }));
  if (written.refused) {
    const refused = written.refused.map((position) => position - 1);
    const standing = await findStanding(
      pool,
      refused.flatMap((index) => texts[index] ?? []),
    );
    for (const [turn, index] of refused.entries()) {
      const outcome = standing[turn];
      if (outcome) outcomes[index] = outcome;
    }
  }
  return outcomes;
}

interface Standing {
  readonly is_same: boolean;
  readonly is_restored: boolean;
  readonly id: string | null;
  readonly reply: unknown;
}

async function findStanding(pool: SqlPool, texts: readonly RecordText[]): Promise<readonly RecordOutcome[]> {
  const { rows } = await pool.query<Standing>(STANDING, [toArray(texts)]);
  const found = rows.flatMap((row, index) => (row.is_restored && row.id === null ? (texts[index] ?? []) : []));
  if (found.length > 0) await pool.query(REPLACE, [toArray(found)]);
  return rows.map(({ is_same, is_restored, id, reply }) => {
    // What another decision answered first is that one's ask: the caller makes a second answer of it.
    if (is_same && !(is_restored && id !== null)) return { kind: 'durable' };
    // Deleted in between, e.g. by an erasure: another try will store this one.
    if (id === null) throw new SqlError('the decision that stood in the way is gone', { code: '40001' });
    return { kind: 'answered_before', answer: answerOf(id, reply) };
  });
}

function toArray(texts: readonly RecordText[]): string {
  return `[${texts.map(storable).join(',')}]`;
}

// An escape sequence; a whole surrogate pair is one match, and so is an escaped backslash.
const ESCAPES = /\\(?:u[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F][\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|.)/g;
const UNSTORABLE = /^\\u(?:0000|[dD][89a-fA-F]..)$/;

function storable(text: RecordText): string {
  // Most records have no such escape: one quick look.
  if (!/\\u(?:0000|[dD][89a-fA-F])/.test(text)) return text;
  return text.replace(ESCAPES, (sequence) => (UNSTORABLE.test(sequence) ? '\\ufffd' : sequence));
}

/**
 * Two processes that write the same asks in different order may each wait for the other; one is told to try again. It
 * rests before, or both would meet again.
 */
async function retryDeadlock<T>(run: () => Promise<T>, tries: number = limits.deadlockTries): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (tries <= 1 || !(error instanceof SqlError) || error.code !== '40P01') throw error;
    await new Promise((resolve) => setTimeout(resolve, limits.deadlockRestMs * (0.5 + Math.random())));
    return retryDeadlock(run, tries - 1);
  }
}
