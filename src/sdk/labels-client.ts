import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** What turned out to be true of authorizations. */
export function labelsClient(send: SendCall) {
  const list = (query: is.Paged<is.LabelFilter> = {}, options?: CallOptions) =>
    send<Page<is.Label>>({ method: 'GET', path: ['labels'], query, isScoped: true }, options);
  return {
    list,
    each: (query: is.Paged<is.LabelFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
    summary: (options?: CallOptions) =>
      send<is.LabelSummary>({ method: 'GET', path: ['labels', 'summary'], isScoped: true }, options),
    verdict: (query: is.VerdictQuery, options?: CallOptions) =>
      send<is.LabelledAs>({ method: 'GET', path: ['labels', 'verdict'], query, isScoped: true }, options),
    add: (body: { readonly labels: readonly is.NewLabel[] }, options?: CallOptions) => {
      const call = { method: 'POST', path: ['labels'], body, isScoped: true, isAct: true } as const;
      return send<is.AddedLabels>(call, options);
    },
  };
}
