import { type Kysely, sql } from 'kysely';

const MS_NOW = `date_trunc('milliseconds', clock_timestamp())`;

const STATEMENTS = [
  // Name and login are null once the person was erased, the password until one was chosen.
  `create table if not exists users (
    id text primary key,
    name text,
    login text unique,
    role text not null check (role in ('viewer', 'analyst', 'approver', 'admin')),
    password text,
    audit_key bytea,
    created_at timestamptz not null default ${MS_NOW},
    created_by text not null,
    disabled_at timestamptz,
    last_used_at timestamptz
  )`,
  `create table if not exists sessions (
    id text primary key,
    hash text not null unique,
    user_id text not null references users,
    created_at timestamptz not null default ${MS_NOW},
    seen_at timestamptz not null default ${MS_NOW},
    expires_at timestamptz not null
  )`,
  `create index if not exists sessions_user on sessions (user_id)`,
  // Without a user it makes the first one.
  `create table if not exists sign_in_links (
    hash text primary key,
    user_id text references users,
    created_at timestamptz not null default ${MS_NOW},
    created_by text not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  `create table if not exists sign_in_tries (
    subject text primary key,
    began_at timestamptz not null,
    tries integer not null
  )`,
];

/** Who may use the console, and how they came in. */
export async function users(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
