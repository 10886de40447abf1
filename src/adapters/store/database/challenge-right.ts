import { type PhoneFacts, phoneSinceMsOf } from '../../../core/challenge/right.ts';
import type { CardholderState } from '../../../core/domain/cardholder-state.ts';
import type { ChallengePlan } from '../../../core/domain/challenge.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** Whom to text, and as of when. */
export interface WantedRight {
  readonly scope: Scope;
  readonly cardholder: string | null;
  readonly plan: Pick<ChallengePlan, 'id' | 'phone' | 'phoneUnchangedMs'>;
  readonly atMs: number;
}

const FACTS = `select
  exists (select 1 from sms_opt_outs where phone = $4 and until is null) as is_opted_out,
  (select phone from challenges where livemode = $1 and account = $2 and cardholder = $3 and asked_at > $6
    and phone is not null and id <> $5 order by asked_at desc limit 1) as last_phone,
  (select state from cardholders where livemode = $1 and account = $2 and id = $3) as cardholder`;

/** What the database knows at this moment of whether a phone may be texted, in one statement. */
export async function readPhoneFacts(
  pool: SqlPool,
  { scope, cardholder, plan, atMs }: WantedRight,
): Promise<PhoneFacts> {
  interface Row {
    is_opted_out: boolean;
    last_phone: string | null;
    cardholder: CardholderState | null;
  }
  const { rows } = await pool.query<Row>(
    FACTS,
    [...[scope.livemode, scope.account ?? '', cardholder, plan.phone, plan.id], new Date(atMs - plan.phoneUnchangedMs)],
    'read_phone_facts',
  );
  const [row] = rows;
  if (!row) throw new Error('the database gave no row');
  return {
    isOptedOut: row.is_opted_out,
    lastPhone: row.last_phone,
    phoneSinceMs: row.cardholder && phoneSinceMsOf(row.cardholder),
  };
}
