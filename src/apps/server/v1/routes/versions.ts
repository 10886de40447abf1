import { seenTypes } from '../../../../adapters/store/database/event-types.ts';
import { findVersion, listVersions } from '../../../../adapters/store/database/policy-versions.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import {
  activation,
  diffFilesRequest,
  diffQuery,
  policyDiff,
  rule,
  ruleFilter,
  version,
  wholeVersion,
} from '../../../../sdk/schema/policy.ts';
import { vocabulary, vocabularyQuery } from '../../../../sdk/schema/vocabulary.ts';
import type { Comparison } from '../../../../workflows/publish/compare.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import { readNames } from '../names.ts';
import { notPublished } from '../outcome.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { sayActivation, sayTimeOrNull, sayVersion } from '../say.ts';
import { sayVocabulary } from '../say-vocabulary.ts';
import { filesFrom, readPolicy, unknownVersion } from '../versions.ts';

/** Stored versions, what they hold, and how they differ. */
export const VERSION_ROUTES = [
  route({
    id: 'policy.versions',
    method: 'get',
    path: '/policy/versions',
    wants: 'read',
    reach: 'shared',
    summary: 'Stored versions, newest first.',
    query: pageQuery,
    answer: pageOf(version),
    async handle({ pool }, { query: { limit, cursor } }) {
      const before = readCursor(cursor, 'number');
      const page = { limit: limit + 1, ...(before !== undefined && { before }) };
      const [rows, named] = await Promise.all([listVersions(pool, page), readNames(pool)]);
      return pageFrom(
        rows,
        limit,
        ({ createdAtMs }) => createdAtMs,
        (row) => sayVersion(row, named),
      );
    },
  }),
  route({
    id: 'policy.version',
    method: 'get',
    path: '/policy/versions/:version',
    wants: 'read',
    reach: 'shared',
    summary: 'A stored version with its files.',
    answer: wholeVersion,
    async handle({ pool }, { param }) {
      const name = param('version');
      const [stored, named] = await Promise.all([findVersion(pool, name), readNames(pool)]);
      if (!stored) throw unknownVersion(name);
      return { ...sayVersion(stored, named), files: stored.files.map((file) => ({ ...file })) };
    },
  }),
  route({
    id: 'policy.activations',
    method: 'get',
    path: '/policy/activations',
    wants: 'read',
    reach: 'shared',
    summary: 'The latest activations, newest first.',
    query: pageQuery.omit({ cursor: true }),
    answer: pageOf(activation),
    async handle({ pool, publisher }, { query: { limit } }) {
      const [made, named] = await Promise.all([publisher.history(limit), readNames(pool)]);
      return { data: made.map((each) => sayActivation(each, named)), next: null };
    },
  }),
  route({
    id: 'policy.diff',
    method: 'get',
    path: '/policy/diff',
    wants: 'read',
    reach: 'shared',
    summary: 'What one stored version does otherwise than another; `from` and `to` are the live one where not given.',
    query: diffQuery,
    answer: policyDiff,
    takesPolicy: true,
    async handle({ publisher }, { query: { from, to } }) {
      return sayComparison(await publisher.diff(sideOf(from), sideOf(to)));
    },
  }),
  route({
    id: 'policy.diffFiles',
    method: 'post',
    path: '/policy/diff',
    wants: 'policy',
    reach: 'shared',
    summary: 'What a policy folder would change, against the live version or another; nothing is stored.',
    body: diffFilesRequest,
    answer: policyDiff,
    takesPolicy: true,
    isAct: false,
    async handle({ publisher }, { body: { files, from } }) {
      return sayComparison(await publisher.diff(sideOf(from), { files: filesFrom(files) }));
    },
  }),
  route({
    id: 'policy.vocabulary',
    method: 'get',
    path: '/policy/vocabulary',
    wants: 'read',
    reach: 'shared',
    summary: 'All words that files may use, with what they mean: attributes, lists, functions, events, keys.',
    query: vocabularyQuery,
    answer: vocabulary,
    async handle(ports, { query: { version: name } }) {
      const [policy, seen] = await Promise.all([readPolicy(ports, name), seenTypes(ports.pool)]);
      return sayVocabulary(policy, seen);
    },
  }),
  route({
    id: 'rules.list',
    method: 'get',
    path: '/rules',
    wants: 'read',
    reach: 'shared',
    summary: 'The rules of the live version, or of another, by id.',
    query: ruleFilter,
    answer: pageOf(rule),
    async handle(ports, { query: { version: name, limit, cursor } }) {
      const { rules } = await readPolicy(ports, name);
      const after = readCursor(cursor, 'string');
      const rest = after === undefined ? rules : rules.filter(({ id }) => id > after);
      return pageFrom(
        rest.slice(0, limit + 1),
        limit,
        ({ id }) => id,
        ({ id, action, text, mode, isAlways, samplePercent, portfolios, tags, expiresMs, note }) => ({
          id,
          action,
          rule: text,
          mode,
          always: isAlways,
          sample_percent: samplePercent,
          portfolios: portfolios && [...portfolios],
          tags: [...tags],
          expires_at: sayTimeOrNull(expiresMs),
          note,
        }),
      );
    },
  }),
];

function sideOf(name: string | undefined) {
  return name === undefined ? 'active' : { version: name };
}

function sayComparison(comparison: Comparison) {
  switch (comparison.kind) {
    case 'unknown':
      throw new Problem('not_found', comparison.message);
    case 'faulty':
      throw notPublished(comparison, comparison.message);
    case 'diff': {
      const { diff, text } = comparison;
      const { before: from, after: to, portfolioOrder: order, cases } = diff;
      const parts = diff.parts.map(({ fields, ...part }) => ({ ...part, fields: [...fields] }));
      const portfolioOrder = order && { before: [...order.before], after: [...order.after] };
      const changes = { parts, portfolioOrder, cases: { ...cases } };
      return { from, to, same: parts.length === 0 && order === null, changes, text };
    }
  }
}
