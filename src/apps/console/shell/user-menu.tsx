import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { clientFor } from '../client.ts';
import { messageOf } from '../parts/loaded.tsx';
import { isSignedOut } from '../queries.ts';
import { useSession } from './session.ts';

const ChangePassword = lazy(async () => ({
  default: (await import('../access/change-password.tsx')).ChangePassword,
}));

/** Who is signed in, and the way out. */
export function UserMenu() {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isChanging, setIsChanging] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  if (!session) return null;
  const name = session.name ?? session.id;
  async function signOut() {
    try {
      await clientFor({ live: false, account: null }).session.end();
    } catch (error) {
      if (!isSignedOut(error)) return setFault(messageOf(error));
    }
    await navigate({ to: '/sign-in' });
    queries.clear();
  }
  return (
    <>
      {fault !== null && (
        <span className="shell-fault" role="alert">
          You are still signed in: {fault}.
        </span>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" title={`Signed in as ${name}`} className="shell-user">
            {name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{session.role ?? `a key: ${session.scopes.join(', ')}`}</Menu.Label>
          {session.kind === 'user' && <Menu.Item onClick={() => setIsChanging(true)}>Change your password</Menu.Item>}
          {session.kind === 'user' && <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {isChanging && (
        <Suspense>
          <ChangePassword onClose={() => setIsChanging(false)} />
        </Suspense>
      )}
    </>
  );
}
