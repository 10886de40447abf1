import type { HoldChange } from '../../../core/domain/capture.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** A change of a hold, by the event that told of it. */
export interface ToldHoldChange extends HoldChange {
  readonly scope: Scope;
  readonly eventId: string;
  readonly authorizationId: string;
}

/** Keeps changes of holds; the same event changes nothing twice. */
export async function putHoldChanges(pool: SqlPool, changes: readonly ToldHoldChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ scope, eventId, authorizationId, cause, amountMinor, atMs }) => ({
    livemode: scope.livemode,
    account: scope.account ?? '',
    event_id: eventId,
    authorization_id: authorizationId,
    cause,
    amount_minor: amountMinor,
    at: new Date(atMs).toISOString(),
  }));
  await pool.query(
    `insert into hold_changes (livemode, account, event_id, authorization_id, cause, amount_minor, at)
    select livemode, account, event_id, authorization_id, cause, amount_minor, at
    from jsonb_to_recordset($1::jsonb) as told (livemode boolean, account text, event_id text, authorization_id text,
      cause text, amount_minor bigint, at timestamptz)
    on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}

/**
 * Writes down what is held for these authorizations now: what Stripe's newest report says, while it is approved and
 * pending.
 */
export async function keepHeld(
  pool: SqlPool,
  authorizations: readonly { readonly scope: Scope; readonly id: string }[],
): Promise<void> {
  if (authorizations.length === 0) return;
  const keys = authorizations.map(({ scope, id }) => ({ livemode: scope.livemode, account: scope.account ?? '', id }));
  await pool.query(
    `update authorizations a set held_minor = now.held_minor
    from (select distinct known.livemode, known.account, known.id,
        case when known.approved and known.status = 'pending' and jsonb_typeof(known.fields->'amount') = 'number'
          then (known.fields->>'amount')::bigint else 0 end as held_minor
      from jsonb_to_recordset($1::jsonb) as key (livemode boolean, account text, id text)
      join authorizations known using (livemode, account, id)) now
    where a.livemode = now.livemode and a.account = now.account and a.id = now.id
      and a.held_minor <> now.held_minor`,
    [JSON.stringify(keys)],
    'keep_held',
  );
}
