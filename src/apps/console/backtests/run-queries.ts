import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Backtest, BacktestFilter, BacktestRowFilter } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';

/** How often one looks at a run that is under way, and at a list in which none is. */
const RUNNING_MS = 1_000;
const QUIET_MS = 15_000;
const PAGE = 25;

/** Whether a run is neither over nor given up. */
export function isUnderWay({ state }: Pick<Backtest, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** Runs, the latest first, as they go on. */
export function runsQuery({ client, key }: Countersign, filter: BacktestFilter) {
  return infiniteQueryOptions({
    queryKey: [key, 'backtests', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      client.backtests.list({ ...filter, limit: PAGE, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(isUnderWay)) ? RUNNING_MS : QUIET_MS,
  });
}

/** One run, and what came of it. */
export function runQuery({ client, key }: Countersign, id: string) {
  return queryOptions({
    queryKey: [key, 'backtests', 'run', id],
    queryFn: ({ signal }) => client.backtests.get(id, { signal }),
    // What came of it changes only where a person is erased from it.
    staleTime: ({ state }) => (state.data && !isUnderWay(state.data) ? 60_000 : 0),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? RUNNING_MS : false),
  });
}

/** Authorizations of a run, page by page. */
export function rowsQuery({ client, key }: Countersign, id: string, filter: BacktestRowFilter) {
  return infiniteQueryOptions({
    queryKey: [key, 'backtests', 'rows', id, filter],
    queryFn: ({ pageParam, signal }) =>
      client.backtests.authorizations(
        id,
        { ...filter, limit: PAGE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 60_000,
  });
}
