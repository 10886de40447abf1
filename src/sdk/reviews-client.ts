import type { CallOptions, SendCall } from './call.ts';
import { eachRow } from './pages.ts';
import type * as is from './resources.ts';

/** What people shall look at, and what they said of it. */
export function reviewsClient(send: SendCall) {
  const list = (query: is.Paged<is.ReviewFilter> = {}, options?: CallOptions) =>
    send<is.ReviewPage>({ method: 'GET', path: ['reviews'], query, isScoped: true }, options);
  const act = (path: readonly string[], body: unknown, options?: CallOptions) =>
    send<is.WholeReview>({ method: 'POST', path: ['reviews', ...path], body, isScoped: true, isAct: true }, options);
  return {
    list,
    each: (query: is.Paged<is.ReviewFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
    /** How the open ones divide. */
    counts: (options?: CallOptions) =>
      send<is.ReviewCounts>({ method: 'GET', path: ['reviews', 'counts'], isScoped: true }, options),
    get: (id: string, options?: CallOptions) =>
      send<is.WholeReview>({ method: 'GET', path: ['reviews', id], isScoped: true }, options),
    open: (body: is.NewReview, options?: CallOptions) => act([], body, options),
    assign: (id: string, body: is.AssignRequest, options?: CallOptions) => act([id, 'assign'], body, options),
    note: (id: string, body: is.NoteRequest, options?: CallOptions) => act([id, 'notes'], body, options),
    decide: (id: string, body: is.VerdictRequest, options?: CallOptions) => act([id, 'decide'], body, options),
  };
}
