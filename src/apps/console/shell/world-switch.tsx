import { Button, Menu, TextInput } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIsBound } from './session.ts';

const root = getRouteApi('__root__');

/** Whose world is shown: test or live mode, the platform's own account or a connected one. It stands in the address. */
export function WorldSwitch() {
  const { live = false, account } = root.useSearch();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(account ?? '');
  const isBound = useIsBound();
  // Filters of one world mean nothing in another. Both are named: the router retains what an address does not name.
  const go = (world: { live?: true; account?: string }) =>
    void navigate({ to: '.', search: { live: world.live, account: world.account } });
  const isAccount = typed === '' || /^acct_\w+$/.test(typed);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="default" disabled={isBound} title="Mode and account">
          <span className="shell-world" data-live={live || undefined}>
            {live ? 'Live' : 'Test'}
          </span>
          {account && <span className="mono">&nbsp;{account}</span>}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => go({ ...(account && { account }) })}>Test mode</Menu.Item>
        <Menu.Item onClick={() => go({ live: true, ...(account && { account }) })}>Live mode</Menu.Item>
        <Menu.Divider />
        <form
          style={{ padding: '0.3rem 0.6rem' }}
          onSubmit={(event) => {
            event.preventDefault();
            if (isAccount) go({ ...(live && { live: true as const }), ...(typed && { account: typed }) });
          }}
        >
          <TextInput
            size="xs"
            label="Connected account"
            description="Empty: the platform's own. Enter changes to it."
            placeholder="acct_…"
            value={typed}
            error={isAccount ? null : 'An account of Stripe begins with acct_'}
            onChange={(event) => setTyped(event.currentTarget.value.trim())}
          />
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
