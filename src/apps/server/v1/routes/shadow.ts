import { currentShadow } from '../../../../adapters/store/database/policy-activations.ts';
import {
  countBeside,
  countDifferences,
  listDifferences,
} from '../../../../adapters/store/database/shadow-differences.ts';
import { limits } from '../../../../core/domain/limits.ts';
import { pageQuery } from '../../../../sdk/schema/paging.ts';
import { differenceFilter, differencePage, shadowRequest, shadowState } from '../../../../sdk/schema/shadow.ts';
import type { ShadowRequest } from '../../../../workflows/publish/shadow.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import { readNames } from '../names.ts';
import { notPublished } from '../outcome.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { sayDiagnostic, sayTime } from '../say.ts';
import { takeNow } from '../take-now.ts';
import { filesFrom } from '../versions.ts';

/** The version that is evaluated beside the live one. */
export const SHADOW_ROUTES = [
  route({
    id: 'policy.shadow',
    method: 'get',
    path: '/policy/shadow',
    wants: 'read',
    reach: 'shared',
    summary: 'The version that is evaluated beside the live one.',
    answer: shadowState,
    handle: ({ pool }) => sayShadow(pool, []),
  }),
  route({
    id: 'policy.setShadow',
    method: 'put',
    path: '/policy/shadow',
    wants: 'policy',
    reach: 'all',
    summary: 'Evaluate a version, or a policy folder, beside the live one.',
    body: shadowRequest,
    answer: shadowState,
    takesPolicy: true,
    handle(ports, { body: { version, files, note = null }, caller }) {
      const shadow = files ? { files: filesFrom(files) } : { version: version ?? '' };
      return shadowWith(ports, { shadow, author: caller.id, note });
    },
  }),
  route({
    id: 'policy.endShadow',
    method: 'delete',
    path: '/policy/shadow',
    wants: 'policy',
    reach: 'all',
    summary: 'Evaluate none beside the live version any more.',
    answer: shadowState,
    handle: (ports, { caller }) => shadowWith(ports, { shadow: null, author: caller.id, note: null }),
  }),
  route({
    id: 'policy.shadowDifferences',
    method: 'get',
    path: '/policy/shadow/differences',
    wants: 'read',
    reach: 'scope',
    summary: 'Decisions that a shadow would have made otherwise, newest first, and how many there are.',
    query: pageQuery.extend(differenceFilter.shape),
    answer: differencePage,
    async handle({ pool, live }, { query, scope }) {
      const { version, limit, cursor, live_outcome: outcome, shadow_outcome: shadowOutcome } = query;
      const shadow = version ?? live.shadow()?.version;
      if (shadow === undefined) throw new Problem('not_found', 'no version is in shadow; name one by version');
      const after = readCursor(cursor, 'number');
      const page = { scope, limit: limit + 1, outcome, shadowOutcome, ...(after !== undefined && { after }) };
      const [rows, counts, decisions] = await Promise.all([
        listDifferences(pool, shadow, page),
        countDifferences(pool, shadow, scope),
        countBeside(pool, shadow, scope, limits.countedShadowDecisions),
      ]);
      const found = pageFrom(
        rows,
        limit,
        ({ seq }) => seq,
        (row) => ({
          decision: row.decisionId,
          version: row.shadowVersion,
          live_version: row.version,
          live: { outcome: row.outcome, reasons: [...row.reasons] },
          shadow: { outcome: row.shadowOutcome, reasons: [...row.shadowReasons] },
          asked_at: sayTime(row.askedAtMs),
        }),
      );
      const outcomes = counts.outcomes.map(({ outcome, shadowOutcome, count }) => {
        return { live: outcome, shadow: shadowOutcome, count };
      });
      return { ...found, total: counts.total, decisions, outcomes };
    },
  }),
];

async function shadowWith({ publisher, pool, live }: ApiPorts, request: ShadowRequest) {
  const outcome = await publisher.shadow(request);
  if (outcome.kind !== 'shadowed' && outcome.kind !== 'ended') throw notPublished(outcome, outcome.message);
  await takeNow(live);
  return sayShadow(pool, outcome.kind === 'shadowed' ? outcome.warnings : []);
}

async function sayShadow(pool: ApiPorts['pool'], warnings: readonly Parameters<typeof sayDiagnostic>[0][]) {
  const [shadow, named] = await Promise.all([currentShadow(pool), readNames(pool)]);
  return {
    shadow: shadow && { version: shadow.version, by: named(shadow.author), since: sayTime(shadow.sinceMs) },
    warnings: warnings.map(sayDiagnostic),
  };
}
