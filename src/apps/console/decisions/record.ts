import type { DecisionRecord } from '../../../core/decision/record.ts';
import type { Decision } from '../../../sdk/index.ts';

/** A decision of the API is the record itself, as far as it is put in words. */
export function asRecord(decision: Decision): DecisionRecord {
  return decision as unknown as DecisionRecord;
}
