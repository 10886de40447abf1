import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Role } from '../../../core/domain/role.ts';
import { useCountersign } from '../client.ts';
import { FormDialog } from './form-dialog.tsx';
import { RoleChoice } from './role-choice.tsx';
import type { ToldLink } from './told-link.ts';

interface InviteUserProps {
  onClose(): void;
  onDone(): Promise<unknown>;
  onTold(told: ToldLink): void;
}

/** Makes a user; the link by which they choose a password is told then. */
export function InviteUser({ onClose, onDone, onTold }: InviteUserProps) {
  const { client } = useCountersign();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  async function invite() {
    const { link } = await client.users.create({ name, login, role });
    onClose();
    onTold({ name, link });
    await onDone();
  }
  return (
    <FormDialog title="Invite somebody" act="Make a link" onClose={onClose} onSubmit={invite}>
      <TextInput
        label="Name"
        description="As others see who did what."
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Login"
        description="An e-mail address, or a plain name."
        required
        withAsterisk={false}
        maxLength={100}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <RoleChoice value={role} onChange={setRole} />
    </FormDialog>
  );
}
