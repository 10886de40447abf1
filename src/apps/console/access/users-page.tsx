import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { useMay } from '../shell/session.ts';
import { InviteUser } from './invite-user.tsx';
import { NeedsAdmin } from './needs-admin.tsx';
import { ShowAll } from './show-all.tsx';
import type { ToldLink } from './told-link.ts';
import { ToldOnce } from './told-once.tsx';
import { type Meant, UserDialog } from './user-dialog.tsx';
import { UserTable } from './user-table.tsx';
import './access.css';

const route = getRouteApi('/shell/users');

/** Who may sign in, and as what. */
export function UsersPage() {
  const isAll = route.useSearch().show === 'all';
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const [isInviting, setIsInviting] = useState(false);
  const [meant, setMeant] = useState<Meant | null>(null);
  const [told, setTold] = useState<ToldLink | null>(null);
  const users = useQuery({ queryKey: [key, 'users'], queryFn: ({ signal }) => client.users.list({ signal }) });
  const again = () => queries.invalidateQueries({ queryKey: [key, 'users'] });
  if (!useMay('admin')) return <NeedsAdmin title="Users" />;
  return (
    <Page
      title="Users"
      actions={
        <>
          <ShowAll isAll={isAll} over="disabled and erased ones" />
          <Button size="xs" onClick={() => setIsInviting(true)}>
            Invite somebody
          </Button>
        </>
      }
    >
      <Panel title="Who may sign in" isFlush>
        <Loaded query={users} empty={({ data }) => (data.length === 0 ? 'Nobody yet: programs use keys.' : null)}>
          {({ data }) => (
            <UserTable users={data.filter((user) => isAll || user.disabled_at === null)} onMean={setMeant} />
          )}
        </Loaded>
      </Panel>
      {isInviting && <InviteUser onClose={() => setIsInviting(false)} onDone={again} onTold={setTold} />}
      {meant && <UserDialog {...meant} onClose={() => setMeant(null)} onDone={again} onTold={setTold} />}
      {told && (
        <ToldOnce
          title={`A link for ${told.name}`}
          label="Link"
          secret={told.link.url ?? ''}
          onClose={() => setTold(null)}
        >
          It lets them choose a password, once, until <Time at={told.link.expires_at} />. Send it to nobody else.
        </ToldOnce>
      )}
    </Page>
  );
}
