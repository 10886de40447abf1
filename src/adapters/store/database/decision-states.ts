import type { Confirmation } from '../../../core/domain/asks.ts';
import { CONFIRMATION, confirmationIn } from './asks.ts';
import type { SqlPool } from './pool.ts';

/** How far an answer got: we meant it; it went out; Stripe reported how the ask ended. */
export const DECISION_STATES = ['intended', 'sent', 'confirmed'] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

/** How far a decision got, and how its ask ended. */
export interface Became {
  readonly state: DecisionState;
  readonly sentAtMs: number | null;
  readonly confirmation: Confirmation | null;
}

type Row = Parameters<typeof confirmationIn>[0] & { readonly id: string; readonly sentAtMs: number | null };

/** What became of these decisions, by their ids. */
export async function becameOf(pool: SqlPool, ids: readonly string[]): Promise<ReadonlyMap<string, Became>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<Row>(
    `select wanted.id, (extract(epoch from s.sent_at) * 1000)::float8 as "sentAtMs", ${CONFIRMATION}
    from unnest($1::text[]) as wanted (id)
    left join asks a on a.decision_id = wanted.id
    left join replies_sent s on s.decision_id = wanted.id`,
    [ids],
    'became_of',
  );
  return new Map(
    rows.map((row) => {
      const confirmation = confirmationIn(row);
      const state = confirmation ? 'confirmed' : row.sentAtMs === null ? 'intended' : 'sent';
      return [row.id, { state, sentAtMs: row.sentAtMs, confirmation }];
    }),
  );
}

const IS_CONFIRMED = 'exists (select from asks a where a.decision_id = decisions.id and a.decided_by is not null)';
const IS_SENT = 'exists (select from replies_sent s where s.decision_id = decisions.id)';

/** Whether a row of the table `decisions` is in this state, as a condition. */
export const STATE_CONDITION: Readonly<Record<DecisionState, string>> = {
  confirmed: IS_CONFIRMED,
  sent: `${IS_SENT} and not ${IS_CONFIRMED}`,
  intended: `not ${IS_SENT} and not ${IS_CONFIRMED}`,
};
