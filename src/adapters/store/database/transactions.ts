import {
  type Capture,
  FORCED_KINDS,
  type HoldChange,
  type ToldTransaction,
  type TransactionKind,
} from '../../../core/domain/capture.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** A transaction as Stripe last told of it, and its kind. */
export interface Transaction extends Omit<ToldTransaction, 'knownMs' | 'type'> {
  readonly scope: Scope;
  readonly type: string;
  readonly kind: TransactionKind;
}

/** An authorization or a transaction by its id. */
export interface Named {
  readonly scope: Scope;
  readonly id: string;
}

/** A transaction to be kept, with its kind as far as it alone tells it. */
export type NewTransaction = ToldTransaction & { readonly scope: Scope; readonly kind: TransactionKind };

/**
 * Keeps transactions as they were told of last; an older telling changes nothing, and the kind of one that is known
 * stays. Gives those that are new.
 */
export async function putTransactions(
  pool: SqlPool,
  transactions: readonly NewTransaction[],
): Promise<readonly Named[]> {
  if (transactions.length === 0) return [];
  const newest = new Map<string, NewTransaction>();
  for (const each of transactions) {
    const key = keyOf(each);
    if (each.knownMs >= (newest.get(key)?.knownMs ?? Number.NEGATIVE_INFINITY)) newest.set(key, each);
  }
  const rows = [...newest.values()].map(({ scope, authorization, amountMinor, createdMs, knownMs, ...same }) => ({
    ...same,
    ...columnsOf(scope),
    authorization_id: authorization,
    amount_minor: amountMinor,
    created_at: new Date(createdMs).toISOString(),
    known_at: new Date(knownMs).toISOString(),
  }));
  // A row that was there keeps what its `xmax` tells: zero only for a row that this statement made.
  const { rows: put } = await pool.query<{ livemode: boolean; account: string; id: string; is_new: boolean }>(
    `insert into transactions as known (livemode, account, id, authorization_id, card, cardholder, type, kind,
      amount_minor, currency, dispute, created_at, known_at)
    select livemode, account, id, authorization_id, card, cardholder, type, kind, amount_minor, currency, dispute,
      created_at, known_at
    from jsonb_to_recordset($1::jsonb) as told (livemode boolean, account text, id text, authorization_id text,
      card text, cardholder text, type text, kind text, amount_minor bigint, currency text, dispute text,
      created_at timestamptz, known_at timestamptz)
    on conflict (livemode, account, id) do update set
      authorization_id = excluded.authorization_id, card = excluded.card, cardholder = excluded.cardholder,
      type = excluded.type, amount_minor = excluded.amount_minor, currency = excluded.currency,
      dispute = excluded.dispute, created_at = excluded.created_at, known_at = excluded.known_at
    where excluded.known_at >= known.known_at
    returning livemode, account, id, (xmax = 0) as is_new`,
    [JSON.stringify(rows)],
    'put_transactions',
  );
  return put.filter(({ is_new }) => is_new).map((row) => ({ scope: scopeOf(row), id: row.id }));
}

/** A capture with the kind that it has now, when Stripe told of it last, and the authorization that it names. */
export interface StoredCapture extends Capture {
  readonly kind: TransactionKind;
  readonly card: string | null;
  readonly currency: string;
}

/** What is known of an authorization, with Stripe's `request_history` as it was stored. */
export interface KnownAuthorization {
  readonly status: string | null;
  readonly isApproved: boolean | null;
  readonly history: unknown;
  readonly changes: readonly HoldChange[];
}

/** All captures of one authorization, with what is known of that; null while nothing is. */
export interface CapturesOfOne {
  readonly scope: Scope;
  readonly authorizationId: string;
  readonly authorization: KnownAuthorization | null;
  readonly captures: readonly StoredCapture[];
}

interface CaptureRow {
  readonly livemode: boolean;
  readonly account: string;
  readonly authorization_id: string;
  readonly id: string;
  readonly kind: TransactionKind;
  readonly card: string | null;
  readonly currency: string;
  readonly amount_minor: string;
  readonly created_at: Date;
  readonly is_known: boolean;
  readonly status: string | null;
  readonly approved: boolean | null;
  readonly history: unknown;
  readonly changes: readonly { cause: HoldChange['cause']; amount_minor: number; at: string }[] | null;
}

