import { type Kysely, sql } from 'kysely';

/** Policies and thresholds that were tried on what was recorded, and what came of it. */
const STATEMENTS = [
  `create table if not exists backtests (
    seq bigint generated always as identity unique,
    id text primary key,
    livemode boolean not null,
    account text not null default '',
    kind text not null check (kind in ('backtest', 'tune')),
    state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    author text not null,
    -- What was asked for, and the files of the policies, which need not be stored as versions: drafts, and whoever
    -- stands on their lists. They are gone with the end, where nobody needs them and no erasure would look.
    asked jsonb not null,
    files jsonb,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    -- When whoever does it last said so, and how often somebody set about it.
    beat_at timestamptz,
    tries integer not null default 0,
    -- What broke it off the last time that whoever did it could say so.
    broken_by text,
    progress jsonb,
    error text,
    -- Without the authorizations that it shows. As text: nobody looks into it here.
    result text,
    check ((ended_at is null) = (state in ('queued', 'running'))),
    check ((files is null) = (ended_at is not null)),
    check ((result is null) = (state <> 'done'))
  )`,
  'create index if not exists backtests_latest on backtests (livemode, account, seq desc)',
  `create index if not exists backtests_to_do on backtests (seq) where ended_at is null`,
  // Authorizations that a result shows, and more of them to look into.
  `create table if not exists backtest_rows (
    seq bigint generated always as identity primary key,
    backtest_id text not null references backtests on delete cascade,
    livemode boolean not null,
    account text not null default '',
    place text not null check (place in ('samples', 'other', 'changed', 'kept')),
    cell text,
    asked_at timestamptz not null,
    authorization_id text not null,
    card text,
    matched text[] not null default '{}',
    is_changed boolean not null default false,
    fields jsonb not null
  )`,
  'create index if not exists backtest_rows_run on backtest_rows (backtest_id, place, seq)',
  'create index if not exists backtest_rows_card on backtest_rows (livemode, account, card)',
  'create index if not exists backtest_rows_authorization on backtest_rows (livemode, account, authorization_id)',
  'create index if not exists backtest_rows_asked on backtest_rows (asked_at)',
];

/** Runs on history. */
export async function backtests(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
