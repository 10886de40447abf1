import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Review } from '../../../sdk/index.ts';
import { type Countersign, useCountersign } from '../client.ts';
import { filterOf, type ReviewSearch } from './search.ts';

const EVERY_MS = 10_000;
const PAGE = 50;

/** The part of the queue that the address names, page by page, as the queue and each review of it see it. */
export function useQueue(search: ReviewSearch) {
  const { client, key } = useCountersign();
  const filter = filterOf(search);
  return useInfiniteQuery({
    queryKey: [key, 'reviews', 'queue', filter],
    queryFn: ({ pageParam, signal }) =>
      client.reviews.list({ ...filter, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: EVERY_MS,
  });
}

/** How the open reviews divide: what there is to filter by. */
export function useCounts() {
  return useQuery({ ...countsQuery(useCountersign()), refetchInterval: EVERY_MS });
}

/** The question behind `useCounts`. */
export function countsQuery({ client, key }: Countersign) {
  return {
    queryKey: [key, 'reviews', 'counts'],
    queryFn: ({ signal }: { signal: AbortSignal }) => client.reviews.counts({ signal }),
  };
}

/** Something was done to a review: what is shown of the queue is asked for again. */
export function forgetQueue(queries: QueryClient, key: string): Promise<void> {
  return queries.invalidateQueries({ queryKey: [key, 'reviews'] });
}

/** The rows of all pages that were loaded; one that moved meanwhile from page to page stands there once. */
export function rowsOf(pages: readonly { readonly data: readonly Review[] }[]): readonly Review[] {
  return [...new Map(pages.flatMap(({ data }) => data).map((review) => [review.id, review])).values()];
}
