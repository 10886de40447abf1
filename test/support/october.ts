import { takeArrivals } from '../../src/adapters/store/database/inbox.ts';
import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import { writeRecords } from '../../src/adapters/store/database/write.ts';
import { judgedStep } from '../../src/workflows/history/judge-rules.ts';
import { createAuthorizationsStep } from '../../src/workflows/ingest/authorizations.ts';
import { labelsStep } from '../../src/workflows/ingest/labels.ts';
import { decisionText, eventText } from '../adapters/store/database/fixtures.ts';
import { historyEntry, reportText } from '../contract/database/asks.ts';
import { createTestAlarms } from './alarms.ts';

/** When the month is looked at. */
export const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;
const OCTOBER = Date.parse('2026-10-05T10:00:00Z');

/** Twenty asks of October: every fifth matches the rule that blocks, every fourth the one that is in shadow. */
function asks(): string[] {
  return Array.from({ length: 20 }, (_, index) => {
    const atMs = OCTOBER + index * DAY_MS;
    const isBlocked = index % 5 === 0;
    const finding = (id: string, isMatch: boolean, more = {}) => {
      return { id, action: 'block', result: isMatch ? 'matched' : 'not_matched', because: [], ...more };
    };
    return decisionText(`dec_${index}`, {
      ...{ asked_at: atMs, received_at: atMs, outcome: isBlocked ? 'decline' : 'approve', amount_minor: 1000 },
      ...{ reasons: isBlocked ? ['fraud_risk_score.decline'] : ['nothing_matched'], overridden: [], currency: 'usd' },
      considered: [
        finding('fraud_risk_score.decline', isBlocked),
        finding('trial', index % 4 === 1, { isShadow: true }),
        finding('never', false),
      ],
      ...{ card: `ic_${index}`, cardholder: `ich_${index}`, reply: { approved: !isBlocked }, errors: [] },
      attributes: { fraud_risk_score: isBlocked ? 90 : 10 },
    });
  });
}

function reports(): string[] {
  return Array.from({ length: 20 }, (_, index) => {
    const created = (OCTOBER + index * DAY_MS) / 1000;
    const entry = historyEntry(index % 5 === 0 ? 'webhook_declined' : 'webhook_approved', { created });
    const fields = { created, card: `ic_${index}`, cardholder: `ich_${index}` };
    return reportText(`evt_r${index}`, [entry], { object_id: `iauth_dec_${index}`, created, fields });
  });
}

/** A dispute of the purchase of this number, told so many days after it. */
function disputed(index: number, days: number, status: string, reason = 'fraudulent'): string {
  const transaction = { id: `ipi_${index}`, authorization: `iauth_dec_${index}` };
  return eventText(`evt_d${index}_${status}`, {
    ...{
      type: 'issuing_dispute.updated',
      object_id: `idp_${index}`,
      created: (OCTOBER + (index + days) * DAY_MS) / 1000,
    },
    fields: { status, evidence: { reason }, transaction, amount: 1000, currency: 'usd' },
  });
}

/** Puts the month into a database: asks, how they ended, and three disputes of which one is not about fraud. */
export async function fillOctober(pool: SqlPool): Promise<void> {
  await writeRecords(pool, [
    ...asks(),
    ...reports(),
    ...[disputed(1, 3, 'unsubmitted'), disputed(1, 5, 'submitted'), disputed(1, 24, 'won')],
    ...[
      disputed(2, 33, 'submitted'),
      disputed(3, 6, 'submitted', 'not_received'),
      disputed(3, 9, 'lost', 'not_received'),
    ],
  ]);
  const steps = [createAuthorizationsStep(createTestAlarms(), () => {}), labelsStep, judgedStep];
  const taken = await takeArrivals(pool, { limit: 1_000, nowMs: NOW_MS, steps });
  if (taken.kind === 'failed') throw taken.error;
}
