import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** What was recorded, an ask a row in the history format. */
export function historyClient(send: SendCall) {
  const list = (query: is.Paged<is.HistoryFilter> = {}, options?: CallOptions) =>
    send<Page<is.HistoryRow>>({ method: 'GET', path: ['history'], query, isScoped: true }, options);
  return {
    list,
    each: (query: is.Paged<is.HistoryFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
  };
}
