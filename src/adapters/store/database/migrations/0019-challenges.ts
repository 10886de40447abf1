import { type Kysely, sql } from 'kysely';

/**
 * Questions to cardholders, what they allow, what was answered, and who wants none. A phone is an HMAC everywhere.
 * `revision` grows with each change, so that a process can read what it has not seen.
 */
const STATEMENTS = [
  'create sequence if not exists challenge_revisions',
  `create table if not exists challenges (
    id text primary key,
    livemode boolean not null,
    account text not null default '',
    origin text not null check (origin in ('countersign', 'stripe')),
    channel text not null check (channel in ('stripe', 'twilio')),
    state text not null,
    because text,
    -- The decision that asked; null where Stripe asked by itself.
    decision_id text unique,
    authorization_id text,
    -- Which of the authorization's fraud_challenges it is; null: not known yet, or none of them.
    place integer,
    card text,
    cardholder text,
    merchant text,
    merchant_name text,
    amount_minor bigint,
    currency text,
    is_card_present boolean,
    phone text,
    phone_country text,
    phone_ends text,
    portfolio text,
    profile text,
    policy_version text,
    rules text[] not null default '{}',
    -- ChallengeTerms, as the decision recorded them.
    terms jsonb not null,
    language text,
    -- Of the text that was put, which finds it at Twilio whatever the texts are by then.
    body_hmac text,
    asked_at timestamptz not null,
    send_by timestamptz not null,
    -- Somebody set about sending it: it is never sent a second time.
    claimed_at timestamptz,
    -- Twilio's name of the message.
    message_id text,
    sent_at timestamptz,
    delivered_at timestamptz,
    answer_by timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    -- When an unclear answer was asked about once more.
    asked_again_at timestamptz,
    -- The NO declines until then; earlier where somebody took that back.
    declines_until timestamptz,
    lifted_by text,
    revision bigint not null default nextval('challenge_revisions')
  )`,
  // INVARIANT: one open question for each phone, whoever asks: an answer can mean no other.
  `create unique index if not exists challenges_open on challenges (phone)
    where phone is not null and state in ('pending', 'sent', 'delivered')`,
  'create index if not exists challenges_revision on challenges (revision)',
  'create index if not exists challenges_asked on challenges (livemode, account, asked_at desc)',
  'create index if not exists challenges_time on challenges (asked_at)',
  'create index if not exists challenges_phone on challenges (phone, asked_at desc)',
  'create index if not exists challenges_cardholder on challenges (livemode, account, cardholder, asked_at desc)',
  'create index if not exists challenges_card on challenges (livemode, account, card, asked_at desc)',
  'create index if not exists challenges_authorization on challenges (livemode, account, authorization_id)',
  `create unique index if not exists challenges_of_stripe on challenges (livemode, account, authorization_id, place)
    where place is not null`,
  `create index if not exists challenges_waiting on challenges (asked_at)
    where state in ('pending', 'sent', 'delivered')`,
  'create index if not exists challenges_declining on challenges (id) where declines_until is not null',
  'create unique index if not exists challenges_message on challenges (message_id) where message_id is not null',
  `create table if not exists allowances (
    id text primary key,
    challenge_id text not null unique references challenges (id) on delete cascade,
    livemode boolean not null,
    account text not null default '',
    card text not null,
    cardholder text,
    merchant text not null,
    currency text not null,
    is_card_present boolean,
    each_minor bigint not null,
    total_minor bigint not null,
    uses_daily integer not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    ended_at timestamptz,
    ended_because text,
    ended_by text,
    revision bigint not null default nextval('challenge_revisions')
  )`,
  'create index if not exists allowances_revision on allowances (revision)',
  'create index if not exists allowances_newest on allowances (livemode, account, from_at desc, id)',
  'create index if not exists allowances_card on allowances (livemode, account, card)',
  'create index if not exists allowances_cardholder on allowances (livemode, account, cardholder)',
  `create table if not exists allowance_uses (
    decision_id text primary key,
    allowance_id text not null references allowances (id) on delete cascade,
    authorization_id text not null,
    amount_minor bigint not null,
    at timestamptz not null,
    revision bigint not null default nextval('challenge_revisions')
  )`,
  'create index if not exists allowance_uses_revision on allowance_uses (revision)',
  'create index if not exists allowance_uses_of on allowance_uses (allowance_id, at)',
  // What came in by text message: never what it said, but how it was read and what it did.
  `create table if not exists sms_replies (
    message_id text primary key,
    phone text not null,
    challenge_id text references challenges (id) on delete cascade,
    reading text not null,
    effect text not null,
    received_at timestamptz not null
  )`,
  'create index if not exists sms_replies_received on sms_replies (received_at)',
  'create index if not exists sms_replies_challenge on sms_replies (challenge_id)',
  // A phone whose owner said STOP, and had not said START after it. Stays for good, whoever is erased.
  `create table if not exists sms_opt_outs (
    phone text primary key,
    since timestamptz not null,
    until timestamptz,
    revision bigint not null default nextval('challenge_revisions')
  )`,
  'create index if not exists sms_opt_outs_revision on sms_opt_outs (revision)',
  // Since when a cardholder has the phone of now, where it was changed or given while somebody looked: as the state
  // says it. `revision` is null where it never was.
  `alter table cardholders add column if not exists phone_since timestamptz,
    add column if not exists revision bigint`,
  `update cardholders set revision = nextval('challenge_revisions'),
      phone_since = to_timestamp((state->'presentMs'->>0)::double precision / 1000)
    where phone_since is null and state->'known'->'phone'->>0 = 'true' and state->>'absentMs' is not null
      and state->'presentMs'->>0 is not null`,
  'create index if not exists cardholders_revision on cardholders (revision) where revision is not null',
  // A channel that was switched off, because Stripe refused answers or somebody said so.
  `create table if not exists challenge_channels (
    channel text not null,
    livemode boolean not null,
    account text not null default '',
    off_at timestamptz not null,
    because text not null,
    on_at timestamptz,
    changed_by text,
    revision bigint not null default nextval('challenge_revisions'),
    primary key (channel, livemode, account)
  )`,
  // What was bought with a card after an answer, and who could not be asked: for the funnel.
  'create index if not exists asks_card on asks (livemode, account, card, at)',
  `create index if not exists decisions_unaskable on decisions (livemode, account, received_at)
    where record->'facts'->>'unaskable' is not null`,
];

/** Challenges and allowances. */
export async function challenges(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
