import { limits } from '../../../core/domain/limits.ts';
import type { AuthorizationKey } from './authorizations.ts';
import type { SqlPool } from './pool.ts';

/** In which modes Stripe can be asked. */
export type Askable = 'live' | 'test' | null;

/** An authorization to ask Stripe about, and how often it was asked about before. */
export interface ToRetrieve extends AuthorizationKey {
  readonly round: number;
}

// An ask of ours without an end, that is neither fresh nor of long ago.
const OPEN = `decided_by is null and decision_id is not null
  and at <= $1::timestamptz - $2 * interval '1 millisecond' and at > $1::timestamptz - $3 * interval '1 millisecond'`;
const openValues = (nowMs: number) => [new Date(nowMs), limits.confirmAfterMs, limits.confirmHorizonMs];

// All asks of an authorization are told of at once, so they are asked for at once.
const TAKE = `
with due as (
  select livemode, account, authorization_id, max(retrieve_rounds) as round from asks
  where ${OPEN} and livemode = $4 and not is_unknown and retrieve_rounds < $5
    and (retrieve_at is null or retrieve_at <= $1)
  group by livemode, account, authorization_id order by min(at) limit $6
), taken as (
  update asks a set retrieve_rounds = due.round + 1,
    retrieve_at = $1::timestamptz + $2 * 2 ^ due.round * interval '1 millisecond'
  from due
  where a.livemode = due.livemode and a.account = due.account and a.authorization_id = due.authorization_id
    and a.decided_by is null
)
select livemode, account, authorization_id as id, round from due`;

/**
 * Takes the authorizations that Stripe should be asked about now: those with an ask of ours whose end it did not report
 * in ten minutes. Each is taken again after ten minutes more, then twenty, doubled each time, nine times at most.
 */
export async function takeUnconfirmed(pool: SqlPool, nowMs: number, isLive: boolean): Promise<readonly ToRetrieve[]> {
  const values = [...openValues(nowMs), isLive, limits.confirmMaxRounds, limits.confirmAtOnce];
  const { rows } = await pool.query<ToRetrieve>(TAKE, values);
  return rows;
}

/** How many asks of ours have no end that Stripe reported. */
export interface UnconfirmedCounts {
  /** Of a mode in which Stripe can't be asked. */
  readonly unaskable: number;
  /** Asked for as often as it is of use. */
  readonly givenUp: number;
  /** Stripe has no such authorization. */
  readonly unknown: number;
}

/** Counts the asks whose end nobody is going to ask for. */
export async function countUnconfirmed(pool: SqlPool, nowMs: number, askable: Askable): Promise<UnconfirmedCounts> {
  const { rows } = await pool.query<UnconfirmedCounts>(
    `select count(*) filter (where not is_unknown and is_unaskable)::int as unaskable,
      count(*) filter (where not is_unknown and not is_unaskable and retrieve_rounds >= $4 and retrieve_at <= $1)::int
        as "givenUp",
      count(*) filter (where is_unknown)::int as unknown
    from (select *, $5::boolean is null or livemode <> $5::boolean as is_unaskable from asks where ${OPEN}) open`,
    [...openValues(nowMs), limits.confirmMaxRounds, askable && askable === 'live'],
  );
  return rows[0] ?? { unaskable: 0, givenUp: 0, unknown: 0 };
}

/** Notes that Stripe has no such authorization: nobody asks for it again. */
export async function noteUnknown(pool: SqlPool, { livemode, account, id }: AuthorizationKey): Promise<void> {
  await pool.query(
    `update asks set is_unknown = true
    where livemode = $1 and account = $2 and authorization_id = $3 and decided_by is null`,
    [livemode, account, id],
  );
}

/** An ask whose decision Stripe's metadata names, and is not stored. */
export interface LostDecision extends AuthorizationKey {
  readonly decisionId: string;
  readonly atMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly portfolio: string | null;
  readonly approved: boolean | null;
}

/** Decisions that Stripe's metadata named ten minutes ago or earlier, and that are not stored. */
export async function lostDecisions(pool: SqlPool, nowMs: number): Promise<readonly LostDecision[]> {
  const { rows } = await pool.query<LostDecision>(
    `select livemode, account, authorization_id as id, named_decision_id as "decisionId",
      (extract(epoch from at) * 1000)::float8 as "atMs", amount_minor::float8 as "amountMinor", currency, portfolio,
      approved
    from asks a
    where decision_id is null and named_decision_id is not null
      and at <= $1::timestamptz - $2 * interval '1 millisecond'
      and not exists (select from decisions d where d.id = a.named_decision_id)
    order by at limit $3`,
    [new Date(nowMs), limits.confirmAfterMs, limits.confirmAtOnce],
  );
  return rows;
}
