import { appendAudit } from '../../../../adapters/store/database/audit.ts';
import { AUTHORIZATION } from '../../../../core/policy/authorization-event.ts';
import { isAttribute } from '../../../../core/policy/features.ts';
import { countersState, feature } from '../../../../sdk/schema/counters.ts';
import { pageOf } from '../../../../sdk/schema/paging.ts';
import { ruleFilter } from '../../../../sdk/schema/policy.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import type { ApiPorts } from '../ports.ts';
import { route } from '../route.ts';
import { readPolicy } from '../versions.ts';

/** Features, and the counters that they are read from. */
export const COUNTER_ROUTES = [
  route({
    id: 'features.list',
    method: 'get',
    path: '/features',
    wants: 'read',
    reach: 'shared',
    summary: 'The features of the live version, or of another, by event and name.',
    query: ruleFilter,
    answer: pageOf(feature),
    async handle(ports, { query: { version, limit, cursor } }) {
      const { features } = await readPolicy(ports, version);
      const after = readCursor(cursor, 'string');
      const all = [...features.program.events.values()]
        .flatMap((event) => event.features)
        .map(({ event, name, term, text }) => {
          const attribute = event === AUTHORIZATION && isAttribute(term.type);
          return { event, name, type: term.type.kind, text, attribute };
        })
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      const rest = after === undefined ? all : all.filter((each) => keyOf(each) > after);
      return pageFrom(rest.slice(0, limit + 1), limit, keyOf, (each) => each);
    },
  }),
  route({
    id: 'counters.get',
    method: 'get',
    path: '/counters',
    wants: 'read',
    reach: 'shared',
    summary: 'How the counters that features are read from stand.',
    answer: countersState,
    handle: async ({ velocity }) => stateOf(velocity),
  }),
  route({
    id: 'counters.rebuild',
    method: 'post',
    path: '/counters/rebuild',
    wants: 'admin',
    reach: 'all',
    summary: 'Forget what was counted and count the stored past again; features are missing (cold) until then.',
    answer: countersState,
    async handle({ pool, velocity, clock }, { caller }) {
      const act = { actor: caller.id, act: 'counters.rebuild', subject: 'counters', detail: {} };
      await appendAudit(pool, { ...act, atMs: clock.nowMs() });
      await velocity.filler.rebuild();
      return stateOf(velocity);
    },
  }),
];

function keyOf({ event, name }: { readonly event: string; readonly name: string }): string {
  return `${event}.${name}`;
}

function stateOf(velocity: ApiPorts['velocity']) {
  const { filling, ...rest } = velocity.status();
  return { ...rest, filling: filling.map((each) => ({ ...each })) };
}
