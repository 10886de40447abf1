import type { DecidedBy } from '../../../core/domain/ask-reason.ts';
import type { AskDecision, Confirmation, KnownAsk } from '../../../core/domain/asks.ts';
import type { Outcome } from '../../../core/domain/decision.ts';
import { type AuthorizationKey, KEYS, keysParameter } from './authorizations.ts';
import type { SqlPool } from './pool.ts';

/** A decision that is about an ask of this authorization. */
export interface KeyedDecision extends AskDecision {
  readonly key: AuthorizationKey;
}

interface DecisionRow extends AuthorizationKey, Omit<AskDecision, 'id' | 'place'> {
  readonly decisionId: string;
  readonly ask: string | null;
}

// The record is taken apart once: each look into a large one unpacks all of it.
const DECISIONS = `
select key.livemode, key.account, key.id, d.id as "decisionId", d.ask_key as ask, r.second_answer_to as "secondTo",
  (extract(epoch from d.asked_at) * 1000)::float8 as "atMs",
  (extract(epoch from d.received_at) * 1000)::float8 as "receivedAtMs", d.outcome, r.reasons->>0 as "firstReason",
  d.portfolio, (r.reply->>'approved')::boolean as "isApproval", r.amount_minor as "amountMinor", r.currency, r.card,
  r.cardholder, r.merchant
from ${KEYS} join decisions d
  on d.livemode = key.livemode and d.account = key.account and d.authorization_id = key.id
cross join lateral jsonb_to_record(d.record) as r (second_answer_to text, reasons jsonb, reply jsonb,
  amount_minor float8, currency text, card text, cardholder text, merchant text)`;

/** Every decision about these authorizations. */
export async function decisionsAbout(
  pool: SqlPool,
  keys: readonly AuthorizationKey[],
): Promise<readonly KeyedDecision[]> {
  const { rows } = await pool.query<DecisionRow>(DECISIONS, [keysParameter(keys)], 'decisions_about');
  return rows.map(({ livemode, account, id, decisionId, ask, ...decision }) => {
    return { ...decision, id: decisionId, place: placeOf(ask), key: { livemode, account, id } };
  });
}

/** An ask key is authorization, history length and amount. */
function placeOf(ask: string | null): number | null {
  return ask === null ? null : Number(ask.split(':').at(-2) ?? 0);
}

/** What is kept of an ask from before: what Stripe's metadata named, and whether its end is known. */
export interface KeptAsk {
  readonly key: AuthorizationKey;
  readonly place: number;
  readonly namedDecisionId: string | null;
  readonly isConfirmed: boolean;
}

/** The asks of these authorizations as they are kept. */
export async function keptAsks(pool: SqlPool, keys: readonly AuthorizationKey[]): Promise<readonly KeptAsk[]> {
  const { rows } = await pool.query<AuthorizationKey & Omit<KeptAsk, 'key'>>(
    `select key.livemode, key.account, key.id, a.place, a.named_decision_id as "namedDecisionId",
      a.decided_by is not null as "isConfirmed"
    from ${KEYS} join asks a
      on a.livemode = key.livemode and a.account = key.account and a.authorization_id = key.id`,
    [keysParameter(keys)],
    'kept_asks',
  );
  return rows.map(({ livemode, account, id, ...kept }) => ({ ...kept, key: { livemode, account, id } }));
}

const FIELDS = `livemode boolean, account text, authorization_id text, place integer, at float8, amount_minor bigint,
  currency text, card text, cardholder text, merchant text, portfolio text, decision_id text, named_decision_id text,
  outcome text, first_reason text, approved boolean, reason text, reason_message text, decided_by text,
  confirmed_at float8`;

// An ask that never reached us belongs to whom the card's latest decision says. How often it was asked for stays.
const KEEP = `
insert into asks (livemode, account, authorization_id, place, at, amount_minor, currency, card, cardholder, merchant,
  portfolio, decision_id, named_decision_id, outcome, first_reason, approved, reason, reason_message, decided_by,
  confirmed_at)
select livemode, account, authorization_id, place, to_timestamp(at / 1000), amount_minor, currency, card, cardholder,
  merchant, coalesce(ask.portfolio, (select d.portfolio from decisions d
    where d.livemode = ask.livemode and d.account = ask.account and d.record->>'card' = ask.card
    order by d.received_at desc, d.id limit 1)),
  decision_id, named_decision_id, outcome, first_reason, approved, reason, reason_message, decided_by,
  to_timestamp(confirmed_at / 1000)
from jsonb_to_recordset($1::jsonb) as ask (${FIELDS})
on conflict (livemode, account, authorization_id, place) do update set at = excluded.at,
  amount_minor = excluded.amount_minor, currency = excluded.currency, card = excluded.card,
  cardholder = excluded.cardholder, merchant = excluded.merchant,
  portfolio = case when excluded.decision_id is null then coalesce(asks.portfolio, excluded.portfolio)
    else excluded.portfolio end,
  decision_id = excluded.decision_id, named_decision_id = excluded.named_decision_id, outcome = excluded.outcome,
  first_reason = excluded.first_reason, approved = excluded.approved, reason = excluded.reason,
  reason_message = excluded.reason_message, decided_by = excluded.decided_by, confirmed_at = excluded.confirmed_at`;

