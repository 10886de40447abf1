import { totalsOf } from '../../../../adapters/store/database/books.ts';
import { listTransactions, type Transaction } from '../../../../adapters/store/database/transactions.ts';
import { moneyTotals, totalsFilter, transaction, transactionFilter } from '../../../../sdk/schema/money.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { pageFrom, readCursor, readPlace } from '../cursor.ts';
import { route } from '../route.ts';
import { sayTime } from '../say.ts';
import { sayBook } from '../say-book.ts';
import { spanOf } from '../span.ts';

/** What became of money after the answer. */
export const MONEY_ROUTES = [
  route({
    id: 'transactions.list',
    method: 'get',
    path: '/transactions',
    wants: 'read',
    reach: 'scope',
    summary: 'Captures and refunds, newest first: e.g. those that nobody approved.',
    query: pageQuery.extend(transactionFilter.shape),
    answer: pageOf(transaction),
    async handle({ pool }, { query: { limit, cursor, from, to, ...same }, scope }) {
      const place = readPlace(cursor);
      const after = place && { createdMs: place.atMs, id: place.id };
      const filter = { ...same, scope, fromMs: from && Date.parse(from), toMs: to && Date.parse(to) };
      const rows = await listTransactions(pool, timed(filter), { limit: limit + 1, ...(after && { after }) });
      return pageFrom(rows, limit, ({ createdMs, id }) => `${createdMs} ${id}`, say);
    },
  }),
  route({
    id: 'money.totals',
    method: 'get',
    path: '/money',
    wants: 'read',
    reach: 'scope',
    summary: 'What became of money in all: by day, card or portfolio, and currency.',
    query: pageQuery.extend(totalsFilter.shape),
    answer: pageOf(moneyTotals),
    async handle({ pool, clock }, { query: { limit, cursor, by, from, to }, scope }) {
      const [, currency, key] = /^(\S*) (.*)$/s.exec(readCursor(cursor, 'string') ?? '') ?? [];
      const after = key === undefined || currency === undefined ? undefined : { key, currency };
      const { fromMs, endMs } = spanOf({ from, to }, clock.nowMs());
      const rows = await totalsOf(pool, scope, { by, fromMs, toMs: endMs, limit: limit + 1, after });
      return pageFrom(
        rows,
        limit,
        (row) => `${row.currency ?? ''} ${row.key ?? ''}`,
        (row) => ({ key: row.key, authorizations: row.authorizations, ...sayBook(row) }),
      );
    },
  }),
];

function say({ scope, createdMs, amountMinor, ...same }: Transaction) {
  return { ...scope, ...same, amount_minor: amountMinor, created: sayTime(createdMs) };
}

/** Times that were not given are no times. */
function timed<T extends { fromMs?: number | '' | undefined; toMs?: number | '' | undefined }>(from: T) {
  const { fromMs, toMs } = from;
  return { ...from, fromMs: fromMs === '' ? undefined : fromMs, toMs: toMs === '' ? undefined : toMs };
}
