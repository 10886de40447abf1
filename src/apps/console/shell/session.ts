import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../../sdk/index.ts';
import { clientFor } from '../client.ts';

/** What somebody may be allowed to, e.g. `policy`. */
export type Scope = Session['scopes'][number];

/** Who is signed in. The same for all worlds. */
export function sessionQuery() {
  return {
    queryKey: ['session'],
    queryFn: ({ signal }: { signal: AbortSignal }) => clientFor({ live: false, account: null }).session.get({ signal }),
    staleTime: 60_000,
  };
}

/** Who is signed in; null until that is known. The shell shows no page before it is. */
export function useSession(): Session | null {
  return useQuery(sessionQuery()).data ?? null;
}

/** Whether whoever is signed in may do what wants this scope, e.g. `policy`. */
export function useMay(scope: Scope): boolean {
  const scopes = useSession()?.scopes ?? [];
  return scopes.includes(scope) || scopes.includes('admin');
}

/** Whether whoever is signed in sees one world alone: a mode, or an account. */
export function useIsBound(): boolean {
  const session = useSession();
  return session !== null && (session.livemode !== null || session.account !== null);
}
