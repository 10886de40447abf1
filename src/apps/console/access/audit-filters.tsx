import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useCountersign } from '../client.ts';
import { keepWorld } from '../shell/nav.tsx';
import type { AuditSearch } from './search.ts';

/** Which acts are shown; it stands in the address. Enter in a field takes it there. */
export function AuditFilters({ filter }: { readonly filter: AuditSearch }) {
  const navigate = useNavigate({ from: '/audit' });
  const [act, setAct] = useState(filter.act ?? '');
  const [subject, setSubject] = useState(filter.subject ?? '');
  // The address was changed by something else: a link of the table, or back and forward.
  useEffect(() => setAct(filter.act ?? ''), [filter.act]);
  useEffect(() => setSubject(filter.subject ?? ''), [filter.subject]);
  const actors = useActors();
  const go = (change: AuditSearch) =>
    void navigate({ search: (now) => ({ ...keepWorld(now), ...filled({ act, subject, by: filter.by, ...change }) }) });
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        go({});
      }}
    >
      <NativeSelect
        size="xs"
        label="By"
        value={filter.by ?? ''}
        data={[{ value: '', label: 'anybody' }, { value: 'system', label: 'the service itself' }, ...actors]}
        onChange={(event) => go({ by: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label="Act"
        placeholder="policy.apply"
        value={act}
        onChange={(event) => setAct(event.currentTarget.value.trim())}
      />
      <TextInput
        size="xs"
        label="To what"
        placeholder="pol_…, key_…, ich_…"
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value.trim())}
      />
      <Button size="xs" type="submit" variant="default">
        Show
      </Button>
      {Object.keys(filter).length > 0 && (
        <Link to="/audit" search={keepWorld}>
          All
        </Link>
      )}
    </form>
  );
}

/** Users and keys that have a name. */
function useActors() {
  const { client, key } = useCountersign();
  const users = useQuery({ queryKey: [key, 'users'], queryFn: ({ signal }) => client.users.list({ signal }) });
  const keys = useQuery({ queryKey: [key, 'keys'], queryFn: ({ signal }) => client.keys.list({ signal }) });
  const named = [...(users.data?.data ?? []), ...(keys.data?.data ?? [])];
  return named.flatMap(({ id, name }) =>
    name === null ? [] : [{ value: id, label: id.startsWith('key_') ? `${name} (key)` : name }],
  );
}

function filled(search: { [name in keyof AuditSearch]?: string | undefined }): AuditSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value));
}
