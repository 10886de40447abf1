import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Panel } from '../parts/page.tsx';
import { QuestionFilters } from './question-filters.tsx';
import { QuestionTable } from './question-table.tsx';
import { type ChallengesSearch, questionsOf } from './search.ts';

const EVERY_MS = 10_000;
const PAGE_ROWS = 50;

/** Each question, the latest first, by what the address filters. */
export function QuestionsTab({ search }: { readonly search: ChallengesSearch }) {
  const query = useQuestions(search);
  return (
    <>
      <QuestionFilters search={search} />
      <Panel title="The latest first" isFlush>
        <Loaded query={query} empty={({ pages }) => (pages[0]?.data.length === 0 ? nothingOf(search) : null)}>
          {({ pages }) => <QuestionTable questions={pages.flatMap(({ data }) => data)} />}
        </Loaded>
        <More query={query} />
      </Panel>
    </>
  );
}

function useQuestions(search: ChallengesSearch) {
  const { client, key } = useCountersign();
  const { tab: _tab, by: _by, ended: _ended, ...filters } = search;
  const name = JSON.stringify(questionsOf(filters, 0));
  // A window reaches back from when one looked: the pages that follow are of the same one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same filters are the same object's text
  const filter = useMemo(() => questionsOf(filters, Date.now()), [name]);
  return useInfiniteQuery({
    queryKey: [key, 'challenges', 'questions', name],
    queryFn: ({ pageParam, signal }) =>
      client.challenges.list({ ...filter, limit: PAGE_ROWS, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: EVERY_MS,
  });
}

function nothingOf(search: ChallengesSearch): string {
  const isFiltered = Object.keys(questionsOf(search, 0)).length > 0;
  return isFiltered ? 'No question is like that. Take a filter away.' : 'No cardholder was asked yet.';
}
