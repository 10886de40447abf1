import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** One ask of an authorization, as Stripe reported it afterwards. */
export interface Reported {
  readonly approved: boolean;
  readonly reason: string | null;
}

/** What the latest event about an authorization says of its asks, in the order of asking; none before any came. */
export async function reportedAsks(pool: SqlPool, scope: Scope, authorizationId: string): Promise<readonly Reported[]> {
  const { rows } = await pool.query<{ history: unknown }>(
    `select record->'fields'->'request_history' as history from events
    where livemode = $1 and account = $2 and type in ('issuing_authorization.created', 'issuing_authorization.updated')
      and object_id = $3 order by created_at desc, received_at desc, seq desc limit 1`,
    [scope.livemode, scope.account ?? '', authorizationId],
  );
  const history = rows[0]?.history;
  if (!Array.isArray(history)) return [];
  // Stripe promises no order.
  return history
    .map(({ approved, reason, created }) => ({ approved: approved === true, reason, created: Number(created) }))
    .sort((a, b) => a.created - b.created)
    .map(({ approved, reason }) => ({ approved, reason: typeof reason === 'string' ? reason : null }));
}
