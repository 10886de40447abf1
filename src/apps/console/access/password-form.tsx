import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { clientFor } from '../client.ts';
import { FormFault } from './form-fault.tsx';
import { useAct } from './use-act.ts';
import { useEntered } from './use-entered.ts';

/** Signs in by login and password. */
export function PasswordForm() {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEntered();
  const { error, isBusy, act } = useAct();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act(async () => enter(await clientFor({ live: false, account: null }).session.create({ login, password })));
      }}
    >
      <h1>Sign in</h1>
      <TextInput
        label="Login"
        name="login"
        autoComplete="username"
        autoFocus
        required
        withAsterisk={false}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <TextInput
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <FormFault title="Not signed in" error={error} />
      <Button type="submit" fullWidth loading={isBusy}>
        Sign in
      </Button>
      <p className="faint">A lost password is set anew by a link, which an admin makes.</p>
    </form>
  );
}
