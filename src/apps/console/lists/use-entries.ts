import { useInfiniteQuery } from '@tanstack/react-query';
import { useCountersign } from '../client.ts';

const EVERY_MS = 15_000;

/** Entries that people gave a list, page by page: those that stand, or those that ended. */
export function useEntries(name: string, state: 'standing' | 'ended', text: string, limit: number) {
  const { client, key } = useCountersign();
  return useInfiniteQuery({
    queryKey: [key, 'lists', name, state, text],
    queryFn({ pageParam, signal }) {
      const query = { state, limit, ...(text !== '' && { text }), ...(pageParam !== null && { cursor: pageParam }) };
      return client.lists.entries(name, query, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: EVERY_MS,
  });
}

/** The rows of all pages; undefined before there are any. */
export function rowsOf<Row>(data: { readonly pages: readonly { readonly data: readonly Row[] }[] } | undefined) {
  return data?.pages.flatMap((page) => page.data);
}
