import type { Label } from '../../../core/domain/label.ts';
import type { SqlPool } from './pool.ts';

/** Adds labels; what was said before in the same words is not said twice. Gives how many were new. */
export async function addLabels(pool: SqlPool, labels: readonly Label[], nowMs: number): Promise<number> {
  if (labels.length === 0) return 0;
  const rows = labels.map(({ scope, authorizationId, transactionId, knownAtMs, ...label }) => ({
    ...label,
    livemode: scope.livemode,
    account: scope.account ?? '',
    authorization_id: authorizationId,
    transaction_id: transactionId,
    known_at: new Date(knownAtMs).toISOString(),
  }));
  const { rowCount } = await pool.query(
    `insert into labels (livemode, account, authorization_id, transaction_id, card, verdict, source, ref, known_at,
      noted_at, author, detail)
    select livemode, account, authorization_id, transaction_id, card, verdict, source, ref, known_at, $2, author, detail
    from jsonb_to_recordset($1::jsonb) as label (livemode boolean, account text, authorization_id text,
      transaction_id text, card text, verdict text, source text, ref text, known_at timestamptz, author text,
      detail jsonb)
    on conflict do nothing`,
    [JSON.stringify(rows), new Date(nowMs)],
  );
  return rowCount ?? 0;
}
