import type { Scope } from '../../../core/domain/scope.ts';
import type { StoredEvent } from '../../../core/domain/stored-event.ts';
import type { SqlPool } from './pool.ts';

/** One authorization, in one mode and account; `account` is empty for the platform's own. */
export interface AuthorizationKey {
  readonly livemode: boolean;
  readonly account: string;
  readonly id: string;
}

/** An authorization as Stripe last told of it. */
export interface AuthorizationRow extends AuthorizationKey {
  readonly createdAtMs: number;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly merchant: string | null;
  readonly currency: string | null;
  readonly status: string | null;
  readonly approved: boolean | null;
  /** When Stripe made the report. */
  readonly knownAtMs: number;
  /** The fields of Stripe's that are kept. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The keys of a batch, as a table `key`; its one parameter is `keysParameter`'s. */
export const KEYS = `jsonb_to_recordset($1::jsonb) as key (livemode boolean, account text, id text)`;

/** The parameter of `KEYS`. */
export function keysParameter(keys: readonly AuthorizationKey[]): string {
  return JSON.stringify(keys.map(({ livemode, account, id }) => ({ livemode, account, id })));
}

// Along the index of objects: of each type all of the last second, which is all that the newest can be among.
const LATEST = `
select event.record from ${KEYS}
cross join (values ('issuing_authorization.created'), ('issuing_authorization.updated')) kind (type)
cross join lateral (
  select record from events e
  where e.livemode = key.livemode and e.account = key.account and e.type = kind.type and e.object_id = key.id
  order by created_at desc fetch first 1 rows with ties
) event`;

/** The latest reports of these authorizations, among which the newest is. */
export async function latestReports(pool: SqlPool, keys: readonly AuthorizationKey[]): Promise<readonly StoredEvent[]> {
  if (keys.length === 0) return [];
  const { rows } = await pool.query<{ record: StoredEvent }>(LATEST, [keysParameter(keys)], 'latest_reports');
  return rows.map(({ record }) => record);
}

// What else is kept of an authorization stays. An older report never takes a newer one's place, though the newer one
// be forgotten.
const KEEP = `
insert into authorizations (livemode, account, id, created_at, card, cardholder, merchant, currency, status, approved,
  known_at, fields)
select livemode, account, id, to_timestamp("createdAtMs" / 1000), card, cardholder, merchant, currency, status,
  approved, to_timestamp("knownAtMs" / 1000), fields
from jsonb_to_recordset($1::jsonb) as row (livemode boolean, account text, id text, "createdAtMs" float8, card text,
  cardholder text, merchant text, currency text, status text, approved boolean, "knownAtMs" float8, fields jsonb)
on conflict (livemode, account, id) do update set created_at = excluded.created_at, card = excluded.card,
  cardholder = excluded.cardholder, merchant = excluded.merchant, currency = excluded.currency,
  status = excluded.status, approved = excluded.approved, known_at = excluded.known_at, fields = excluded.fields
where authorizations.known_at <= excluded.known_at`;

/** Keeps authorizations, each by its newest report. */
export async function keepAuthorizations(pool: SqlPool, rows: readonly AuthorizationRow[]): Promise<void> {
  if (rows.length > 0) await pool.query(KEEP, [JSON.stringify(rows)], 'keep_authorizations');
}

const COLUMNS = `a.livemode, a.account, a.id, a.card, a.cardholder,
  (extract(epoch from a.created_at) * 1000)::float8 as "createdAtMs", a.merchant, a.currency, a.status,
  a.approved, (extract(epoch from a.known_at) * 1000)::float8 as "knownAtMs", a.fields`;

/** What Stripe last told of these authorizations. */
export async function findAuthorizations(
  pool: SqlPool,
  keys: readonly AuthorizationKey[],
): Promise<readonly AuthorizationRow[]> {
  const { rows } = await pool.query<AuthorizationRow>(
    `select ${COLUMNS} from ${KEYS} join authorizations a
      on a.livemode = key.livemode and a.account = key.account and a.id = key.id`,
    [keysParameter(keys)],
    'find_authorizations',
  );
  return rows;
}

/** What Stripe last told of an authorization; null for one that it told nothing of. */
export async function findAuthorization(pool: SqlPool, scope: Scope, id: string): Promise<AuthorizationRow | null> {
  const { livemode, account } = scope;
  return (await findAuthorizations(pool, [{ livemode, account: account ?? '', id }]))[0] ?? null;
}
