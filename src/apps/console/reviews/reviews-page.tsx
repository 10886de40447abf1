import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Review } from '../../../sdk/index.ts';
import { useKeys } from '../parts/keys.ts';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Note } from '../parts/note.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { LatestSaid } from '../parts/said.tsx';
import { useMay } from '../shell/session.ts';
import { rowsOf, useCounts, useQueue } from './queue.ts';
import { QueueFilters } from './queue-filters.tsx';
import { QueueTable } from './queue-table.tsx';
import type { ReviewSearch } from './search.ts';
import '../parts/link-tabs.css';
import './reviews.css';

const route = getRouteApi('/shell/reviews');

/** The queue of what people shall look at, worked by keys: `j`, `k`, `Enter`. */
export function ReviewsPage() {
  if (useMay('review')) return <Queue />;
  return (
    <Page title="Reviews">
      <Note>
        Reviews want the scope review, which you don't have. Whoever manages users or keys can give it to you.
      </Note>
    </Page>
  );
}

function Queue() {
  const search = route.useSearch();
  const query = useQueue(search);
  const counts = useCounts();
  const rows = rowsOf(query.data?.pages ?? []);
  const isLoaded = query.data !== undefined;
  return (
    <Page title="Reviews" actions={<Waiting overdue={counts.data?.overdue ?? 0} />}>
      <LatestSaid />
      <nav className="link-tabs" aria-label="Which reviews">
        <TabLink search={search} name="Open" count={counts.data?.open} />
        <TabLink search={search} show="mine" name="Mine" count={counts.data?.mine} />
        <TabLink search={search} show="closed" name="Closed" />
      </nav>
      <QueueFilters search={search} counts={counts.data} />
      <Panel title={TITLES[search.show ?? 'open']} isFlush>
        <Loaded query={{ ...query, data: isLoaded ? rows : undefined }} empty={(data) => nothingOf(data, search)}>
          {(data) => <Rows rows={data} search={search} />}
        </Loaded>
        <More query={query} />
      </Panel>
    </Page>
  );
}

const TITLES = {
  open: 'Open, the most pressing first',
  mine: 'Open and assigned to you',
  closed: 'Closed, the latest first',
};

interface RowsProps {
  readonly rows: readonly Review[];
  readonly search: ReviewSearch;
}

function Rows({ rows, search }: RowsProps) {
  const navigate = useNavigate();
  // By its id, so that the choice stays where it is while others come and go.
  const [chosen, setChosen] = useState<string | null>(null);
  const at = rows.findIndex(({ id }) => id === chosen);
  const choose = (index: number) => setChosen(rows[Math.max(0, Math.min(rows.length - 1, index))]?.id ?? null);
  const open = (id: string | undefined) =>
    id !== undefined && void navigate({ to: '/reviews/$id', params: { id }, search });
  useKeys([
    { press: 'j', does: 'next review', run: () => choose(at + 1) },
    { press: 'k', does: 'previous review', run: () => choose(Math.max(0, at - 1)) },
    { press: 'Enter', does: 'open the review', run: () => open((rows[at] ?? rows[0])?.id) },
  ]);
  return <QueueTable rows={rows} search={search} chosen={chosen} />;
}

interface TabLinkProps {
  readonly search: ReviewSearch;
  readonly show?: 'mine' | 'closed';
  readonly name: string;
  readonly count?: number | undefined;
}

function TabLink({ search: { show: current, assigned, ...search }, show, name, count }: TabLinkProps) {
  const kept = show === 'mine' || assigned === undefined ? search : { ...search, assigned };
  return (
    <Link
      to="/reviews"
      search={show === undefined ? kept : { ...kept, show }}
      // Without this it calls each of them current, whatever else stands in the address.
      activeOptions={{ exact: true }}
      aria-current={current === show ? 'page' : undefined}
    >
      {name}
      {count !== undefined && <span className="faint"> {sayCount(count)}</span>}
    </Link>
  );
}

function Waiting({ overdue }: { readonly overdue: number }) {
  if (overdue === 0) return null;
  return (
    <span className="word" data-tone="decline">
      <span aria-hidden="true">!</span>
      {sayCount(overdue)} overdue
    </span>
  );
}

function nothingOf(rows: readonly Review[], { show, ...filters }: ReviewSearch): string | null {
  if (rows.length > 0) return null;
  if (Object.keys(filters).some((name) => !['live', 'account'].includes(name))) return 'No review is like that.';
  if (show === 'closed') return 'Nothing was closed yet.';
  return show === 'mine'
    ? 'Nothing is assigned to you. In a review, press a to take it.'
    : 'Nothing waits to be looked at. Review rules, alarms and outages open reviews by themselves.';
}
