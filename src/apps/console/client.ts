import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type CountersignClient, createClient } from '../../sdk/index.ts';

/** In whose world the console looks: test or live mode, and one connected account or the platform's own. */
export interface World {
  readonly live: boolean;
  readonly account: string | null;
}

const root = getRouteApi('__root__');

/**
 * The service in the world that the address names. `key` tells worlds apart: INVARIANT: each query key begins with
 * it, but those of the session.
 */
export interface Countersign {
  readonly client: CountersignClient;
  readonly world: World;
  readonly key: string;
}

/** The service, as whoever is signed in, in the world that the address names. */
export function useCountersign(): Countersign {
  const { live = false, account = null } = root.useSearch();
  return useMemo(() => {
    const world = { live, account };
    return { client: clientFor(world), world, key: `${live ? 'live' : 'test'}:${account ?? ''}` };
  }, [live, account]);
}

/** A client of the service that served this page. The browser adds the session's cookie by itself. */
export function clientFor({ live, account }: World): CountersignClient {
  return createClient({
    url: window.location.origin,
    livemode: live,
    ...(account !== null && { account }),
    fetch: sendAsConsole,
  });
}

/** A page of another origin can't set this header, so that a request with it was made by this one. */
function sendAsConsole(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('X-Countersign-Console', '1');
  return fetch(input, { ...init, headers, credentials: 'same-origin' });
}
