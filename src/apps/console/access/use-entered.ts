import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Session } from '../../../sdk/index.ts';
import { forgetLinkToken } from './link-token.ts';

const route = getRouteApi('/sign-in');

/** What there is to do when somebody came in: what was shown to another one is gone, and they are where they wanted. */
export function useEntered(): (session: Session) => void {
  const queries = useQueryClient();
  const router = useRouter();
  const { to = '/' } = route.useSearch();
  return (session) => {
    forgetLinkToken();
    queries.clear();
    queries.setQueryData(['session'], session);
    router.history.replace(to);
  };
}
