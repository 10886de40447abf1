import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Allowance } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { TextFilter } from '../decisions/text-filter.tsx';
import { Choices } from '../parts/choices.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Panel } from '../parts/page.tsx';
import { useMay } from '../shell/session.ts';
import { AllowanceTable } from './allowance-table.tsx';
import { Revoke } from './revoke.tsx';
import { allowancesOf, type ChallengesSearch } from './search.ts';
import { useChangeSearch } from './use-change-search.ts';

const EVERY_MS = 10_000;
const PAGE_ROWS = 50;
const VALUES = [
  { value: 'live', name: 'Live' },
  { value: 'ended', name: 'Ended' },
] as const;

/** What answers allow: what holds now, or what ended and why. */
export function AllowancesTab({ search }: { readonly search: ChallengesSearch }) {
  const { ended = false, card, merchant } = search;
  const change = useChangeSearch();
  const query = useAllowances(search);
  const [revoked, setRevoked] = useState<Allowance | null>(null);
  const mayRevoke = useMay('review');
  const isFiltered = card !== undefined || merchant !== undefined;
  return (
    <>
      <search className="challenges-filters" aria-label="Allowances">
        <TextFilter
          name="card"
          label="Card"
          placeholder="its id"
          value={card}
          change={(value) => change({ card: value })}
        />
        <TextFilter
          name="merchant"
          label="Merchant"
          placeholder="its id at the network"
          value={merchant}
          change={(value) => change({ merchant: value })}
        />
        {isFiltered && (
          <Button size="xs" variant="subtle" onClick={() => change({ card: undefined, merchant: undefined })}>
            Clear
          </Button>
        )}
      </search>
      <Panel
        title={ended ? 'Ended, the latest first' : 'Live, the latest first'}
        isFlush
        actions={
          <Choices
            label="Which allowances"
            values={VALUES}
            chosen={ended ? 'ended' : 'live'}
            choose={(value) => change({ ended: value === 'ended' || undefined })}
          />
        }
      >
        <Loaded
          query={query}
          empty={({ pages }) => (pages[0]?.data.length === 0 ? nothingOf(ended, isFiltered) : null)}
        >
          {({ pages }) => (
            <AllowanceTable
              allowances={pages.flatMap(({ data }) => data)}
              isEnded={ended}
              {...(mayRevoke && { onRevoke: setRevoked })}
            />
          )}
        </Loaded>
        <More query={query} />
      </Panel>
      {revoked && <Revoke allowance={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}

function useAllowances(search: ChallengesSearch) {
  const { client, key } = useCountersign();
  const filter = allowancesOf(search);
  return useInfiniteQuery({
    queryKey: [key, 'challenges', 'allowances', filter],
    queryFn: ({ pageParam, signal }) =>
      client.allowances.list({ ...filter, limit: PAGE_ROWS, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: EVERY_MS,
  });
}

function nothingOf(isEnded: boolean, isFiltered: boolean): string {
  if (isFiltered) return 'No allowance is like that. Take a filter away.';
  if (isEnded) return 'No allowance ended yet.';
  return 'Nothing is allowed at the moment. An allowance comes of a YES to a question that we put by Twilio.';
}
