import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import type { ScopedAuthorization } from './review-decisions.ts';

/**
 * Joins labels that know only their transaction to its authorization, as far as Stripe's stored events tell of it, for
 * those of these transactions. A transaction without authorization (a forced capture) is joined to none.
 */
export async function joinLabels(pool: SqlPool, transactionIds: readonly string[], nowMs: number): Promise<void> {
  if (transactionIds.length === 0) return;
  await pool.query(
    `insert into label_joins (livemode, account, transaction_id, authorization_id, joined_at)
    select l.livemode, l.account, l.transaction_id, max(e.record->'fields'->>'authorization'), $2
    from labels l join events e on e.livemode = l.livemode and e.account = l.account
      and e.type in ('issuing_transaction.created', 'issuing_transaction.updated') and e.object_id = l.transaction_id
    where l.transaction_id = any($1) and l.authorization_id is null
    group by l.livemode, l.account, l.transaction_id
    ${KEEP_KNOWN}`,
    [transactionIds, new Date(nowMs)],
  );
}

/** Joins labels of transactions of a world to the authorizations that Stripe's API names; null: to none. */
export async function joinAs(
  pool: SqlPool,
  { livemode, account }: Scope,
  joins: ReadonlyMap<string, string | null>,
  nowMs: number,
): Promise<void> {
  if (joins.size === 0) return;
  await pool.query(
    `insert into label_joins (livemode, account, transaction_id, authorization_id, joined_at)
    select $1, $2, transaction_id, authorization_id, $5
    from unnest($3::text[], $4::text[]) as joined (transaction_id, authorization_id)
    ${KEEP_KNOWN}`,
    [livemode, account ?? '', [...joins.keys()], [...joins.values()], new Date(nowMs)],
  );
}

const KEEP_KNOWN = `on conflict (livemode, account, transaction_id) do update
  set authorization_id = excluded.authorization_id, joined_at = excluded.joined_at
  where label_joins.authorization_id is null and excluded.authorization_id is not null`;

/** The authorizations that these transactions are joined to, as far as labels are about them. */
export async function joinedTo(
  pool: SqlPool,
  transactions: readonly { readonly scope: Scope; readonly id: string }[],
): Promise<readonly ScopedAuthorization[]> {
  if (transactions.length === 0) return [];
  const { rows } = await pool.query<{ livemode: boolean; account: string; authorization_id: string }>(
    `select distinct livemode, account, authorization_id from label_joins
    join jsonb_to_recordset($1::jsonb) as asked (livemode boolean, account text, transaction_id text)
      using (livemode, account, transaction_id)
    where authorization_id is not null`,
    [
      JSON.stringify(
        transactions.map(({ scope, id }) => {
          return { livemode: scope.livemode, account: scope.account ?? '', transaction_id: id };
        }),
      ),
    ],
  );
  return rows.map(({ livemode, account, authorization_id: authorizationId }) => {
    return { scope: { livemode, account: account || null }, authorizationId };
  });
}

/** Transactions of a world that labels are about and whose authorization is not known; the oldest first. */
export async function unjoinedTransactions(
  pool: SqlPool,
  { livemode, account }: Scope,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ transaction_id: string }>(
    `select transaction_id from labels l
    where livemode = $1 and account = $2 and authorization_id is null and transaction_id is not null
      and not exists (select from label_joins j
        where j.livemode = l.livemode and j.account = l.account and j.transaction_id = l.transaction_id)
    group by transaction_id order by min(seq) limit $3`,
    [livemode, account ?? '', limit],
  );
  return rows.map(({ transaction_id: id }) => id);
}

/** Those of these transactions whose authorization is not known, and labels wait for it. */
export async function unjoinedAmong(
  pool: SqlPool,
  { livemode, account }: Scope,
  transactionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from unnest($3::text[]) as sent (id) where not exists (select from label_joins
      where livemode = $1 and account = $2 and transaction_id = id)`,
    [livemode, account ?? '', transactionIds],
  );
  return new Set(rows.map(({ id }) => id));
}
