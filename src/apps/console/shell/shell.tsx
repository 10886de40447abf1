import { Burger } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Session } from '../../../sdk/index.ts';
import { pressed, useKeys } from '../parts/keys.ts';
import { Failure, Waiting } from '../parts/loaded.tsx';
import { isSignedOut } from '../queries.ts';
import { KeysHelp } from './keys-help.tsx';
import { GROUPS, keepWorld, Nav } from './nav.tsx';
import { SchemeSwitch } from './scheme-switch.tsx';
import { sessionQuery } from './session.ts';
import { UserMenu } from './user-menu.tsx';
import { WorldSwitch } from './world-switch.tsx';

/**
 * What stands around every page: where one is, who one is, in which world. Without a session it leads to the sign-in.
 */
export function Shell() {
  const [isNavOpen, setIsNavOpen] = useState(false);
  const session = useQuery(sessionQuery());
  useSignInWhenSignedOut(session.error);
  useShellKeys();
  return (
    <div className="shell">
      <a className="shell-skip" href="#page">
        Skip to the page
      </a>
      <header className="shell-top">
        <div className="shell-burger">
          <Burger
            size="sm"
            opened={isNavOpen}
            onClick={() => setIsNavOpen(!isNavOpen)}
            aria-label="Navigation"
            aria-expanded={isNavOpen}
          />
        </div>
        <Link className="shell-name" to="/" search={keepWorld}>
          <img src="/mark.svg" alt="" width="20" height="20" />
          Countersign
        </Link>
        <span className="shell-rest" />
        <WorldSwitch />
        <KeysHelp />
        <SchemeSwitch />
        <UserMenu />
      </header>
      <nav className="shell-side" aria-label="Pages" data-open={isNavOpen || undefined}>
        <Nav onFollow={() => setIsNavOpen(false)} />
      </nav>
      <main className="shell-page" id="page" tabIndex={-1}>
        <PageOf session={session} />
      </main>
    </div>
  );
}

function PageOf({ session }: { readonly session: UseQueryResult<Session> }) {
  if (session.data && !isSignedOut(session.error)) return <Outlet />;
  if (session.error && !isSignedOut(session.error)) return <Failure error={session.error} retry={session.refetch} />;
  return <Waiting />;
}

/** Leads to the sign-in, and from there back to where one was. */
function useSignInWhenSignedOut(error: Error | null): void {
  const navigate = useNavigate();
  const router = useRouter();
  const isOut = isSignedOut(error);
  useEffect(() => {
    if (isOut) void navigate({ to: '/sign-in', search: { to: router.state.location.href }, replace: true });
  }, [isOut, navigate, router]);
}

function useShellKeys(): void {
  const navigate = useNavigate();
  useKeys(
    GROUPS.flatMap(({ places }) =>
      places.map(({ to, name, key }) => ({
        press: `g ${key}`,
        does: `go to ${name}`,
        run: () => void navigate({ to, search: keepWorld }),
      })),
    ),
  );
  useEffect(() => {
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
