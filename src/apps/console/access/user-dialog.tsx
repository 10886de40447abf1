import type { User } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { ChangeUser } from './change-user.tsx';
import type { ToldLink } from './told-link.ts';
import { UserSessions } from './user-sessions.tsx';

/** What is to be done about whom. */
export interface Meant {
  readonly act: 'change' | 'sessions' | 'link' | 'reset' | 'disable' | 'enable' | 'erase';
  readonly user: User;
}

interface UserDialogProps extends Meant {
  onClose(): void;
  onDone(): Promise<unknown>;
  onTold(told: ToldLink): void;
}

/** Asks before something is done about a user, and does it. */
export function UserDialog(props: UserDialogProps) {
  const { act, user, onClose, onDone, onTold } = props;
  const { client } = useCountersign();
  const name = user.name ?? user.id;
  const telling = async (made: Promise<{ readonly link: ToldLink['link'] }>) =>
    onTold({ name, link: (await made).link });
  const asking = (title: string, does: string, text: string, run: () => Promise<unknown>, isGrave = false) => (
    <Confirm
      title={title}
      act={does}
      isGrave={isGrave}
      onClose={onClose}
      onConfirm={async () => [await run(), await onDone()]}
    >
      {text}
    </Confirm>
  );
  switch (act) {
    case 'change':
      return <ChangeUser user={user} onClose={onClose} onDone={onDone} />;
    case 'sessions':
      return <UserSessions user={user} onClose={onClose} />;
    case 'link':
      return asking(
        `A new link for ${name}`,
        'Make the link',
        'They choose a new password by it. The one that they have holds until then; links from before are void.',
        () => telling(client.users.link(user.id)),
      );
    case 'reset':
      return asking(
        `Take the password of ${name} away`,
        'Take it away',
        'They are signed out everywhere at once, and come in again by the link that you get.',
        () => telling(client.users.reset(user.id)),
        true,
      );
    case 'disable':
      return asking(
        `Disable ${name}`,
        'Disable',
        'They are signed out everywhere at once, and can not sign in until somebody lets them in again.',
        () => client.users.update(user.id, { disabled: true }),
        true,
      );
    case 'enable':
      return asking(`Let ${name} in again`, 'Let them in', 'Their password is the one that they had.', () =>
        client.users.update(user.id, { disabled: false }),
      );
    case 'erase':
      return asking(
        `Erase ${name}`,
        'Erase',
        'They are signed out, and name, login and password are destroyed. What they did stays in the audit, as ' +
          'nobody’s. It can not be undone.',
        () => client.users.erase(user.id),
        true,
      );
  }
}
