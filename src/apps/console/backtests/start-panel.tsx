import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { historyLimits } from '../../../core/domain/history-limits.ts';
import type { BacktestRequest } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { faultOf } from '../parts/fault-of.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { useMay } from '../shell/session.ts';
import type { Draft } from '../workspace/draft.ts';
import { useKeptDraft } from '../workspace/use-kept-draft.ts';
import { choicesOf, isDay, profilesOf, requestOf, type Settings, startSettings } from './run-request.ts';
import { type StartSearch, USUAL_MATURITY_DAYS } from './search.ts';
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

/** The fields that tell their own faults. */
const PLACED = ['profile', 'from', 'to', 'maturity_days'];

function StartForm({ search }: { readonly search: StartSearch }) {
  const service = useCountersign();
  const { client, key } = service;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { draft } = useKeptDraft(service);
  const [settings, setSettings] = useState<Settings>(() => startSettings(search));
  const start = useMutation({
    mutationFn: (body: BacktestRequest) => client.backtests.run(body),
    async onSuccess({ id }) {
      await queries.invalidateQueries({ queryKey: [key, 'backtests', 'list'] });
      await navigate({ to: '/backtests/$id', params: { id }, search: keepWorld });
    },
  });
  const request = requestOf(settings, draft);
  const isPlaced = PLACED.some((name) => faultOf(start.error, `body.${name}`) !== null);
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
        if (request && !start.isPending) start.mutate(request);
      }}
    >
      <Policies {...fields} draft={draft} />
      <Days {...fields} />
      <Counting {...fields} />
      <Button type="submit" size="xs" loading={start.isPending} disabled={!request}>
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
        error={fault && `${fault}.`}
        onChange={({ currentTarget }) => set({ profile: currentTarget.value })}
        data={[{ value: '', label: 'its own profile' }, ...profilesOf(names, settings.profile)]}
      />
    </>
  );
}

/** What counts as fraud, and from when on, what velocity counts, and whether recorded features are counted again. */
function Counting({ settings, set, error }: FieldsProps) {
  const fault = faultOf(error, 'body.maturity_days');
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
      <NativeSelect
        size="xs"
        label="Recorded features are"
        value={settings.isRecounted ? 'again' : ''}
        onChange={({ currentTarget }) => set({ isRecounted: currentTarget.value === 'again' })}
        data={[
          { value: '', label: 'taken as recorded' },
          { value: 'again', label: 'counted again' },
        ]}
      />
      <TextInput
        size="xs"
        type="number"
        label="Mature after (days)"
        min={0}
        step="any"
        placeholder={String(USUAL_MATURITY_DAYS)}
        value={settings.maturity}
        error={fault && `It ${fault}.`}
        onChange={({ currentTarget }) => set({ maturity: currentTarget.value })}
      />
    </>
  );
}

/** The window in days of UTC; without them the last mature one. */
function Days({ settings, set, error }: FieldsProps) {
  const mature = settings.maturity === '' ? USUAL_MATURITY_DAYS : settings.maturity;
  const fields = [
    ['from', 'From (UTC)', `${historyLimits.historyWindowMs / 86_400_000} days before the end`],
    ['to', 'Before (UTC)', `${mature} days before the newest`],
  ] as const;
  return (
    <div className="backtest-days">
      {fields.map(([name, label, otherwise]) => {
        const fault = faultOf(error, `body.${name}`);
        return (
          <TextInput
            key={name}
            size="xs"
            {...(isDay(settings[name])
              ? { type: 'date', max: '9999-12-31' }
              : { type: 'datetime-local', step: 0.001, max: '9999-12-31T23:59:59.999' })}
            label={label}
            title={`Without it: ${otherwise}`}
            value={settings[name]}
            error={fault && `It ${fault}.`}
            onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
          />
        );
      })}
    </div>
  );
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
