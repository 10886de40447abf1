import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { LivePolicy, Portfolio, WholeBacktest } from '../../../sdk/index.ts';
import { runQuery } from '../backtests/run-queries.ts';
import { RunProgress } from '../backtests/run-state.tsx';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { allOf, liveQuery } from '../policy/policy-queries.ts';
import { VersionLink } from '../policy/version-link.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { Begin } from './begin.tsx';
import { readThresholdsSearch, type ThresholdsSearch } from './search.ts';
import { Tuning } from './tuning.tsx';
import '../backtests/backtests.css';
import './thresholds.css';

const route = getRouteApi('/shell/thresholds');

/** The thresholds of a portfolio: each can be moved, and what that would have come to is told at once. */
export function ThresholdsPage() {
  const countersign = useCountersign();
  const { client, key } = countersign;
  const search = route.useSearch();
  const change = useChange();
  const live = useQuery(liveQuery(countersign));
  const version = live.data?.version;
  const portfolios = useQuery({
    queryKey: [key, 'policy', 'portfolios', version],
    queryFn: () => allOf(client.portfolios.each({ limit: 100, ...(version && { version }) })),
    enabled: version !== undefined,
  });
  const run = useQuery({ ...runQuery(countersign, search.run ?? ''), enabled: search.run !== undefined });
  const of = run.data?.portfolio ?? null;
  const portfolio = search.run !== undefined ? of : (search.portfolio ?? portfolios.data?.[0]?.name ?? null);
  return (
    <Page
      title="Thresholds"
      actions={
        portfolios.data && (
          <NativeSelect
            size="xs"
            aria-label="Portfolio"
            value={portfolio ?? ''}
            onChange={({ currentTarget }) =>
              change({ portfolio: currentTarget.value, run: undefined, at: undefined, currency: undefined })
            }
            data={[
              ...(portfolio === null ? [{ value: '', label: 'all portfolios' }] : []),
              ...portfolios.data.map(({ name, profile }) => ({ value: name, label: `${name}, under ${profile}` })),
            ]}
          />
        )
      }
    >
      {search.run === undefined ? (
        <Loaded query={portfolios}>
          {() =>
            portfolio !== null &&
            version !== undefined && (
              <Begin
                key={portfolio}
                portfolio={portfolio}
                version={version}
                begun={(id) => change({ portfolio, run: id })}
              />
            )
          }
        </Loaded>
      ) : (
        <Loaded query={live}>
          {(policy) => (
            <Loaded query={run}>
              {(data) => (
                <Run run={data} live={policy} portfolios={portfolios.data ?? []} search={search} change={change} />
              )}
            </Loaded>
          )}
        </Loaded>
      )}
    </Page>
  );
}

interface RunProps {
  readonly run: WholeBacktest;
  readonly live: LivePolicy;
  readonly portfolios: readonly Portfolio[];
  readonly search: ThresholdsSearch;
  change(change: { readonly [Name in keyof ThresholdsSearch]: ThresholdsSearch[Name] | undefined }): void;
}

function Run({ run, live, portfolios, search, change }: RunProps) {
  const anew = (
    <Button size="compact-xs" variant="default" onClick={() => change({ run: undefined })}>
      Look anew
    </Button>
  );
  if (run.kind !== 'tune') return <Note title="This run chose no thresholds">It is a backtest. {anew}</Note>;
  if (run.state === 'queued' || run.state === 'running') {
    return (
      <Panel title="The last mature window is read">
        <RunProgress progress={run.progress} />
      </Panel>
    );
  }
  if (run.result === null) {
    const why = {
      failed: run.error ?? 'The service does not say why',
      cancelled: 'It was cancelled',
      done: 'What came of it was thrown away',
    };
    return (
      <Note tone={run.state === 'failed' ? 'wrong' : 'plain'} title="Nothing came of it">
        {why[run.state]}. {anew}
      </Note>
    );
  }
  return (
    <>
      {run.policy.version !== live.version && (
        <Note tone="late" title="Another version is in force by now">
          This is what <VersionLink version={run.policy.version} /> came to, as of <Time at={run.created_at} />. {anew}
        </Note>
      )}
      <Tuning
        key={run.id}
        result={run.result}
        live={live.version}
        portfolios={portfolios}
        search={search}
        change={change}
      />
    </>
  );
}

/** Changes what the address holds, keeping the rest of it. */
function useChange() {
  const navigate = useNavigate();
  return (change: { readonly [Name in keyof ThresholdsSearch]: ThresholdsSearch[Name] | undefined }) =>
    void navigate({
      to: '/thresholds',
      search: (search) => ({ ...keepWorld(search), ...readThresholdsSearch({ ...search, ...change }) }),
      replace: true,
      resetScroll: false,
    });
}
