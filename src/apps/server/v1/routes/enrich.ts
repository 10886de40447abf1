import { limits } from '../../../../core/domain/limits.ts';
import { enriched, enrichQuery, trackedEvent } from '../../../../sdk/schema/events.ts';
import { readSingleEvent } from '../event-lines.ts';
import { route } from '../route.ts';
import { eventTypeOf, takeEvents } from '../take-events.ts';

/** What the features say of an event. */
export const ENRICH_ROUTES = [
  route({
    id: 'events.enrich',
    method: 'post',
    path: '/enrich/:type',
    wants: 'events',
    reach: 'scope',
    summary: 'Tell of an event and get its features back; with `dry` nothing is recorded or counted.',
    query: enrichQuery,
    body: trackedEvent,
    maxBytes: limits.maxTrackedEventBytes,
    rate: 'events',
    answer: enriched,
    isAct: false,
    async handle(ports, { body, query, scope, param }) {
      const type = eventTypeOf(param('type'));
      const sent = readSingleEvent(body, ports.clock.nowMs());
      const taking = { type, scope, isDry: query.dry ?? false, wantsFeatures: true };
      const [one] = await takeEvents(ports, taking, [sent]);
      if (!one) throw new Error('an event was given in, and nothing came out');
      const { features, missing, qualities } = one.taken;
      const approximate = Object.keys(features).filter((name) => qualities[name] === 'approximate');
      return { id: sent.id, features, missing, approximate, problems: [...one.problems] };
    },
  }),
];
