import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SignInLink } from '../../../sdk/index.ts';
import { clientFor } from '../client.ts';
import { Time } from '../parts/time.tsx';
import { FormFault } from './form-fault.tsx';
import { NewPassword } from './new-password.tsx';
import { useAct } from './use-act.ts';
import { useEntered } from './use-entered.ts';

/** Uses a link up: the first user says who they are, anybody chooses a password. */
export function LinkForm({ token, link }: { readonly token: string; readonly link: SignInLink }) {
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEntered();
  const { error, isBusy, act } = useAct();
  const isFirst = link.purpose === 'first_admin';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const who = isFirst ? { name, login } : {};
        act(async () =>
          enter(await clientFor({ live: false, account: null }).session.link({ token, password, ...who })),
        );
      }}
    >
      <h1>{isFirst ? 'The first user' : 'Choose a password'}</h1>
      <p className="faint">
        {isFirst ? 'You will be an admin, and can invite others. ' : `For ${link.name ?? 'you'}. `}
        This link is good once, until <Time at={link.expires_at} />.
      </p>
      {isFirst && (
        <TextInput
          label="Name"
          description="As others see who did what."
          name="name"
          autoComplete="name"
          autoFocus
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="Login"
        description={isFirst ? 'An e-mail address, or a plain name.' : null}
        name="login"
        autoComplete="username"
        required={isFirst}
        withAsterisk={false}
        readOnly={!isFirst}
        value={isFirst ? login : (link.login ?? '')}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <NewPassword value={password} onChange={setPassword} />
      <FormFault title="Not done" error={error} />
      <Button type="submit" fullWidth loading={isBusy}>
        {isFirst ? 'Begin' : 'Set the password and sign in'}
      </Button>
    </form>
  );
}
