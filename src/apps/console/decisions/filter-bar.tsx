import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCountersign } from '../client.ts';
import { liveQuery } from '../policy/policy-queries.ts';
import type { DecisionsSearch } from './search.ts';
import { TextFilter } from './text-filter.tsx';
import { TimeFilter } from './time-filter.tsx';
import { withChosen } from './with-chosen.ts';

/** Changes some filters of the address; undefined takes one away. */
export function useChangeFilters() {
  const navigate = useNavigate({ from: '/decisions' });
  return (changes: { readonly [Name in keyof DecisionsSearch]: DecisionsSearch[Name] | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...changes }) as typeof before, replace: true });
}

/** What of the decisions is shown. All of it stands in the address. */
export function FilterBar({ search }: { readonly search: DecisionsSearch }) {
  const change = useChangeFilters();
  const known = useKnown();
  const [isMore, setIsMore] = useState(false);
  return (
    <search className="filters" aria-label="Decisions" data-more={isMore || undefined}>
      <TextFilter
        name="text"
        label="Search"
        placeholder="merchant, or an id as a whole"
        value={search.text}
        isSearch
        change={(text) => change({ text })}
      />
      <NativeSelect
        size="xs"
        label="Answer"
        value={search.outcome ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ outcome: (value || undefined) as DecisionsSearch['outcome'] })
        }
        data={[
          { value: '', label: 'any' },
          { value: 'approve', label: 'approved' },
          { value: 'decline', label: 'declined' },
          { value: 'challenge', label: 'challenged' },
        ]}
      />
      <TimeFilter search={search} change={change} />
      <Button
        className="filters-more"
        size="compact-xs"
        variant="default"
        aria-expanded={isMore}
        onClick={() => setIsMore(!isMore)}
      >
        {isMore ? 'Fewer filters' : 'More filters'}
      </Button>
      <NativeSelect
        size="xs"
        label="State"
        value={search.state ?? ''}
        onChange={({ currentTarget: { value } }) => change({ state: (value || undefined) as DecisionsSearch['state'] })}
        data={['', 'intended', 'sent', 'confirmed'].map((value) => ({ value, label: value || 'any' }))}
      />
      <NativeSelect
        size="xs"
        label="Portfolio"
        value={search.portfolio ?? ''}
        onChange={({ currentTarget: { value } }) => change({ portfolio: value || undefined })}
        data={[{ value: '', label: 'any' }, ...withChosen(known.portfolios, search.portfolio)]}
      />
      <TextFilter
        name="rule"
        label="Rule that matched"
        placeholder="its id"
        value={search.rule}
        list={known.rules}
        change={(rule) => change({ rule })}
      />
      {(['merchant', 'card', 'cardholder'] as const).map((name) => (
        <TextFilter
          key={name}
          name={name}
          label={NAMES[name]}
          placeholder="its id"
          value={search[name]}
          change={(value) => change({ [name]: value })}
        />
      ))}
    </search>
  );
}

const NAMES = { merchant: 'Merchant', card: 'Card', cardholder: 'Cardholder' } as const;

/** The names of the policy in force, to choose from. */
function useKnown(): { readonly portfolios: readonly string[]; readonly rules: readonly string[] } {
  const service = useCountersign();
  const { client, key } = service;
  const policy = useQuery({ ...liveQuery(service), refetchInterval: false });
  const rules = useQuery({
    queryKey: [key, 'rules', 'ids'],
    queryFn: ({ signal }) => client.rules.list({ limit: 100 }, { signal }),
    staleTime: 60_000,
  });
  return {
    portfolios: policy.data?.portfolios.map(({ name }) => name) ?? [],
    rules: rules.data?.data.map(({ id }) => id) ?? [],
  };
}