/** The captures of these authorizations, those with none left out. */
export async function capturesOf(pool: SqlPool, authorizations: readonly Named[]): Promise<readonly CapturesOfOne[]> {
  if (authorizations.length === 0) return [];
  const { rows } = await pool.query<CaptureRow>(
    `select t.livemode, t.account, t.authorization_id, t.id, t.kind, t.card, t.currency, t.amount_minor, t.created_at,
      a.id is not null as is_known, a.status, a.approved,
      a.fields->'request_history' as history,
      (select jsonb_agg(jsonb_build_object('cause', h.cause, 'amount_minor', h.amount_minor, 'at', h.at))
        from hold_changes h
        where h.livemode = t.livemode and h.account = t.account and h.authorization_id = t.authorization_id) as changes
    from (select distinct livemode, account, id
      from jsonb_to_recordset($1::jsonb) as wanted (livemode boolean, account text, id text)) w
    join transactions t on t.livemode = w.livemode and t.account = w.account and t.authorization_id = w.id
      and t.type = 'capture'
    left join authorizations a on a.livemode = w.livemode and a.account = w.account and a.id = w.id`,
    [JSON.stringify(authorizations.map(({ scope, id }) => ({ ...columnsOf(scope), id })))],
    'captures_of',
  );
  const groups = Map.groupBy(rows, (row) => `${row.livemode} ${row.account} ${row.authorization_id}`);
  return [...groups.values()].flatMap((group) => {
    const [row] = group;
    return row ? [{ ...ofOne(row), captures: group.map(captureOf) }] : [];
  });
}

function ofOne(row: CaptureRow): Omit<CapturesOfOne, 'captures'> {
  const changes = (row.changes ?? []).map(({ cause, amount_minor, at }) => {
    return { cause, amountMinor: amount_minor, atMs: Date.parse(at) };
  });
  const known = { status: row.status, isApproved: row.approved, history: row.history, changes };
  return { scope: scopeOf(row), authorizationId: row.authorization_id, authorization: row.is_known ? known : null };
}

function captureOf({ id, kind, card, currency, amount_minor, created_at }: CaptureRow): StoredCapture {
  return { id, kind, card, currency, amountMinor: -Number(amount_minor), atMs: created_at.getTime() };
}

/** Writes the kinds of captures down. */
export async function setKinds(pool: SqlPool, kinds: readonly (Named & { kind: TransactionKind })[]): Promise<void> {
  if (kinds.length === 0) return;
  await pool.query(
    `update transactions t set kind = told.kind
    from jsonb_to_recordset($1::jsonb) as told (livemode boolean, account text, id text, kind text)
    where t.livemode = told.livemode and t.account = told.account and t.id = told.id`,
    [JSON.stringify(kinds.map(({ scope, id, kind }) => ({ ...columnsOf(scope), id, kind })))],
  );
}

/** Which transactions; `forced` is both of the forced kinds. */
export interface TransactionFilter {
  readonly scope: Scope;
  readonly kind?: TransactionKind | 'forced' | undefined;
  readonly card?: string | undefined;
  readonly authorization?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

interface TransactionRow extends Omit<CaptureRow, 'authorization_id'> {
  readonly authorization_id: string | null;
  readonly cardholder: string | null;
  readonly type: string;
  readonly dispute: string | null;
}

/** Transactions, newest first, from behind `after` on. */
export async function listTransactions(
  pool: SqlPool,
  { scope, kind, card, authorization, fromMs, toMs }: TransactionFilter,
  { limit, after }: { readonly limit: number; readonly after?: { readonly createdMs: number; readonly id: string } },
): Promise<readonly Transaction[]> {
  const kinds = kind === undefined ? null : kind === 'forced' ? FORCED_KINDS : [kind];
  const time = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));
  const { rows } = await pool.query<TransactionRow>(
    `select livemode, account, id, authorization_id, card, cardholder, type, kind, amount_minor, currency, dispute,
      created_at
    from transactions
    where livemode = $1 and account = $2 and ($3::text[] is null or kind = any($3)) and ($4::text is null or card = $4)
      and ($5::text is null or authorization_id = $5) and ($6::timestamptz is null or created_at >= $6)
      and ($7::timestamptz is null or created_at < $7)
      and ($8::timestamptz is null or (created_at, id) < ($8, $9))
    order by created_at desc, id desc limit $10`,
    [
      ...[scope.livemode, scope.account ?? '', kinds, card ?? null, authorization ?? null, time(fromMs), time(toMs)],
      ...[time(after?.createdMs), after?.id ?? null, limit],
    ],
  );
  return rows.map((row) => ({
    scope: scopeOf(row),
    id: row.id,
    authorization: row.authorization_id,
    card: row.card,
    cardholder: row.cardholder,
    type: row.type,
    kind: row.kind,
    amountMinor: Number(row.amount_minor),
    currency: row.currency,
    dispute: row.dispute,
    createdMs: row.created_at.getTime(),
  }));
}

function columnsOf({ livemode, account }: Scope): { livemode: boolean; account: string } {
  return { livemode, account: account ?? '' };
}

function scopeOf({ livemode, account }: { readonly livemode: boolean; readonly account: string }): Scope {
  return { livemode, account: account || null };
}

function keyOf({ scope, id }: Named): string {
  return `${scope.livemode} ${scope.account ?? ''} ${id}`;
}
