import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';
import type { ScopedAuthorization } from './review-decisions.ts';

/** An ask that our answer did not decide, or that the stand-in answered. */
export interface OutageAsk {
  readonly scope: Scope;
  readonly cause: string;
  /** Names it within its cause. */
  readonly ref: string;
  readonly atMs: number;
  readonly authorizationId: string | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly approved: boolean;
  /** As `weightOf` has it. */
  readonly weight: number;
  /** Stripe's fraud score; null where none is known. */
  readonly risk: number | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** When an ask was, and whether it was approved. */
export type OutagePoint = Pick<OutageAsk, 'scope' | 'cause' | 'atMs' | 'approved'>;

/** Keeps asks, each once; gives those that were not known. */
export async function addOutageAsks(pool: SqlPool, asks: readonly OutageAsk[]): Promise<readonly OutagePoint[]> {
  const given = asks.map(({ scope, atMs, authorizationId, amountMinor, ...ask }) => ({
    ...ask,
    livemode: scope.livemode,
    account: scope.account ?? '',
    at: new Date(atMs).toISOString(),
    authorization_id: authorizationId,
    amount_minor: amountMinor,
  }));
  const { rows } = await pool.query<{
    livemode: boolean;
    account: string;
    cause: string;
    at: Date;
    approved: boolean;
  }>(
    `insert into outage_asks (livemode, account, cause, ref, at, authorization_id, card, cardholder, approved, weight,
      risk, amount_minor, currency)
    select livemode, account, cause, ref, at, authorization_id, card, cardholder, approved, weight, risk, amount_minor,
      currency
    from jsonb_to_recordset($1::jsonb) as given (livemode boolean, account text, cause text, ref text, at timestamptz,
      authorization_id text, card text, cardholder text, approved boolean, weight float8, risk float8,
      amount_minor bigint, currency text)
    on conflict do nothing returning livemode, account, cause, at, approved`,
    [JSON.stringify(given)],
  );
  return rows.map(({ livemode, account, cause, at, approved }) => {
    return { scope: { livemode, account: account || null }, cause, atMs: at.getTime(), approved };
  });
}

// What a rule did not read is not in a decision, and a score that is not there comes as an object.
const RISK = `max((d.record->'attributes'->>'fraud_risk_score')::float8)
  filter (where jsonb_typeof(d.record->'attributes'->'fraud_risk_score') = 'number')`;

/** Brings asks of these authorizations to the highest fraud score that any of our decisions about them holds. */
export async function rateOutageAsks(pool: SqlPool, authorizations: readonly ScopedAuthorization[]): Promise<void> {
  if (authorizations.length === 0) return;
  const given = authorizations.map(({ scope: { livemode, account }, authorizationId }) => {
    return { livemode, account: account ?? '', authorization_id: authorizationId };
  });
  await pool.query(
    `update outage_asks o set risk = rated.risk
    from (
      select d.livemode, d.account, d.authorization_id, ${RISK} as risk
      from jsonb_to_recordset($1::jsonb) as given (livemode boolean, account text, authorization_id text)
      join decisions d using (livemode, account, authorization_id)
      where exists (select 1 from outage_asks a where a.livemode = given.livemode and a.account = given.account
        and a.authorization_id = given.authorization_id)
      group by d.livemode, d.account, d.authorization_id
    ) rated
    where o.livemode = rated.livemode and o.account = rated.account and o.authorization_id = rated.authorization_id
      and rated.risk is not null and o.risk is distinct from rated.risk`,
    [JSON.stringify(given)],
  );
}

/** One ask of the sample of an incident. */
export interface SampledAsk {
  readonly atMs: number;
  readonly authorizationId: string | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly approved: boolean;
  readonly risk: number | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** The latest decision of ours about its authorization, and the latest review; null where there is none. */
  readonly decisionId: string | null;
  readonly merchantName: string | null;
  readonly reviewId: string | null;
}

/**
 * The asks of one cause within a stretch of time that are to be looked at first: approved ones, since there the money
 * is gone; then by what is expected to be lost.
 */
export async function sampleOutage(
  pool: SqlPool,
  { scope, cause, beganMs, lastMs }: { scope: Scope; cause: string; beganMs: number; lastMs: number },
  limit: number,
): Promise<readonly SampledAsk[]> {
  const { rows } = await pool.query<
    Omit<SampledAsk, 'atMs' | 'amountMinor'> & { at: Date; amountMinor: string | null }
  >(
    `select o.at, o.authorization_id as "authorizationId", o.card, o.cardholder, o.approved, o.risk,
      o.amount_minor as "amountMinor", o.currency, d.id as "decisionId", d.merchant_name as "merchantName",
      r.id as "reviewId"
    from (
      select * from outage_asks where livemode = $1 and account = $2 and cause = $3 and at between $4 and $5
      order by approved desc, weight * coalesce(risk, 50) desc, at, ref limit $6
    ) o
    left join lateral (
      select id, record->>'merchant_name' as merchant_name from decisions
      where livemode = o.livemode and account = o.account and authorization_id = o.authorization_id
      order by received_at desc, id limit 1
    ) d on true
    left join lateral (
      select id from reviews
      where livemode = o.livemode and account = o.account and authorization_id = o.authorization_id
      order by opened_at desc, id limit 1
    ) r on true
    order by o.approved desc, o.weight * coalesce(o.risk, 50) desc, o.at, o.ref`,
    [scope.livemode, scope.account ?? '', cause, new Date(beganMs), new Date(lastMs), limit],
  );
  return rows.map(({ at, amountMinor, ...ask }) => {
    return { ...ask, atMs: at.getTime(), amountMinor: amountMinor === null ? null : Number(amountMinor) };
  });
}
