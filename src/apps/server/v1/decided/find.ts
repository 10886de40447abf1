import { findDecision, type StoredDecision } from '../../../../adapters/store/database/answers.ts';
import type { DecisionRecord } from '../../../../core/decision/record.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { ApiRequest } from '../route.ts';

/** The decision that the path names. Throws a Problem where there is none that the caller may see. */
export async function findOwn(
  { pool }: ApiPorts,
  { param, sees }: ApiRequest<unknown, unknown>,
): Promise<StoredDecision> {
  const id = param('id');
  const found = await findDecision(pool, id);
  const { livemode, account } = (found?.record ?? {}) as Partial<DecisionRecord>;
  if (!found || !sees({ livemode: livemode === true, account: account ?? null })) {
    throw new Problem('not_found', `there is no decision ${id}`);
  }
  return found;
}

/** Its record, which was written by us. */
export async function ownRecord(ports: ApiPorts, request: ApiRequest<unknown, unknown>): Promise<DecisionRecord> {
  return (await findOwn(ports, request)).record as unknown as DecisionRecord;
}
