import { becameOf } from '../../../../adapters/store/database/decision-states.ts';
import { listDecisions } from '../../../../adapters/store/database/decisions.ts';
import { explain } from '../../../../core/decision/explain.ts';
import { supportSentence } from '../../../../core/decision/support.ts';
import { decideRequest, decision, decisionFilter, dryRun, explanation } from '../../../../sdk/schema/decisions.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { questionOf, readQuestions } from '../challenges/questions.ts';
import { readPlace, writeCursor } from '../cursor.ts';
import { decideDry } from '../decide-dry.ts';
import { findOwn, ownRecord } from '../decided/find.ts';
import { route } from '../route.ts';
import { sayDecisions, sayRecord } from '../say-decision.ts';

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
      const place = readPlace(cursor);
      const after = place && { receivedAtMs: place.atMs, id: place.id };
      const page = await listDecisions(pool, { ...filter, scope }, { limit, ...(after && { after }) });
      const next = page.next && writeCursor(`${page.next.receivedAtMs} ${page.next.id}`);
      return { data: await sayDecisions(pool, page.decisions), next };
    },
  }),
  route({
    id: 'decisions.get',
    method: 'get',
    path: '/decisions/:id',
    wants: 'read',
    reach: 'scope',
    summary: 'A decision as it was recorded, and what became of it.',
    answer: decision,
    async handle(ports, request) {
      const [said] = await sayDecisions(ports.pool, [await findOwn(ports, request)]);
      // INVARIANT: as many are said as are given.
      return said as NonNullable<typeof said>;
    },
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
      const record = await ownRecord(ports, request);
      const { id } = record;
      const [states, questions] = await Promise.all([becameOf(ports.pool, [id]), readQuestions(ports.pool, [record])]);
      const [became = null, question] = [states.get(id), questionOf(questions.get(id))];
      const text = explain(record, became, question);
      return { decision: id, text, support: supportSentence(record, became?.confirmation ?? null, question) };
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
      return { decision: sayRecord(record), explanation: explain(record), support: supportSentence(record, null) };
    },
  }),
];

/** Without what was not given. */
function defined<T extends object>(from: T): { [Key in keyof T]?: Exclude<T[Key], undefined | ''> } {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof defined<T>
  >;
}
