import { type RecordedPlace, recordedAsks } from '../../../../adapters/store/database/recorded-history.ts';
import { limits } from '../../../../core/domain/limits.ts';
import { historyPage, historyQuery } from '../../../../sdk/schema/history.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { invalid } from '../request.ts';
import { route } from '../route.ts';
import { sayRecorded } from '../say-recorded.ts';
import { openSpanOf } from '../span.ts';

/** What was recorded, as a history. */
export const HISTORY_ROUTES = [
  route({
    id: 'history.list',
    method: 'get',
    path: '/history',
    wants: 'read',
    reach: 'scope',
    summary: 'What was recorded, an ask a row in the history format, in the order of asking.',
    query: historyQuery,
    answer: historyPage,
    async handle(ports, { query: { limit, cursor, from, to, features = false, all = false }, scope }) {
      const after = placeOf(readCursor(cursor, 'string'));
      const page = await recordedAsks(ports.pool, scope, openSpanOf({ from, to }), { limit, after });
      const data = [];
      for (const [index, ask] of page.asks.entries()) {
        // The same process answers Stripe: no more than some milliseconds at a time are its own.
        if (index % limits.recordedTurn === 0) await new Promise((resolve) => setImmediate(resolve));
        const row = await sayRecorded(ports, ask, { features, all });
        if (row) data.push(row);
      }
      return { data, next: page.next && writeCursor(placeText(page.next)) };
    },
  }),
];

/** A page ends at an ask, whose moment the database writes with its microseconds. */
function placeText({ at, authorization, place }: RecordedPlace): string {
  return `${at.replace(' ', 'T')} ${place} ${authorization}`;
}

const MOMENT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,6})?[+-](?:0\d|1[0-5])(?::[0-5]\d){0,2}/;
const PLACE = new RegExp(`^(${MOMENT.source}) (\\d{1,10}) (\\P{Cc}+)$`, 'u');
/** The database counts places in 32 bits. */
const MAX_PLACE = 2 ** 31 - 1;

function placeOf(cursor: string | undefined): RecordedPlace | null {
  if (cursor === undefined) return null;
  const [, at, second, place, authorization] = PLACE.exec(cursor) ?? [];
  const isOurs = second !== undefined && isSecond(second) && Number(place) <= MAX_PLACE;
  if (isOurs && at !== undefined && authorization !== undefined) return { at, authorization, place: Number(place) };
  throw invalid([{ path: 'query.cursor', message: 'is no cursor of this list: give the `next` of its page before' }]);
}

/** Whether the calendar has it: `Date` takes the 31st of February for a day in March, and the database does not. */
function isSecond(text: string): boolean {
  const atMs = Date.parse(`${text}Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}
