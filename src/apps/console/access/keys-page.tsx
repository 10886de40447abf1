import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApiKey, MadeApiKey } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { useMay } from '../shell/session.ts';
import { KeyTable } from './key-table.tsx';
import { NeedsAdmin } from './needs-admin.tsx';
import { NewKey } from './new-key.tsx';
import { ShowAll } from './show-all.tsx';
import { ToldOnce } from './told-once.tsx';
import './access.css';

const route = getRouteApi('/shell/keys');

/** The keys by which programs use the API. */
export function KeysPage() {
  const isAll = route.useSearch().show === 'all';
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<MadeApiKey | null>(null);
  const [ending, setEnding] = useState<{ readonly how: 'revoke' | 'erase'; readonly key: ApiKey } | null>(null);
  const keys = useQuery({ queryKey: [key, 'keys'], queryFn: ({ signal }) => client.keys.list({ signal }) });
  const again = () => queries.invalidateQueries({ queryKey: [key, 'keys'] });
  if (!useMay('admin')) return <NeedsAdmin title="Keys" />;
  return (
    <Page
      title="Keys"
      actions={
        <>
          <ShowAll isAll={isAll} over="revoked ones" />
          <Button size="xs" onClick={() => setIsMaking(true)}>
            Make a key
          </Button>
        </>
      }
    >
      <Panel title="What programs and terminals are known by" isFlush>
        <Loaded query={keys} empty={({ data }) => (data.length === 0 ? 'There is no key.' : null)}>
          {({ data }) => (
            <KeyTable
              keys={data.filter((each) => isAll || each.revoked_at === null)}
              onEnd={(how, meant) => setEnding({ how, key: meant })}
            />
          )}
        </Loaded>
      </Panel>
      {isMaking && <NewKey onClose={() => setIsMaking(false)} onDone={again} onMade={setMade} />}
      {made && (
        <ToldOnce title={`The key of ${made.name}`} label="Key" secret={made.key ?? ''} onClose={() => setMade(null)}>
          It may {made.scopes.join(', ')}. It is sent as Authorization: Bearer.
        </ToldOnce>
      )}
      {ending && (
        <Confirm
          title={`${ending.how === 'revoke' ? 'Revoke' : 'Erase'} the key of ${ending.key.name ?? ending.key.id}`}
          act={ending.how === 'revoke' ? 'Revoke' : 'Erase'}
          isGrave
          onClose={() => setEnding(null)}
          onConfirm={async () => [await client.keys[ending.how](ending.key.id), await again()]}
        >
          {ending.how === 'revoke'
            ? 'Whatever uses it is refused from now on, for good.'
            : 'It is revoked, and whose it was is destroyed: what was done with it stays in the audit, as nobody’s.'}
        </Confirm>
      )}
    </Page>
  );
}
