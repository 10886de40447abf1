import { expect } from 'vitest';
import { systemClock } from '../../src/adapters/clock/system.ts';
import { openDatabase } from '../../src/adapters/store/database/open.ts';
import { createTestAlarms } from '../support/alarms.ts';
import { takeToAsks } from '../support/ingest.ts';
import type { Day } from './whole-path.ts';

/**
 * Checks what the service kept of each ask against Stripe's own books: every entry of every authorization's history,
 * whoever decided it, with our decision where we were asked; and that the answers that Stripe got are known to be sent.
 */
export async function checkAsks({ asked, program }: Day, dataDir: string): Promise<void> {
  const database = openDatabase({ url: null, dataDir, alarms: createTestAlarms(), clock: systemClock });
  try {
    await database.ready();
    const { pool } = database;
    // What came last may not have been looked at when the service was ended.
    await takeToAsks(pool);
    const account = program.account.settings.account ?? '';
    const authorizations = [...program.account.objects.authorizations.values()];
    expect(authorizations.length).toBeGreaterThan(50);
    const { rows: kept } = await pool.query<Kept>(
      `select authorization_id as id, approved, reason, amount_minor::float8 as amount, decision_id as decision
      from asks where account = $1 order by place`,
      [account],
    );
    const asksOf = Map.groupBy(kept, ({ id }) => id);
    const answeredOf = Map.groupBy(asked, ({ authorizationId }) => authorizationId);
    for (const { id, request_history: history } of authorizations) {
      const asks = asksOf.get(id) ?? [];
      expect(asks.map(({ approved, reason, amount }) => ({ approved, reason, amount }))).toEqual(
        history.map(({ approved, reason, amount }) => ({ approved, reason, amount })),
      );
      expect(asks.flatMap(({ decision }) => decision ?? [])).toEqual(
        (answeredOf.get(id) ?? []).flatMap(({ metadata }) => metadata.countersign_decision ?? []),
      );
    }
    expect(kept).toHaveLength(authorizations.flatMap(({ request_history: history }) => history).length);
    const { rows } = await pool.query<{ decision_id: string }>('select decision_id from replies_sent');
    const sent = new Set(rows.map(({ decision_id: id }) => id));
    const heard = asked.flatMap(({ metadata }) => metadata.countersign_decision ?? []);
    expect(heard.filter((id) => !sent.has(id))).toEqual([]);
    const { rows: lost } = await pool.query(`select id from decisions where answered_by = 'restored'`);
    expect(lost).toEqual([]);
  } finally {
    await database.close();
  }
}

interface Kept {
  readonly id: string;
  readonly approved: boolean | null;
  readonly reason: string | null;
  readonly amount: number | null;
  readonly decision: string | null;
}
