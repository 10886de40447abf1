import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { User } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { useSession } from '../shell/session.ts';
import { FormDialog } from './form-dialog.tsx';
import { RoleChoice } from './role-choice.tsx';

interface ChangeUserProps {
  readonly user: User;
  onClose(): void;
  onDone(): Promise<unknown>;
}

/** Changes name and role of a user. */
export function ChangeUser({ user, onClose, onDone }: ChangeUserProps) {
  const { client } = useCountersign();
  const isSelf = useSession()?.id === user.id;
  const [name, setName] = useState(user.name ?? '');
  const [role, setRole] = useState(user.role);
  async function change() {
    await client.users.update(user.id, { name, ...(role !== user.role && { role }) });
    onClose();
    await onDone();
  }
  return (
    <FormDialog title={`Name and role of ${user.name}`} act="Change" onClose={onClose} onSubmit={change}>
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RoleChoice value={role} disabled={isSelf} onChange={setRole} />
    </FormDialog>
  );
}
