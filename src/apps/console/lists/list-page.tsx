import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { WholeList } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { LatestSaid } from '../parts/said.tsx';
import { useMay } from '../shell/session.ts';
import { EndedEntries } from './ended-entries.tsx';
import { type Draft, EntryForm } from './entry-form.tsx';
import { PolicyEntries } from './policy-entries.tsx';
import { Readers } from './readers.tsx';
import { StandingEntries } from './standing-entries.tsx';
import { TYPE_WORDS } from './words.ts';
import './lists.css';

const route = getRouteApi('/shell/lists/$name');

const EVERY_MS = 15_000;

/** One list: what is on it, what was, and how to put something on it. */
export function ListPage() {
  const { name } = route.useParams();
  const { client, key } = useCountersign();
  const query = useQuery({
    queryKey: [key, 'lists', name, 'whole'],
    queryFn: ({ signal }) => client.lists.get(name, { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <Page
      title={`@${name}`}
      actions={
        <Link to="/lists" search={{}}>
          All lists
        </Link>
      }
    >
      <LatestSaid />
      <Loaded query={query}>{(list) => <Whole key={name} list={list} />}</Loaded>
    </Page>
  );
}

function Whole({ list }: { readonly list: WholeList }) {
  const { text = '' } = route.useSearch();
  const mayChange = useMay('policy');
  const [draft, setDraft] = useState<Draft | null>(null);
  return (
    <>
      {!list.in_policy && (
        <Note>Only the version in shadow declares this list; the policy in force does not read it.</Note>
      )}
      <Panel title="What it is">
        <dl className="facts">
          <dt>Holds</dt>
          <dd>{TYPE_WORDS[list.type].holds}</dd>
          {list.note !== null && (
            <>
              <dt>What for</dt>
              <dd>{list.note}</dd>
            </>
          )}
          <dt>Read by</dt>
          <dd>
            <Readers list={list.name} />
          </dd>
        </dl>
      </Panel>
      {mayChange && <EntryForm key={draft?.value ?? ''} list={list} draft={draft} onDone={() => setDraft(null)} />}
      <Search name={list.name} text={text} />
      <StandingEntries list={list} text={text} {...(mayChange && { onChange: setDraft })} />
      {list.policy_entries > 0 && <PolicyEntries list={list} text={text} />}
      <EndedEntries list={list} text={text} />
    </>
  );
}

function Search({ name, text }: { readonly name: string; readonly text: string }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const isOther = typed.trim() !== text;
  useEffect(() => {
    if (!isOther) return;
    const go = () => {
      const search = typed.trim() === '' ? {} : { text: typed.trim() };
      void navigate({ to: '/lists/$name', params: { name }, search, replace: true });
    };
    const timer = setTimeout(go, 300);
    return () => clearTimeout(timer);
  }, [isOther, typed, name, navigate]);
  return (
    <search className="lists-search">
      <TextInput
        size="xs"
        type="search"
        label="Search by value"
        value={typed}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
      />
    </search>
  );
}
