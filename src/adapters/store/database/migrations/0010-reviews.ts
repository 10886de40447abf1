import { type Kysely, sql } from 'kysely';

/** The queue of what people shall look at, what they said of it, and what follows from that. */
const REVIEWS = [
  `create table if not exists reviews (
    id text primary key,
    livemode boolean not null,
    account text not null default '',
    kind text not null check (kind in ('rule', 'alarm', 'manual', 'incident')),
    authorization_id text,
    decision_id text,
    card text,
    cardholder text,
    merchant text,
    portfolio text,
    rules text[] not null default '{}',
    cause text,
    priority float8 not null default 0,
    opened_at timestamptz not null,
    assigned_to text,
    closed_at timestamptz,
    closed_by text,
    verdict text check (verdict in ('legitimate', 'fraud')),
    merged_into text,
    check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (verdict is null)),
    check (cause is not null or kind in ('rule', 'manual')),
    check ((kind = 'incident') = (authorization_id is null))
  )`,
  // At most one open review for an authorization, whoever opens it.
  `create unique index if not exists reviews_open on reviews (livemode, account, authorization_id)
    where closed_at is null and authorization_id is not null`,
  `create index if not exists reviews_authorization on reviews (livemode, account, authorization_id)`,
  `create index if not exists reviews_pressing on reviews (livemode, account, priority desc, id)
    where closed_at is null and merged_into is null`,
  `create index if not exists reviews_opened on reviews (livemode, account, opened_at desc, id)`,
  ...['card', 'cardholder', 'merchant'].map(
    (field) => `create index if not exists reviews_${field} on reviews (livemode, account, ${field})`,
  ),
  // Which asks a review is about; each decision is in one review for good.
  `create table if not exists review_decisions (
    decision_id text primary key,
    review_id text not null references reviews on delete cascade,
    at timestamptz not null,
    rules text[] not null,
    priority float8 not null
  )`,
  `create index if not exists review_decisions_review on review_decisions (review_id)`,
  // Which alarms; each is in one review for good. An id of Stripe's is nobody else's.
  `create table if not exists review_alarms (
    ref text primary key,
    review_id text not null references reviews on delete cascade,
    alarm text not null,
    at timestamptz not null,
    priority float8 not null
  )`,
  `create index if not exists review_alarms_review on review_alarms (review_id)`,
  // What people did. What records say (asks, disputes) is read from where it stands.
  `create table if not exists review_acts (
    seq bigint generated always as identity primary key,
    review_id text not null references reviews on delete cascade,
    at timestamptz not null,
    act text not null check (act in ('opened', 'assigned', 'noted', 'decided')),
    author text not null,
    note text,
    detail jsonb not null default '{}'
  )`,
  `create index if not exists review_acts_review on review_acts (review_id, seq)`,
  `create table if not exists review_follow_ups (
    id text primary key,
    review_id text not null references reviews on delete cascade,
    kind text not null check (kind in ('freeze_card', 'list_entry')),
    subject text not null,
    detail jsonb not null,
    author text not null,
    state text not null check (state in ('pending', 'done', 'failed')),
    reason text,
    asked_at timestamptz not null,
    settled_at timestamptz,
    unique (review_id, kind, subject)
  )`,
];

/** Asks without a full answer of ours, and the stretches of time in which they are close to each other. */
const OUTAGES = [
  `create table if not exists outage_asks (
    livemode boolean not null,
    account text not null default '',
    cause text not null,
    ref text not null,
    at timestamptz not null,
    authorization_id text,
    card text,
    cardholder text,
    approved boolean not null,
    weight float8 not null,
    risk float8,
    amount_minor bigint,
    currency text,
    primary key (livemode, account, cause, ref)
  )`,
  `create index if not exists outage_asks_at on outage_asks (livemode, account, cause, at)`,
  `create index if not exists outage_asks_authorization on outage_asks (livemode, account, authorization_id)`,
  `create table if not exists outages (
    id bigint generated always as identity primary key,
    livemode boolean not null,
    account text not null default '',
    cause text not null,
    began_at timestamptz not null,
    last_at timestamptz not null,
    asks integer not null,
    approved integer not null,
    review_id text unique references reviews on delete set null
  )`,
  `create index if not exists outages_at on outages (livemode, account, cause, last_at)`,
];

/** Reviews, and what opens and closes them. */
export async function reviews(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...REVIEWS, ...OUTAGES]) await sql.raw(statement).execute(db);
}
