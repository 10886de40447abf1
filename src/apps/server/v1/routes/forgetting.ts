import type { z } from 'zod';
import type { HeldPlace } from '../../../../adapters/store/database/holdings.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { alsoTheirs, erased, eraseRequest, heldRow } from '../../../../sdk/schema/people.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { route } from '../route.ts';

/** What is held of a person, and how to be rid of it. */
export const FORGETTING_ROUTES = [
  route({
    id: 'cardholders.held',
    method: 'get',
    path: '/cardholders/:id/held',
    wants: 'admin',
    reach: 'scope',
    summary: 'All that is held of a cardholder, row by row.',
    query: pageQuery.extend(alsoTheirs.shape),
    answer: pageOf(heldRow),
    async handle({ eraser }, { query: { limit, cursor, also = [] }, scope, param }) {
      const who = { scope, cardholder: param('id'), also };
      const { rows, next } = await eraser.held(who, placeOf(readCursor(cursor, 'string')), limit);
      const data = rows.map(({ table, row }) => ({ table, row: row as z.input<typeof heldRow>['row'] }));
      return { data, next: next && writeCursor(`${next.table} ${next.offset}`) };
    },
  }),
  route({
    id: 'cardholders.erase',
    method: 'post',
    path: '/cardholders/:id/erase',
    wants: 'admin',
    reach: 'scope',
    summary: 'Remove a cardholder from everything that is kept here. It can not be undone.',
    body: eraseRequest,
    answer: erased,
    async handle({ eraser }, { body: { also = [] }, scope, caller, param }) {
      const { rows, jobs, files } = await eraser.erase({ scope, cardholder: param('id'), also, author: caller.id });
      return { rows: { ...rows }, jobs, files: [...files] };
    },
  }),
];

function placeOf(cursor: string | undefined): HeldPlace {
  const [table = 0, offset = 0] = (cursor ?? '0 0').split(' ').map((part) => Math.trunc(Number(part)) || 0);
  return { table: Math.max(0, table), offset: Math.max(0, offset) };
}
