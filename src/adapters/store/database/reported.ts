import type { StoredEvent } from '../../../core/domain/stored-event.ts';
import type { AuthorizationKey } from './authorizations.ts';
import type { SqlPool } from './pool.ts';

/** A decision that the metadata of an authorization names. */
interface Named extends AuthorizationKey {
  readonly decisionId: string;
}

/** The fields of the reports whose metadata names these decisions, by the decisions' ids: of each the latest. */
export async function reportsNaming(
  pool: SqlPool,
  named: readonly Named[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  if (named.length === 0) return new Map();
  const keys = named.map(({ livemode, account, id, decisionId }) => ({ livemode, account, id, decision: decisionId }));
  const { rows } = await pool.query<{ decision: string; fields: Readonly<Record<string, unknown>> }>(
    `select distinct on (key.decision) key.decision, e.record->'fields' as fields
    from jsonb_to_recordset($1::jsonb) as key (livemode boolean, account text, id text, decision text)
    join events e on e.livemode = key.livemode and e.account = key.account and e.object_id = key.id
      and e.type in ('issuing_authorization.created', 'issuing_authorization.updated')
      and e.record->'fields'->'metadata'->>'countersign_decision' = key.decision
    order by key.decision, e.created_at desc, e.received_at desc, e.seq desc`,
    [JSON.stringify(keys)],
  );
  return new Map(rows.map(({ decision, fields }) => [decision, fields]));
}

/** Reports that a job retrieved from Stripe have ids of our own. An index of the table has these. */
const RETRIEVED = `id like 'retrieved\\_%'`;

/** The number of the last report that was retrieved until a moment; 0 where there is none. */
export async function latestRetrieved(pool: SqlPool, untilMs: number): Promise<number> {
  const { rows } = await pool.query<{ seq: string }>(
    `select seq from events where ${RETRIEVED} and received_at <= $1 order by seq desc limit 1`,
    [new Date(untilMs)],
  );
  return Number(rows[0]?.seq ?? 0);
}

/** Retrieved reports with numbers beyond `after`, but for those that are known, in their order. */
export async function retrievedReports(
  pool: SqlPool,
  { after, known, limit }: { readonly after: number; readonly known: readonly number[]; readonly limit: number },
): Promise<readonly { readonly seq: number; readonly record: StoredEvent }[]> {
  const { rows } = await pool.query<{ seq: string; record: StoredEvent }>(
    `select seq, record from events where ${RETRIEVED} and seq > $1 and not seq = any($2::bigint[])
    order by seq limit $3`,
    [after, known, limit],
    'retrieved_reports',
  );
  return rows.map(({ seq, record }) => ({ seq: Number(seq), record }));
}
