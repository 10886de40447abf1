import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** Whether the owner of a phone (an HMAC) wants no questions. */
export interface OptOut {
  readonly revision: number;
  readonly phone: string;
  readonly isOut: boolean;
}

/** Opt-outs whose number is larger, and which were taken back; in the order of the numbers, `limit` at most. */
export async function readOptOuts(pool: SqlPool, afterRevision: number, limit: number): Promise<readonly OptOut[]> {
  const { rows } = await pool.query<{ revision: string; phone: string; is_out: boolean }>(
    `select revision, phone, until is null as is_out from sms_opt_outs where revision > $1 order by revision limit $2`,
    [afterRevision, limit],
    'read_opt_outs',
  );
  return rows.map(({ revision, phone, is_out: isOut }) => ({ revision: Number(revision), phone, isOut }));
}

/** Since when a cardholder has their phone; null: it is gone, or was there whenever somebody looked. */
export interface PhoneChange {
  readonly revision: number;
  readonly scope: Scope;
  readonly cardholder: string;
  readonly sinceMs: number | null;
}

/**
 * Cardholders whose phone was changed, by numbers that are larger and not before `sinceMs`; in the order of the
 * numbers, `limit` at most. Who is changed while this is read page by page comes once more.
 */
export async function readPhoneChanges(
  pool: SqlPool,
  sinceMs: number,
  afterRevision: number,
  limit: number,
): Promise<readonly PhoneChange[]> {
  interface Row {
    revision: string;
    livemode: boolean;
    account: string;
    id: string;
    phone_since: Date | null;
  }
  const { rows } = await pool.query<Row>(
    `select revision, livemode, account, id, phone_since from cardholders
    where revision > $1 and (phone_since is null or phone_since > $2) order by revision limit $3`,
    [afterRevision, new Date(sinceMs), limit],
    'read_phone_changes',
  );
  return rows.map(({ revision, livemode, account, id, phone_since: since }) => ({
    revision: Number(revision),
    scope: { livemode, account: account === '' ? null : account },
    cardholder: id,
    sinceMs: since?.getTime() ?? null,
  }));
}
