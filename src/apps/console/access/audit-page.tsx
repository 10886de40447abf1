import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { useMay } from '../shell/session.ts';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { NeedsAdmin } from './needs-admin.tsx';
import './access.css';

const route = getRouteApi('/shell/audit');
const PAGE_ROWS = 50;

/** Who did what, newest first. */
export function AuditPage() {
  const { act, subject, by } = route.useSearch();
  const { client, key } = useCountersign();
  const filter = { ...(act && { act }), ...(subject && { subject }), ...(by && { by }) };
  const acts = useInfiniteQuery({
    queryKey: [key, 'audit', act ?? '', subject ?? '', by ?? ''],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list({ limit: PAGE_ROWS, ...filter, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  if (!useMay('admin')) return <NeedsAdmin title="Audit" />;
  const isFiltered = Object.keys(filter).length > 0;
  const none = isFiltered ? 'Nothing like that was done.' : 'Nothing was done yet.';
  return (
    <Page title="Audit">
      <AuditFilters filter={filter} />
      <Panel title="Who did what" isFlush>
        <Loaded query={acts} empty={({ pages }) => (pages[0]?.data.length === 0 ? none : null)}>
          {({ pages }) => <AuditTable rows={pages.flatMap(({ data }) => data)} />}
        </Loaded>
        <More query={acts} />
      </Panel>
    </Page>
  );
}
