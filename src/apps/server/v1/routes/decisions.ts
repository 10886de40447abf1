import type { z } from 'zod';
import { findDecision, type StoredDecision } from '../../../../adapters/store/database/answers.ts';
import { listDecisions } from '../../../../adapters/store/database/decisions.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import { reportedAsks } from '../../../../adapters/store/database/reported.ts';
import { knownPolicies } from '../../../../adapters/store/policies/recent.ts';
import { explain } from '../../../../core/decision/explain.ts';
import type { DecisionRecord } from '../../../../core/decision/record.ts';
import { namedFeatures } from '../../../../core/decision/recorded-features.ts';
import { supportSentence } from '../../../../core/decision/support.ts';
import { decideRequest, decision, decisionFilter, dryRun, explanation } from '../../../../sdk/schema/decisions.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { decideDry } from '../decide-dry.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { type ApiRequest, route } from '../route.ts';

/** What was decided, why, and what would be. */
export const DECISION_ROUTES = [
  route({
    id: 'decisions.list',
    method: 'get',
    path: '/decisions',
    wants: 'read',
    reach: 'scope',
    summary: 'Decisions, newest first.',
    query: pageQuery.extend(decisionFilter.shape),
    answer: pageOf(decision),
    async handle({ pool }, { query, scope }) {
      const { limit, cursor, policy_version: policyVersion, from, to, ...same } = query;
      const filter = defined({
        ...same,
        policyVersion,
        fromMs: from && Date.parse(from),
        toMs: to && Date.parse(to),
      });
      const after = placeOf(readCursor(cursor, 'string'));
      const page = await listDecisions(pool, { ...filter, scope }, { limit, ...(after && { after }) });
      const next = page.next && writeCursor(`${page.next.receivedAtMs} ${page.next.id}`);
      return { data: await Promise.all(page.decisions.map(sayWith(pool))), next };
    },
  }),
  route({
    id: 'decisions.get',
    method: 'get',
    path: '/decisions/:id',
    wants: 'read',
    reach: 'scope',
    summary: 'A decision as it was recorded.',
    answer: decision,
    handle: async (ports, request) => sayWith(ports.pool)(await findOwn(ports, request)),
  }),
  route({
    id: 'decisions.explain',
    method: 'get',
    path: '/decisions/:id/explain',
    wants: 'read',
    reach: 'scope',
    summary: 'Why a decision fell as it did, as a page of text, and as one sentence for support.',
    answer: explanation,
    async handle(ports, request) {
      // What stands in the database was written by us.
      const record = (await findOwn(ports, request)).record as unknown as DecisionRecord;
      const { id, livemode, account, authorization, ask } = record;
      const asks = authorization === null ? [] : await reportedAsks(ports.pool, { livemode, account }, authorization);
      // An ask key is authorization, history length and amount.
      const reported = asks[Number(ask?.split(':').at(-2) ?? -1)] ?? null;
      return { decision: id, text: explain(record), support: supportSentence(record, reported) };
    },
  }),
  route({
    id: 'decide',
    method: 'post',
    path: '/decide',
    wants: 'decide',
    reach: 'scope',
    summary: 'What would be decided about an authorization; nothing is recorded or counted.',
    body: decideRequest,
    answer: dryRun,
    isAct: false,
    async handle(ports, { body, scope }) {
      const record = await decideDry(ports, body, scope);
      return { decision: say(record), explanation: explain(record), support: supportSentence(record, null) };
    },
  }),
];

async function findOwn({ pool }: ApiPorts, { param, sees }: ApiRequest<unknown, unknown>): Promise<StoredDecision> {
  const id = param('id');
  const found = await findDecision(pool, id);
  const { livemode, account } = (found?.record ?? {}) as Partial<DecisionRecord>;
  if (!found || !sees({ livemode: livemode === true, account: account ?? null })) {
    throw new Problem('not_found', `there is no decision ${id}`);
  }
  return found;
}

/** Says decisions, each with its features by name: the version that made it knows in which order they were recorded. */
function sayWith(pool: SqlPool) {
  const policyOf = knownPolicies(pool);
  return async function sayDecision({ record: stored, isRecordedLate }: StoredDecision) {
    const record = stored as unknown as DecisionRecord;
    const features = record.counted ? namedFeatures(record.counted, await policyOf(record.policy_version)) : {};
    return { ...say(record), features, recorded_late: isRecordedLate };
  };
}

/** A record is said as it is: the API promises what the record holds. */
function say({ kind: _, ...record }: DecisionRecord): z.input<typeof decision> {
  return record as unknown as z.input<typeof decision>;
}

function placeOf(cursor: string | undefined) {
  const found = /^(\d+) (.+)$/.exec(cursor ?? '');
  return found ? { receivedAtMs: Number(found[1]), id: found[2] ?? '' } : null;
}

/** Without what was not given. */
function defined<T extends object>(from: T): { [Key in keyof T]?: Exclude<T[Key], undefined | ''> } {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof defined<T>
  >;
}
