import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { LivePolicy, PolicyVersion, ShadowState } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Loaded, messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { sayTime } from '../parts/say-time.ts';
import { keepWorld } from '../shell/nav.tsx';
import { liveQuery, useReadPolicyAgain } from './policy-queries.ts';

const route = getRouteApi('/shell/policy/shadow');

interface StartShadowProps {
  /** The version to begin with, as the address has it. */
  readonly start: string | undefined;
  /** What is in shadow now and would be no more. */
  readonly instead: ShadowState['shadow'];
}

/** Puts a stored version in shadow. */
export function StartShadow({ start, instead }: StartShadowProps) {
  const countersign = useCountersign();
  const { client, key } = countersign;
  const live = useQuery(liveQuery(countersign));
  const versions = useQuery({
    queryKey: [key, 'policy', 'versions', 'all'],
    queryFn: ({ signal }) => client.policy.versions({ limit: 100 }, { signal }),
  });
  return (
    <Loaded query={live}>
      {(policy) => (
        <Loaded query={versions} empty={({ data }) => (others(data, policy).length === 0 ? NONE : null)}>
          {({ data }) => <StartForm versions={others(data, policy)} start={start} instead={instead} />}
        </Loaded>
      )}
    </Loaded>
  );
}

const NONE = 'Only the live version is stored: there is none to put beside it. Store another one from the editor.';

function others(versions: readonly PolicyVersion[], { version: live, shadow }: LivePolicy): readonly PolicyVersion[] {
  return versions.filter(({ version }) => version !== live && version !== shadow);
}

function StartForm({ versions, start, instead }: StartShadowProps & { versions: readonly PolicyVersion[] }) {
  const countersign = useCountersign();
  const readAgain = useReadPolicyAgain(countersign);
  const navigate = route.useNavigate();
  const [version, setVersion] = useState(
    (versions.find((each) => each.version === start) ?? versions[0])?.version ?? '',
  );
  const [note, setNote] = useState('');
  const set = useMutation({
    mutationFn: () =>
      countersign.client.policy.setShadow({ version, ...(note.trim() !== '' && { note: note.trim() }) }),
    onSuccess: async () => {
      await readAgain();
      await navigate({ search: keepWorld });
    },
  });
  return (
    <form
      className="policy-start"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate();
      }}
    >
      <NativeSelect
        label="Version"
        value={version}
        onChange={(event) => setVersion(event.currentTarget.value)}
        data={versions.map((each) => ({ value: each.version, label: labelOf(each) }))}
      />
      <TextInput
        label="Why"
        placeholder="Optional"
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit" loading={set.isPending}>
        {instead ? `Put it in shadow instead of ${instead.version}` : 'Put it in shadow'}
      </Button>
      {set.error && (
        <Note tone="wrong" title="It is not in shadow">
          {messageOf(set.error)}.
        </Note>
      )}
    </form>
  );
}

function labelOf({ version, note, created_at: createdAt }: PolicyVersion): string {
  return `${version} · ${sayTime(new Date(createdAt))}${note ? ` · ${note.slice(0, 60)}` : ''}`;
}

/** Ends the shadow, after a confirmation. */
export function EndShadow({ version }: { readonly version: string }) {
  const countersign = useCountersign();
  const readAgain = useReadPolicyAgain(countersign);
  const navigate = route.useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  async function end() {
    await countersign.client.policy.endShadow();
    await readAgain();
    // What it would have answered otherwise stays there to be read.
    await navigate({ search: (before) => ({ ...before, version }) });
  }
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setIsOpen(true)}>
        End it…
      </Button>
      {isOpen && (
        <Confirm title="End the shadow" act="End it" onClose={() => setIsOpen(false)} onConfirm={end}>
          <p>
            <span className="mono">{version}</span> is evaluated no more. What it would have answered otherwise until
            now stays.
          </p>
        </Confirm>
      )}
    </>
  );
}
