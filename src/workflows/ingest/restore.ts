import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { reportsNaming } from '../../adapters/store/database/reported.ts';
import { type LostDecision, lostDecisions } from '../../adapters/store/database/unconfirmed.ts';
import { writeRecords } from '../../adapters/store/database/write.ts';
import { type Fields, fieldsOf, idOf, text } from '../../adapters/stripe/fields.ts';
import type { Alarms } from '../../core/decision/ports.ts';
import { restoredRecord } from '../../core/decision/restore.ts';

/**
 * Restores the decisions that Stripe's metadata names and that were not stored in ten minutes, and raises
 * `records_restored`. Where the record turns up later it takes the restored one's place (write.ts). Gives how many.
 */
export async function restoreLost(pool: SqlPool, alarms: Alarms, nowMs: number): Promise<number> {
  const lost = await lostDecisions(pool, nowMs);
  const reports = await reportsNaming(pool, lost);
  const texts = lost.flatMap((decision) => {
    const fields = reports.get(decision.decisionId);
    return fields ? [JSON.stringify(recordOf(decision, fields))] : [];
  });
  if (texts.length === 0) return 0;
  await writeRecords(pool, texts);
  alarms.raise('records_restored', { records: texts.length, decision: lost[0]?.decisionId ?? '' });
  return texts.length;
}

function recordOf(lost: LostDecision, fields: Fields) {
  const merchant = fieldsOf(fields.merchant_data);
  const ours = Object.entries(fieldsOf(fields.metadata)).filter(([name]) => name.startsWith('countersign_'));
  const { livemode, account, id: authorization, atMs, amountMinor, currency, portfolio } = lost;
  return restoredRecord({
    ...{
      id: lost.decisionId,
      livemode,
      account: account || null,
      authorization,
      atMs,
      amountMinor,
      currency,
      portfolio,
    },
    approved: lost.approved ?? fields.approved === true,
    card: idOf(fields.card),
    cardholder: idOf(fields.cardholder),
    merchant: text(merchant.network_id),
    merchantName: text(merchant.name),
    merchantCategory: text(merchant.category),
    merchantCountry: text(merchant.country),
    metadata: Object.fromEntries(ours.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
  });
}
