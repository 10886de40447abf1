import { QueryCache, QueryClient } from '@tanstack/react-query';
import { CountersignError } from '../../sdk/index.ts';

/**
 * What was asked of the service is kept for as long as somebody looks. What it refused is not asked again; what it
 * could not answer is, twice, and what is shown meanwhile is marked as old (`Loaded`).
 */
export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // The session ended while a page was open: the shell asks who is signed in, and leads to the sign-in.
      onError: (error, { queryKey }) => {
        if (isSignedOut(error) && queryKey[0] !== 'session') void queries.invalidateQueries({ queryKey: ['session'] });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 10_000),
        // A service on this machine can be reached though there is no network.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return queries;
}

/** Whether the same request may well succeed in a moment. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof CountersignError)) return false;
  return error.status === null || error.status === 429 || error.status >= 500;
}

/** Whether nobody is signed in, or no longer. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof CountersignError && error.status === 401;
}
