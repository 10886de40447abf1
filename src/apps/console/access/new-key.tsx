import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MadeApiKey } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { type Scope, useSession } from '../shell/session.ts';
import { FormDialog } from './form-dialog.tsx';

const MEANS: Readonly<Record<Scope, string>> = {
  read: 'look at everything but persons’ rows',
  decide: 'try asks out',
  events: 'send events of back ends',
  review: 'decide reviews, label, acknowledge alarms',
  policy: 'change the policy and lists',
  approve: 'make others’ versions live, with four eyes',
  unmask: 'ask Stripe for names and numbers',
  admin: 'everything',
};

interface NewKeyProps {
  onClose(): void;
  onDone(): Promise<unknown>;
  onMade(key: MadeApiKey): void;
}

/** Makes a key; it is told then. */
export function NewKey({ onClose, onDone, onMade }: NewKeyProps) {
  const { client } = useCountersign();
  // An admin's are all that there are.
  const all = useSession()?.scopes ?? [];
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [mode, setMode] = useState('');
  const [account, setAccount] = useState('');
  async function make() {
    const bound = { livemode: mode === '' ? null : mode === 'live', account: account === '' ? null : account };
    const made = await client.keys.create({ name, scopes: [...scopes], ...bound });
    onClose();
    onMade(made);
    await onDone();
  }
  return (
    <FormDialog title="Make a key" act="Make the key" onClose={onClose} onSubmit={make}>
      <TextInput
        label="Whose it is"
        description="A program, or a person at a terminal."
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group
        label="What it may do"
        value={[...scopes]}
        onChange={(chosen) => setScopes(all.filter((scope) => chosen.includes(scope)))}
      >
        {all.map((scope) => (
          <Checkbox key={scope} size="sm" mt={8} value={scope} label={`${scope}: ${MEANS[scope]}`} />
        ))}
      </Checkbox.Group>
      <NativeSelect
        label="Bound to a mode"
        value={mode}
        data={[
          { value: '', label: 'to none' },
          { value: 'test', label: 'test mode' },
          { value: 'live', label: 'live mode' },
        ]}
        onChange={(event) => setMode(event.currentTarget.value)}
      />
      <TextInput
        label="Bound to a connected account"
        description="acct_…; empty: to none"
        value={account}
        onChange={(event) => setAccount(event.currentTarget.value.trim())}
      />
    </FormDialog>
  );
}
