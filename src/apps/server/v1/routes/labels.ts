import type { z } from 'zod';
import { appendAudit } from '../../../../adapters/store/database/audit.ts';
import { joinLabels, unjoinedAmong } from '../../../../adapters/store/database/label-joins.ts';
import { countUnheardOf, listLabels, summarizeLabels } from '../../../../adapters/store/database/label-search.ts';
import { addLabels } from '../../../../adapters/store/database/labels.ts';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import { together } from '../../../../adapters/store/database/together.ts';
import type { Label } from '../../../../core/domain/label.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { Scope } from '../../../../core/domain/scope.ts';
import {
  addedLabels,
  label,
  labelFilter,
  labelledAs,
  labelSummary,
  type newLabel,
  newLabels,
  verdictQuery,
} from '../../../../sdk/schema/labels.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { readNames } from '../names.ts';
import { invalid } from '../request.ts';
import { route } from '../route.ts';
import { readLabelled, sayLabel } from '../say-label.ts';

/** What turned out to be true of authorizations. */
export const LABEL_ROUTES = [
  route({
    id: 'labels.list',
    method: 'get',
    path: '/labels',
    wants: 'read',
    reach: 'scope',
    summary: 'What was said to be true of authorizations, the last noted first.',
    query: pageQuery.extend(labelFilter.shape),
    answer: pageOf(label),
    async handle({ pool }, { query: { limit, cursor, from, to, unjoined, approved, ...same }, scope }) {
      const after = readCursor(cursor, 'number');
      const filter = {
        ...{ scope, ...withoutUndefined(same) },
        ...(from !== undefined && { fromMs: Date.parse(from) }),
        ...(to !== undefined && { toMs: Date.parse(to) }),
        ...(unjoined !== undefined && { isUnjoined: unjoined }),
        ...(approved !== undefined && { isApproved: approved }),
      };
      const [{ rows, next }, named] = await Promise.all([
        listLabels(pool, filter, { limit, ...(after !== undefined && { after }) }),
        readNames(pool),
      ]);
      return { data: rows.map((row) => sayLabel(row, named)), next: next === null ? null : writeCursor(next) };
    },
  }),
  route({
    id: 'labels.summary',
    method: 'get',
    path: '/labels/summary',
    wants: 'read',
    reach: 'scope',
    summary: 'How many labels there are by source and verdict, and how many wait for their transaction.',
    answer: labelSummary,
    async handle({ pool }, { scope }) {
      const { counts, unjoined } = await summarizeLabels(pool, scope);
      return { counts: [...counts], unjoined };
    },
  }),
  route({
    id: 'labels.verdict',
    method: 'get',
    path: '/labels/verdict',
    wants: 'read',
    reach: 'scope',
    summary: 'What the labels of an authorization come to, now or by what was known at a moment.',
    query: verdictQuery,
    answer: labelledAs,
    async handle({ pool }, { query: { authorization, at }, scope }) {
      return readLabelled(pool, scope, authorization, at === undefined ? undefined : Date.parse(at));
    },
  }),
  route({
    id: 'labels.add',
    method: 'post',
    path: '/labels',
    wants: 'review',
    reach: 'scope',
    summary:
      'Say what turned out to be true of authorizations; what was said before in the same words changes nothing.',
    body: newLabels,
    answer: addedLabels,
    status: 201,
    async handle({ pool, clock }, { body, scope, caller }) {
      const nowMs = clock.nowMs();
      const labels = body.labels.map((given) => labelOf(given, scope, caller.id, nowMs));
      const early = labels.findIndex(({ knownAtMs }) => knownAtMs > nowMs + limits.labelFutureMs);
      if (early !== -1) throw invalid([{ path: `body.labels[${early}].known_at`, message: 'is still to come' }]);
      return together(pool, async (joined) => {
        const added = await addLabels(joined, labels, nowMs);
        const transactions = [...new Set(labels.flatMap(({ transactionId }) => transactionId ?? []))];
        await joinLabels(joined, transactions, nowMs);
        const unjoined = await countWaiting(joined, scope, labels);
        const ids = [...new Set(labels.flatMap(({ authorizationId }) => authorizationId ?? []))];
        const unheardOf = await countUnheardOf(joined, scope, ids);
        const detail = { sent: labels.length, added, ...scope };
        await appendAudit(joined, { actor: caller.id, act: 'label.add', subject: 'labels', detail, atMs: nowMs });
        return { added, known: labels.length - added, unjoined, unheard_of: unheardOf };
      });
    },
  }),
];

async function countWaiting(pool: SqlPool, scope: Scope, labels: readonly Label[]): Promise<number> {
  const sent = new Set(labels.flatMap(({ transactionId }) => transactionId ?? []));
  if (sent.size === 0) return 0;
  const waiting = await unjoinedAmong(pool, scope, [...sent]);
  return labels.filter(({ transactionId }) => transactionId !== null && waiting.has(transactionId)).length;
}

function labelOf(given: z.output<typeof newLabel>, scope: Scope, author: string, nowMs: number): Label {
  const { authorization = null, transaction = null, verdict, known_at: knownAt, ref, note } = given;
  return {
    scope,
    authorizationId: authorization,
    transactionId: transaction,
    card: null,
    verdict,
    source: 'import',
    ref: ref ?? authorization ?? transaction ?? '',
    knownAtMs: knownAt === undefined ? nowMs : Date.parse(knownAt),
    author,
    detail: note === undefined ? {} : { note },
  };
}

function withoutUndefined<T extends object>(from: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof withoutUndefined<T>
  >;
}
