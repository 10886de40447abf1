import { pageOf } from '../../../../sdk/schema/paging.ts';
import { ruleFilter } from '../../../../sdk/schema/policy.ts';
import { portfolio, profile } from '../../../../sdk/schema/profiles.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import { route } from '../route.ts';
import { readPolicy } from '../versions.ts';

/** The risk appetites of a version, and which cards are under which. */
export const PROFILE_ROUTES = [
  route({
    id: 'portfolios.list',
    method: 'get',
    path: '/portfolios',
    wants: 'read',
    reach: 'shared',
    summary: 'The portfolios of the live version, or of another, in their order: the first that matches owns the card.',
    query: ruleFilter,
    answer: pageOf(portfolio),
    async handle(ports, { query: { version, limit, cursor } }) {
      const { portfolios } = await readPolicy(ports, version);
      const start = readCursor(cursor, 'number') ?? 0;
      const rows = portfolios.slice(start, start + limit + 1).map((each, index) => ({ each, next: start + index + 1 }));
      return pageFrom(
        rows,
        limit,
        ({ next }) => next,
        ({ each: { name, whenText, profile: of } }) => ({ name, when: whenText, profile: of.name }),
      );
    },
  }),
  route({
    id: 'profiles.list',
    method: 'get',
    path: '/profiles',
    wants: 'read',
    reach: 'shared',
    summary: 'The profiles of the live version, or of another, by name.',
    query: ruleFilter,
    answer: pageOf(profile),
    async handle(ports, { query: { version, limit, cursor } }) {
      const { profiles, portfolios } = await readPolicy(ports, version);
      const after = readCursor(cursor, 'string');
      const all = [...profiles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const rest = after === undefined ? all : all.filter(({ name }) => name > after);
      return pageFrom(
        rest.slice(0, limit + 1),
        limit,
        ({ name }) => name,
        ({ name, settings }) => {
          const under = portfolios.filter(({ profile: of }) => of.name === name).map((each) => each.name);
          return { name, settings, portfolios: under };
        },
      );
    },
  }),
];
