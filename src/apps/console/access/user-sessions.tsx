import { Button, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { FormFault } from './form-fault.tsx';
import { useAct } from './use-act.ts';

/** Where a user is signed in, and the way to end that. */
export function UserSessions({ user, onClose }: { readonly user: User; onClose(): void }) {
  const { client, key } = useCountersign();
  const { isBusy, error, act } = useAct();
  const sessions = useQuery({
    queryKey: [key, 'users', user.id, 'sessions'],
    queryFn: ({ signal }) => client.users.sessions(user.id, { signal }),
  });
  const ending = (end: () => Promise<unknown>) => () => act(async () => [await end(), await sessions.refetch()]);
  return (
    <Modal opened onClose={onClose} title={`Sessions of ${user.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Loaded query={sessions} empty={({ data }) => (data.length === 0 ? 'Signed in nowhere.' : null)}>
        {({ data }) => (
          <Scroll label="Sessions">
            <table className="table">
              <thead>
                <tr>
                  <th>Since</th>
                  <th>Seen</th>
                  <th>
                    <span className="hidden">End it</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.map(({ id, created_at: since, seen_at: seen }) => (
                  <tr key={id}>
                    <td>
                      <Time at={since} />
                    </td>
                    <td>
                      <Time at={seen} />
                    </td>
                    <td>
                      <Button
                        size="compact-xs"
                        variant="default"
                        disabled={isBusy}
                        onClick={ending(() => client.users.endSession(user.id, id))}
                      >
                        End
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
      <FormFault title="It was not done" error={error} />
      <Group mt="md" justify="flex-end">
        <Button size="xs" color="red" loading={isBusy} onClick={ending(() => client.users.endSessions(user.id))}>
          Sign them out everywhere
        </Button>
      </Group>
    </Modal>
  );
}
