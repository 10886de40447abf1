import type { Label, LabelSource, LabelVerdict } from '../../../core/domain/label.ts';
import { fraudSince } from '../../../core/domain/label-verdict.ts';
import type { SqlPool } from './pool.ts';
import { ASKED, keyOf, type ScopedAuthorization, toRows } from './review-decisions.ts';

/** What a dispute said of an authorization at one moment: a label, found through the transaction that it is about. */
export interface DisputeWord extends ScopedAuthorization, Pick<Label, 'verdict' | 'ref' | 'knownAtMs' | 'detail'> {
  readonly source: Extract<LabelSource, 'dispute'>;
}

/** All that disputes said of these authorizations, in the order of its times. */
export async function disputeWords(
  pool: SqlPool,
  authorizations: readonly ScopedAuthorization[],
): Promise<readonly DisputeWord[]> {
  if (authorizations.length === 0) return [];
  const { rows } = await pool.query<{
    livemode: boolean;
    account: string;
    authorization_id: string;
    verdict: LabelVerdict;
    ref: string;
    known_at: Date;
    detail: Label['detail'];
  }>(
    `select j.livemode, j.account, j.authorization_id, l.verdict, l.ref, l.known_at, l.detail
    from label_joins j join ${ASKED} using (livemode, account, authorization_id)
    join labels l on l.livemode = j.livemode and l.account = j.account and l.transaction_id = j.transaction_id
    where l.source = 'dispute' order by l.known_at, l.seq`,
    [toRows(authorizations)],
  );
  return rows.map(({ livemode, account, authorization_id: authorizationId, known_at, ...word }) => {
    const scope = { livemode, account: account || null };
    return { ...word, scope, authorizationId, source: 'dispute', knownAtMs: known_at.getTime() };
  });
}

/**
 * Brings the reviews of these authorizations to what disputes say of them now: an open one is closed as fraud, as of
 * when the first dispute that stands was known, and what only a dispute closed is open again where none stands any
 * more. What a person closed stays as it is.
 */
export async function settleDisputes(pool: SqlPool, authorizations: readonly ScopedAuthorization[]): Promise<void> {
  if (authorizations.length === 0) return;
  const words = Map.groupBy(await disputeWords(pool, authorizations), keyOf);
  const known = [...new Map(authorizations.map((one) => [keyOf(one), one])).entries()].map(([key, about]) => {
    return { about, since: fraudSince(words.get(key) ?? []) };
  });
  const closing = known.flatMap(({ about: { scope, authorizationId }, since }) => {
    if (since === null) return [];
    const known_at = new Date(since.knownAtMs).toISOString();
    return [{ livemode: scope.livemode, account: scope.account ?? '', authorization_id: authorizationId, known_at }];
  });
  const standing = known.flatMap(({ about, since }) => (since === null ? [about] : []));
  if (closing.length > 0) await pool.query(CLOSE, [JSON.stringify(closing)]);
  if (standing.length > 0) await pool.query(REOPEN, [toRows(standing)]);
}

const CLOSE = `
update reviews r set verdict = 'fraud', closed_by = 'dispute', closed_at = greatest(r.opened_at, disputed.known_at)
from jsonb_to_recordset($1::jsonb)
  as disputed (livemode boolean, account text, authorization_id text, known_at timestamptz)
where r.livemode = disputed.livemode and r.account = disputed.account
  and r.authorization_id = disputed.authorization_id and (r.closed_at is null or r.closed_by = 'dispute')`;

// At most one is open: had two been closed so, the latest would be it.
const REOPEN = `
update reviews r set verdict = null, closed_by = null, closed_at = null
where r.id in (
  select distinct on (c.livemode, c.account, c.authorization_id) c.id
  from reviews c join ${ASKED} using (livemode, account, authorization_id)
  where c.closed_by = 'dispute' and not exists (select from reviews o where o.livemode = c.livemode
    and o.account = c.account and o.authorization_id = c.authorization_id and o.closed_at is null)
  order by c.livemode, c.account, c.authorization_id, c.opened_at desc, c.id
) and r.closed_by = 'dispute'`;
