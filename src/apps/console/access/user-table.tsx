import { Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { User } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { useSession } from '../shell/session.ts';
import type { Meant } from './user-dialog.tsx';

interface UserTableProps {
  readonly users: readonly User[];
  onMean(meant: Meant): void;
}

/** Users with what can be done about each. */
export function UserTable({ users, onMean }: UserTableProps) {
  return (
    <Scroll label="Users">
      <table className="table">
        <thead>
          <tr>
            <th>Name</th>
            <th>Login</th>
            <th>Role</th>
            <th>State</th>
            <th>Last here</th>
            <th>Made</th>
            <th>Id</th>
            <th>
              <span className="hidden">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id} className={user.disabled_at === null ? undefined : 'gone'}>
              <td>{user.name ?? 'erased'}</td>
              <td>{user.login}</td>
              <td>{user.role}</td>
              <td>
                <State user={user} />
              </td>
              <td>{user.last_used_at ? <Time at={user.last_used_at} /> : <span className="faint">never</span>}</td>
              <td>
                <Time at={user.created_at} /> by {user.created_by.name ?? user.created_by.id}
              </td>
              <td>
                <Identifier id={user.id} length={12} />
              </td>
              <td>
                <Acts user={user} onMean={onMean} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function State({ user: { disabled_at: disabled, has_password: hasPassword, login } }: { readonly user: User }) {
  if (login === null) return 'erased';
  if (disabled !== null) {
    return (
      <>
        disabled <Time at={disabled} />
      </>
    );
  }
  return hasPassword ? 'can sign in' : 'invited';
}

function Acts({ user, onMean }: { readonly user: User; onMean(meant: Meant): void }) {
  const isSelf = useSession()?.id === user.id;
  const mean = (act: Meant['act']) => () => onMean({ act, user });
  const notSelf = isSelf ? { disabled: true, title: 'Another admin does that to you' } : {};
  const isOn = user.disabled_at === null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="default" aria-label={`What to do about ${user.name ?? user.id}`}>
          …
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {user.login !== null && (
          <>
            <Menu.Item onClick={mean('change')}>Name and role</Menu.Item>
            {isOn && <Menu.Item onClick={mean('sessions')}>Sessions</Menu.Item>}
            {isOn && <Menu.Item onClick={mean('link')}>New link to sign in by</Menu.Item>}
            {isOn && <Menu.Item onClick={mean('reset')}>Take the password away</Menu.Item>}
            <Menu.Item {...notSelf} onClick={mean(isOn ? 'disable' : 'enable')}>
              {isOn ? 'Disable' : 'Let in again'}
            </Menu.Item>
            <Menu.Item {...notSelf} onClick={mean('erase')}>
              Erase
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item
          renderRoot={(props) => <Link to="/audit" search={(now) => ({ ...keepWorld(now), by: user.id })} {...props} />}
        >
          What they did
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
