import type { DecisionRecord } from '../../../core/decision/record.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { JudgedAsk } from '../../../core/history/judged.ts';
import type { SqlPool } from './pool.ts';
import { together } from './together.ts';

const KEEP = `
insert into decision_rules (decision_id, livemode, account, authorization_id, asked_at, card, cardholder, portfolio,
  policy_version, outcome, amount_minor, currency, risk_score, risk_level, rules, actions, roles, alone)
select decision_id, livemode, account, authorization_id, asked_at, card, cardholder, portfolio,
  policy_version, outcome, amount_minor, currency, risk_score, risk_level, rules, actions, roles, alone
from jsonb_to_recordset($1::jsonb) as judged (decision_id text, livemode boolean, account text, authorization_id text,
  asked_at timestamptz, card text, cardholder text, portfolio text, policy_version text, outcome text,
  amount_minor bigint, currency text, risk_score float8, risk_level text, rules text[], actions text[], roles text[],
  alone boolean[])
on conflict (decision_id) do nothing`;

/** Keeps what rules made of these asks; an ask that is there already stays as it is. Gives how many were new. */
export async function keepJudged(pool: SqlPool, asks: readonly JudgedAsk[]): Promise<number> {
  if (asks.length === 0) return 0;
  const rows = asks.map(({ scope, matches, ...ask }) => ({
    ...{ decision_id: ask.decisionId, livemode: scope.livemode, account: scope.account ?? '' },
    ...{ authorization_id: ask.authorizationId, asked_at: new Date(ask.askedAtMs).toISOString() },
    ...{ card: ask.card, cardholder: ask.cardholder, portfolio: ask.portfolio, policy_version: ask.policyVersion },
    ...{ outcome: ask.outcome, amount_minor: ask.amountMinor, currency: ask.currency },
    ...{ risk_score: ask.riskScore, risk_level: ask.riskLevel },
    rules: matches.map(({ rule }) => rule),
    actions: matches.map(({ action }) => action),
    roles: matches.map(({ role }) => role),
    alone: matches.map(({ isAlone }) => isAlone),
  }));
  const { rowCount } = await pool.query(KEEP, [JSON.stringify(rows)], 'keep_judged');
  return rowCount ?? 0;
}

interface PastRow {
  readonly record: DecisionRecord;
  readonly id: string;
  readonly received_at: Date;
}

/**
 * Takes the next records of before this table was there, from the newest to the oldest, and keeps what `judge` makes of
 * them; the place moves in the same transaction. True while there may be more.
 */
export async function takePast(
  pool: SqlPool,
  limit: number,
  judge: (records: readonly DecisionRecord[]) => readonly JudgedAsk[],
): Promise<boolean> {
  return together(pool, async (joined) => {
    const { rows: places } = await joined.query<{ before_at: Date; before_id: string }>(
      'select before_at, before_id from decision_rules_past for update',
    );
    const [place] = places;
    if (!place) return false;
    const { rows } = await joined.query<PastRow>(
      `select record, id, received_at from decisions where received_at <= $1 and (received_at < $1 or id > $2)
      order by received_at desc, id limit $3`,
      [place.before_at, place.before_id, limit],
    );
    await keepJudged(joined, judge(rows.map(({ record }) => record)));
    const last = rows.at(-1);
    if (last && rows.length === limit) {
      const moved = [last.received_at, last.id];
      await joined.query('update decision_rules_past set before_at = $1, before_id = $2', moved);
      return true;
    }
    await joined.query('delete from decision_rules_past');
    return false;
  });
}

/**
 * Records received since a moment that were not looked at: taken by a process that did not know this table yet. Those
 * that wait in the inbox are left to the pump.
 */
export async function unjudgedSince(pool: SqlPool, sinceMs: number, limit: number): Promise<readonly DecisionRecord[]> {
  const { rows } = await pool.query<Pick<PastRow, 'record'>>(
    `select d.record from decisions d where d.received_at >= $1 and d.answered_by = 'policy'
      and d.record->>'second_answer_to' is null
      and not exists (select from decision_rules j where j.decision_id = d.id)
      and not exists (select from inbox i where i.kind = 'decision' and i.id = d.id)
    order by d.received_at limit $2`,
    [new Date(sinceMs), limit],
  );
  return rows.map(({ record }) => record);
}

/** When the oldest record was received that is counted, while older ones are not; null where all are. */
export async function judgedSince(pool: SqlPool): Promise<number | null> {
  const { rows } = await pool.query<{ before_at: Date }>('select before_at from decision_rules_past');
  return rows[0]?.before_at.getTime() ?? null;
}

/** When the newest judged ask was asked; null where there is none. Stripe's clock, which may be ahead of ours. */
export async function newestJudgedMs(pool: SqlPool, { livemode, account }: Scope): Promise<number | null> {
  const { rows } = await pool.query<{ asked_at: Date }>(
    `select asked_at from decision_rules where livemode = $1 and account = $2 order by asked_at desc limit 1`,
    [livemode, account ?? ''],
  );
  return rows[0]?.asked_at.getTime() ?? null;
}
