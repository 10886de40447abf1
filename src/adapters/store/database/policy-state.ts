import { type Activation, type ActivationRow, activationOf } from './policy-activations.ts';
import type { SqlPool } from './pool.ts';

/** All that a process must know to follow what people change; small, so that it can be asked twice a second. */
export interface PolicyState {
  readonly activation: Activation | null;
  /** The version evaluated beside the live one. */
  readonly shadow: string | null;
  /** Grows with every change of any list. */
  readonly listSeq: number;
  /** Ids of the active version's rules that the circuit breaker dropped to shadow. */
  readonly breaks: readonly string[];
}

// Each part is the end of an index, or one row.
const STATE = `
select a.seq, a.version, a.author, a.note, a.kind, a.at, a.expires_at, changes.seq as list_seq,
  (select version from policy_shadows order by seq desc limit 1) as shadow,
  array(select rule from rule_breaks b where b.version = a.version order by rule) as breaks
from list_changes changes
left join lateral (select * from policy_activations order by seq desc limit 1) a on true`;

/** What is in force now, in one query and one snapshot. */
export async function policyState(pool: SqlPool): Promise<PolicyState> {
  interface Row extends Omit<ActivationRow, 'seq'> {
    readonly seq: string | null;
    readonly shadow: string | null;
    readonly list_seq: string;
    readonly breaks: string[];
  }
  const { rows } = await pool.query<Row>(STATE, [], 'policy_state');
  const [row] = rows;
  if (!row) throw new Error('list_changes has lost its one row');
  const { seq, shadow, list_seq, breaks } = row;
  return {
    activation: seq === null ? null : activationOf({ ...row, seq }),
    shadow,
    listSeq: Number(list_seq),
    breaks,
  };
}
