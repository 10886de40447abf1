import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** Captures and refunds. */
export function transactionsClient(send: SendCall) {
  const list = (query: is.Paged<is.TransactionFilter> = {}, options?: CallOptions) =>
    send<Page<is.Transaction>>({ method: 'GET', path: ['transactions'], query, isScoped: true }, options);
  return {
    list,
    each: (query: is.Paged<is.TransactionFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
  };
}

/** What became of money after the answer. */
export function moneyClient(send: SendCall) {
  const totals = (query: is.Paged<is.TotalsFilter> = {}, options?: CallOptions) =>
    send<Page<is.MoneyTotals>>({ method: 'GET', path: ['money'], query, isScoped: true }, options);
  return {
    totals,
    eachTotals: (query: is.Paged<is.TotalsFilter> = {}, options?: CallOptions) =>
      eachRow((page) => totals(page, options), query),
  };
}
