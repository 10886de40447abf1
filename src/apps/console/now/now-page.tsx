import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { CausesPanel } from './causes-panel.tsx';
import { FeedPanel, useHold } from './feed-panel.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import { DegradedPanel, QueuesPanel } from './health-panels.tsx';
import { LatencyPanel } from './latency-panel.tsx';
import { LineNote, LineSign } from './line-sign.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { type NowSearch, readNowSearch } from './now-search.ts';
import { Tiles } from './tiles.tsx';
import { TrafficPanel } from './traffic-panel.tsx';
import { type Line, useFeed } from './use-feed.ts';
import './now.css';

const EVERY_MS = 3_000;
const route = getRouteApi('/shell/');

/** What is going on: decisions as they fall, how many, how quickly, and what is wrong. */
export function NowPage() {
  const { client, key } = useCountersign();
  const { outcome = null, window = '24h', table = false } = route.useSearch();
  const change = useChange();
  const hold = useHold();
  const feed = useFeed(hold.isPaused || hold.isBusy);
  const brokenSinceMs = useBrokenSince(feed.line);
  const every = { refetchInterval: EVERY_MS, refetchIntervalInBackground: false };
  const traffic = useQuery({
    queryKey: [key, 'traffic'],
    queryFn: ({ signal }) => client.traffic.get({}, { signal }),
    ...every,
  });
  const status = useQuery({
    queryKey: [key, 'status'],
    queryFn: ({ signal }) => client.status.get({ signal }),
    ...every,
  });
  // One sentence says that all of it is old.
  const counted = brokenSinceMs === null ? traffic : quiet(traffic);
  const standing = brokenSinceMs === null ? status : quiet(status);
  return (
    <Page title="Now" actions={<LineSign line={feed.line} />}>
      <LineNote line={feed.line} brokenSinceMs={brokenSinceMs} />
      <Loaded query={counted}>
        {(data) => (
          <>
            <Tiles traffic={data} />
            <TrafficPanel
              traffic={data}
              isTable={table}
              change={(isTable) => change({ table: isTable || undefined })}
            />
          </>
        )}
      </Loaded>
      <div className="now-grid">
        <FeedPanel
          feed={feed}
          outcome={outcome}
          choose={(chosen) => change({ outcome: chosen ?? undefined })}
          hold={hold}
          nothing={<NothingYet />}
        />
        <div>
          <Loaded query={standing}>{(data) => <DegradedPanel status={data} />}</Loaded>
          {counted.data && <LatencyPanel traffic={counted.data} />}
          {counted.data && <CausesPanel totals={counted.data.totals} />}
          <FunnelPanel window={window} choose={(chosen) => change({ window: chosen })} />
          {standing.data && <QueuesPanel jobs={standing.data.jobs} />}
        </div>
      </div>
    </Page>
  );
}

/** Changes what the address holds, keeping the rest of it. */
function useChange() {
  const navigate = useNavigate();
  return (change: { [Name in keyof NowSearch]: NowSearch[Name] | undefined }) =>
    void navigate({
      to: '.',
      search: (search) => ({ ...keepWorld(search), ...readNowSearch({ ...search, ...change }) }),
      resetScroll: false,
    });
}

/** Since when the line is broken, through all tries; null while it stands or is only being opened. */
function useBrokenSince(line: Line): number | null {
  const [sinceMs, setSinceMs] = useState<number | null>(null);
  useEffect(() => {
    if (line.kind === 'open') setSinceMs(null);
    if (line.kind === 'waiting') setSinceMs(line.sinceMs);
  }, [line]);
  return sinceMs;
}

/** What is known, without that it could not be asked again. */
function quiet<Data>(
  query: UseQueryResult<Data>,
): Pick<UseQueryResult<Data>, 'data' | 'error' | 'isFetching' | 'dataUpdatedAt' | 'refetch'> {
  const { data, error, isFetching, dataUpdatedAt, refetch } = query;
  return { data, error: data === undefined ? error : null, isFetching, dataUpdatedAt, refetch };
}
