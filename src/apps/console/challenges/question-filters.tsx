import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCountersign } from '../client.ts';
import type { Span } from '../decisions/search.ts';
import { TextFilter } from '../decisions/text-filter.tsx';
import { withChosen } from '../decisions/with-chosen.ts';
import { WINDOWS } from '../now/now-search.ts';
import { ASKERS, type ChallengesSearch, questionsOf, STATES } from './search.ts';
import { useChangeSearch } from './use-change-search.ts';
import { sayState } from './words.ts';

const ASKER_NAMES = { stripe: 'Stripe', twilio: 'Twilio', own: 'Stripe, by itself' } as const;
const TEXTS = [
  ['card', 'Card', 'its id'],
  ['merchant', 'Merchant', 'its id at the network'],
  ['rule', 'Rule that asked', 'its id'],
] as const;

/** Which questions are shown. All of it stands in the address. */
export function QuestionFilters({ search }: { readonly search: ChallengesSearch }) {
  const change = useChangeSearch();
  const profiles = useProfiles();
  const [isMore, setIsMore] = useState(false);
  const { state, channel, window, profile } = search;
  return (
    <search className="challenges-filters" aria-label="Questions" data-more={isMore || undefined}>
      <NativeSelect
        size="xs"
        label="State"
        value={state ?? ''}
        onChange={({ currentTarget: { value } }) => change({ state: STATES.find((one) => one === value) })}
        data={[{ value: '', label: 'any' }, ...STATES.map((value) => ({ value, label: sayState(value) }))]}
      />
      <NativeSelect
        size="xs"
        label="Asked by"
        value={channel ?? ''}
        onChange={({ currentTarget: { value } }) => change({ channel: ASKERS.find((one) => one === value) })}
        data={[{ value: '', label: 'any' }, ...ASKERS.map((value) => ({ value, label: ASKER_NAMES[value] }))]}
      />
      <Button
        className="challenges-more"
        size="compact-xs"
        variant="default"
        aria-expanded={isMore}
        onClick={() => setIsMore(!isMore)}
      >
        {isMore ? 'Fewer filters' : 'More filters'}
      </Button>
      <NativeSelect
        size="xs"
        label="Time"
        value={window ?? ''}
        onChange={({ currentTarget: { value } }) => change({ window: (value || undefined) as Span | undefined })}
        data={[
          { value: '', label: 'any time' },
          ...Object.entries(WINDOWS).map(([value, name]) => ({ value, label: `the last ${name.replace(/^1 /, '')}` })),
        ]}
      />
      <NativeSelect
        size="xs"
        label="Profile"
        value={profile ?? ''}
        onChange={({ currentTarget: { value } }) => change({ profile: value || undefined })}
        data={[{ value: '', label: 'any' }, ...withChosen(profiles, profile)]}
      />
      {TEXTS.map(([name, label, placeholder]) => (
        <TextFilter
          key={name}
          name={name}
          label={label}
          placeholder={placeholder}
          value={search[name]}
          change={(value) => change({ [name]: value })}
        />
      ))}
      {Object.keys(questionsOf(search, 0)).length > 0 && (
        <Button className="challenges-clear" size="xs" variant="subtle" onClick={() => change(NO_FILTERS)}>
          Clear
        </Button>
      )}
    </search>
  );
}

const NO_FILTERS = {
  state: undefined,
  channel: undefined,
  window: undefined,
  profile: undefined,
  card: undefined,
  merchant: undefined,
  rule: undefined,
};

/** The names of the profiles in force, to choose from. */
function useProfiles(): readonly string[] {
  const { client, key } = useCountersign();
  const profiles = useQuery({
    queryKey: [key, 'profiles', 'names'],
    queryFn: ({ signal }) => client.profiles.list({ limit: 100 }, { signal }),
    staleTime: 60_000,
  });
  return profiles.data?.data.map(({ name }) => name) ?? [];
}