// Rows whose ask turned out to be another one's.
const CLEAN = `
delete from asks a using ${KEYS}
where a.livemode = key.livemode and a.account = key.account and a.authorization_id = key.id and not exists (
  select from jsonb_to_recordset($2::jsonb)
    as kept (livemode boolean, account text, authorization_id text, place integer)
  where kept.livemode = a.livemode and kept.account = a.account and kept.authorization_id = a.authorization_id
    and kept.place = a.place)`;

/** Makes the asks of these authorizations what is known of them now. */
export async function keepAsks(
  pool: SqlPool,
  known: readonly { readonly key: AuthorizationKey; readonly asks: readonly KnownAsk[] }[],
  isAnyGone: boolean,
): Promise<void> {
  const rows = known.flatMap(({ key, asks }) => asks.map((ask) => rowOf(key, ask)));
  if (rows.length > 0) await pool.query(KEEP, [JSON.stringify(rows)], 'keep_asks');
  if (isAnyGone) await pool.query(CLEAN, [keysParameter(known.map(({ key }) => key)), JSON.stringify(rows)]);
}

function rowOf({ livemode, account, id }: AuthorizationKey, ask: KnownAsk) {
  const { decision, confirmation } = ask;
  return {
    livemode,
    account,
    authorization_id: id,
    place: ask.place,
    at: ask.atMs,
    amount_minor: ask.amountMinor,
    currency: ask.currency,
    card: ask.card,
    cardholder: ask.cardholder,
    merchant: ask.merchant,
    portfolio: decision?.portfolio ?? null,
    decision_id: decision?.id ?? null,
    named_decision_id: ask.namedDecisionId,
    outcome: decision?.outcome ?? null,
    first_reason: decision?.firstReason ?? null,
    approved: confirmation?.approved ?? null,
    reason: confirmation?.reason ?? null,
    reason_message: confirmation?.reasonMessage ?? null,
    decided_by: confirmation?.decidedBy ?? null,
    confirmed_at: confirmation?.atMs ?? null,
  };
}

/** An ask as it is read back. */
export interface AskRow {
  readonly place: number;
  readonly atMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly portfolio: string | null;
  readonly decisionId: string | null;
  readonly outcome: Outcome | null;
  readonly firstReason: string | null;
  readonly confirmation: Confirmation | null;
}

interface ConfirmationRow {
  readonly approved: boolean | null;
  readonly reason: string | null;
  readonly reasonMessage: string | null;
  readonly decidedBy: DecidedBy | null;
  readonly confirmedAtMs: number | null;
}

/** The columns of a confirmation, of a table `a`. */
export const CONFIRMATION = `a.approved, a.reason, a.reason_message as "reasonMessage", a.decided_by as "decidedBy",
  (extract(epoch from a.confirmed_at) * 1000)::float8 as "confirmedAtMs"`;

/** The confirmation in a row; null where there is none yet. */
export function confirmationIn(row: ConfirmationRow): Confirmation | null {
  const { approved, reason, reasonMessage, decidedBy, confirmedAtMs } = row;
  if (approved === null || decidedBy === null) return null;
  return { approved, reason, reasonMessage, decidedBy, atMs: confirmedAtMs ?? 0 };
}

/** The asks of an authorization, in their order. */
export async function findAsks(pool: SqlPool, { livemode, account, id }: AuthorizationKey): Promise<readonly AskRow[]> {
  const { rows } = await pool.query<Omit<AskRow, 'confirmation'> & ConfirmationRow>(
    `select a.place, (extract(epoch from a.at) * 1000)::float8 as "atMs",
      a.amount_minor::float8 as "amountMinor", a.currency, a.portfolio, a.decision_id as "decisionId", a.outcome,
      a.first_reason as "firstReason", ${CONFIRMATION}
    from asks a where a.livemode = $1 and a.account = $2 and a.authorization_id = $3 order by a.place`,
    [livemode, account, id],
  );
  return rows.map((row) => {
    const { place, atMs, amountMinor, currency, portfolio, decisionId, outcome, firstReason } = row;
    const ask = { place, atMs, amountMinor, currency, portfolio, decisionId, outcome, firstReason };
    return { ...ask, confirmation: confirmationIn(row) };
  });
}
