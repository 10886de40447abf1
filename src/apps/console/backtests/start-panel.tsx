import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCountersign } from '../client.ts';
import { capital } from '../parts/capital.ts';
import { faultOf } from '../parts/fault-of.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { useMay } from '../shell/session.ts';
import type { Draft } from '../workspace/draft.ts';
import { useKeptDraft } from '../workspace/use-kept-draft.ts';
import { choicesOf, policyOf, profilesOf, requestOf, type Settings, startSettings } from './run-request.ts';
import type { StartSearch } from './search.ts';
import { START_SCOPE } from './start-scope.ts';

/** Starts a run: which policy, against which, under which profile, over which window, by which labels. */
export function StartPanel({ search }: { readonly search: StartSearch }) {
  const may = useMay(START_SCOPE);
  return (
    <Panel title="What would a policy have done?">
      {may ? (
        <StartForm search={search} />
      ) : (
        <p className="faint">You may look at what was run; to run something wants the scope {START_SCOPE}.</p>
      )}
    </Panel>
  );
}

function StartForm({ search }: { readonly search: StartSearch }) {
  const service = useCountersign();
  const { client, key } = service;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { draft } = useKeptDraft(service);
  const [settings, setSettings] = useState<Settings>(() => startSettings(search));
  const start = useMutation({
    mutationFn: () => client.backtests.run(requestOf(settings, draft)),
    async onSuccess({ id }) {
      await queries.invalidateQueries({ queryKey: [key, 'backtests', 'list'] });
      await navigate({ to: '/backtests/$id', params: { id }, search: keepWorld });
    },
  });
  const { policy, against } = settings;
  const isReady = [policy, against].every((choice) => choice === '' || policyOf(choice, draft) !== null);
  const isPlaced = ['profile', 'from', 'to'].some((name) => faultOf(start.error, `body.${name}`) !== null);
  const fields: FieldsProps = {
    settings,
    error: start.error,
    set(change) {
      start.reset();
      setSettings((before) => ({ ...before, ...change }));
    },
  };
  return (
    <form
      className="backtest-start"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !start.isPending) start.mutate();
      }}
    >
      <Policies {...fields} draft={draft} />
      <Days {...fields} />
      <Counting {...fields} />
      <Button type="submit" size="xs" loading={start.isPending} disabled={!isReady}>
        Run it
      </Button>
      {start.error && !isPlaced && (
        <Note tone="wrong" title="It was not started">
          {messageOf(start.error)}.
        </Note>
      )}
    </form>
  );
}

interface FieldsProps {
  readonly settings: Settings;
  /** Why it was not started; null: it was, or was not tried. */
  readonly error: unknown;
  set(change: Partial<Settings>): void;
}

/** Which policy, against which, under which profile. */
function Policies({ settings, error, set, draft }: FieldsProps & { readonly draft: Draft | null }) {
  const { client, key } = useCountersign();
  const versions = useQuery({
    queryKey: [key, 'policy', 'versions', 'all'],
    queryFn: ({ signal }) => client.policy.versions({ limit: 100 }, { signal }),
  });
  const choices = choicesOf(versions.data?.data ?? [], draft, [settings.policy, settings.against]);
  const names = useProfileNames(settings.policy, draft);
  const fault = faultOf(error, 'body.profile');
  return (
    <>
      <NativeSelect
        size="xs"
        label="Policy"
        value={settings.policy}
        onChange={({ currentTarget }) => set({ policy: currentTarget.value })}
        data={choices}
      />
      <NativeSelect
        size="xs"
        label="Against"
        value={settings.against}
        onChange={({ currentTarget }) => set({ against: currentTarget.value })}
        data={[{ value: '', label: 'no other' }, ...choices]}
      />
      <NativeSelect
        size="xs"
        label="Every portfolio under"
        value={settings.profile}
        error={fault && `${capital(fault)}.`}
        onChange={({ currentTarget }) => set({ profile: currentTarget.value })}
        data={[{ value: '', label: 'its own profile' }, ...profilesOf(names, settings.profile)]}
      />
    </>
  );
}

/** What counts as fraud, and what velocity counts. */
function Counting({ settings, set }: FieldsProps) {
  return (
    <>
      <NativeSelect
        size="xs"
        label="Fraud is"
        value={settings.labels}
        onChange={({ currentTarget }) => set({ labels: currentTarget.value as Settings['labels'] })}
        data={[
          { value: '', label: 'what the history tells best' },
          { value: 'known', label: 'what was disputed by the newest ask' },
          { value: 'final', label: 'also what was found out otherwise' },
        ]}
      />
      <NativeSelect
        size="xs"
        label="Velocity counts"
        value={settings.velocity}
        onChange={({ currentTarget }) => set({ velocity: currentTarget.value as Settings['velocity'] })}
        data={[
          { value: 'replay', label: 'what was answered then' },
          { value: 'counterfactual', label: 'what the policy answers' },
        ]}
      />
    </>
  );
}

/** The window in days of UTC; without them the last mature one. */
function Days({ settings, set, error }: FieldsProps) {
  const fields = [
    ['from', 'From (UTC)', '90 days before the end'],
    ['to', 'Before', '60 days before the newest'],
  ] as const;
  return fields.map(([name, label, otherwise]) => {
    const fault = faultOf(error, `body.${name}`);
    return (
      <TextInput
        key={name}
        size="xs"
        type="date"
        label={label}
        title={`Without it: ${otherwise}`}
        max="9999-12-31"
        value={settings[name]}
        error={fault && `It ${fault}.`}
        onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
      />
    );
  });
}

/** The names of the profiles of the chosen policy. */
function useProfileNames(policy: string, draft: Draft | null): readonly string[] {
  const { client, key } = useCountersign();
  const version = policy.startsWith('pol_') ? policy : null;
  const profiles = useQuery({
    queryKey: [key, 'policy', 'profiles', version ?? 'live', 'names'],
    queryFn: ({ signal }) => client.profiles.list({ limit: 100, ...(version && { version }) }, { signal }),
    enabled: policy !== 'draft',
  });
  if (policy === 'draft') {
    return Object.keys(draft?.files ?? {}).flatMap((name) => /^profiles\/([^/]+)\.yaml$/.exec(name)?.[1] ?? []);
  }
  return (profiles.data?.data ?? []).map(({ name }) => name);
}
