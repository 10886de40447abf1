import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { DecisionTable } from './decision-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FilterChips } from './filter-chips.tsx';
import { type DecisionsSearch, filterOf } from './search.ts';
import './decisions.css';

const PAGE = 50;
const route = getRouteApi('/shell/decisions');

/** Every decision, newest first, by what the address filters. */
export function DecisionsPage() {
  const search = route.useSearch();
  const { live: _live, account: _account, ...filters } = search;
  const decisions = useDecisions(filters);
  return (
    <Page title="Decisions">
      <FilterBar search={filters} />
      <FilterChips search={filters} />
      <Panel title="Newest first" isFlush>
        <Loaded
          query={decisions}
          empty={({ pages }) => (pages[0]?.data.length === 0 ? <Nothing {...filters} /> : null)}
        >
          {({ pages }) => (
            <>
              <DecisionTable decisions={pages.flatMap(({ data }) => data)} />
              <More query={decisions} />
            </>
          )}
        </Loaded>
      </Panel>
    </Page>
  );
}

function useDecisions(filters: DecisionsSearch) {
  const { client, key } = useCountersign();
  const name = JSON.stringify(filters);
  // A span reaches back from when one looked: the pages that follow are of the same one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same filters are the same object's text
  const filter = useMemo(() => filterOf(filters, Date.now()), [name]);
  return useInfiniteQuery({
    queryKey: [key, 'decisions', name],
    queryFn: ({ pageParam, signal }) =>
      client.decisions.list({ ...filter, limit: PAGE, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

/** More of them: by itself when one comes to the end, and by a button. */
function More({ query }: { readonly query: ReturnType<typeof useDecisions> }) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current || !hasNextPage) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void fetchNextPage();
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasNextPage, fetchNextPage]);
  if (!hasNextPage) return <p className="decisions-end">These are all.</p>;
  return (
    <div className="decisions-end" ref={end}>
      <Button size="compact-sm" variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
        More
      </Button>
    </div>
  );
}

function Nothing(filters: DecisionsSearch) {
  const isFiltered = Object.keys(filters).length > 0;
  return isFiltered ? 'No decision is like that. Take a filter away.' : 'Nothing was asked yet.';
}
