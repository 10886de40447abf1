import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { clientFor } from '../client.ts';
import { FormDialog } from './form-dialog.tsx';
import { NewPassword } from './new-password.tsx';
import './access.css';

/** Changes one's own password. */
export function ChangePassword({ onClose }: { onClose(): void }) {
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  async function change() {
    const session = await clientFor({ live: false, account: null }).session.password({ current, password });
    queries.setQueryData(['session'], session);
    onClose();
  }
  return (
    <FormDialog title="Change your password" act="Change it" onClose={onClose} onSubmit={change}>
      <p>Wherever else you are signed in, you are signed out.</p>
      <TextInput
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <NewPassword value={password} onChange={setPassword} />
    </FormDialog>
  );
}
