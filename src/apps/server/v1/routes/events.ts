import { limits } from '../../../../core/domain/limits.ts';
import { trackedAnswer, trackedEvent } from '../../../../sdk/schema/events.ts';
import { readEventLines, readSingleEvent } from '../event-lines.ts';
import { route } from '../route.ts';
import { eventTypeOf, takeEvents } from '../take-events.ts';

/** What happens in back ends. */
export const EVENT_ROUTES = [
  route({
    id: 'events.send',
    method: 'post',
    path: '/events/:type',
    wants: 'events',
    reach: 'scope',
    summary: 'Tell of an event, or of up to a thousand as NDJSON; all of them are durable once this is answered.',
    body: trackedEvent,
    takesLines: true,
    maxBytes: limits.maxTrackedBytes,
    rate: 'events',
    answer: trackedAnswer,
    status: 202,
    // An event is known by its own id, however often it is sent.
    isAct: false,
    async handle(ports, { body, lines, scope, param }) {
      const type = eventTypeOf(param('type'));
      const nowMs = ports.clock.nowMs();
      const sent = lines === null ? [readSingleEvent(body, nowMs)] : await readEventLines(lines, nowMs);
      // The first of an id counts: what is sent twice at once is a duplicate as what is sent twice.
      const firsts = [...Map.groupBy(sent, ({ id }) => id).values()].flatMap(([first]) => first ?? []);
      const taken = await takeEvents(ports, { type, scope, isDry: false, wantsFeatures: false }, firsts);
      const known = taken.filter(({ taken: { isDuplicate } }) => isDuplicate === true).length;
      const problems = taken.flatMap(({ line, id, problems: each }) =>
        each.map((problem) => ({ line, id, ...problem })),
      );
      return {
        accepted: firsts.length - known,
        duplicates: sent.length - firsts.length + known,
        problems: problems.slice(0, limits.maxTrackedProblems),
      };
    },
  }),
];
