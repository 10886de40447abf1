import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { BacktestResult, WholeBacktest } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { useKeys } from '../parts/keys.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { LatestSaid } from '../parts/said.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { AboutPanel } from './about-panel.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import { ApartPanel, CapacityPanel, GroupsPanel, OutcomesPanel } from './rest-panels.tsx';
import { RowsPanel } from './rows-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { RunActs } from './run-acts.tsx';
import { runQuery } from './run-queries.ts';
import { RunProgress, RunState } from './run-state.tsx';
import { ScoresPanel } from './scores-panel.tsx';
import { type RunSearch, readRunSearch } from './search.ts';
import { WeeksPanel } from './weeks-panel.tsx';
import './backtests.css';

const route = getRouteApi('/shell/backtests/$id');

/** One run: how far it is, and what came of it. */
export function BacktestPage() {
  const { id } = route.useParams();
  const run = useQuery(runQuery(useCountersign(), id));
  const navigate = useNavigate();
  useKeys([
    { press: 'u', does: 'back to the runs', run: () => void navigate({ to: '/backtests', search: keepWorld }) },
  ]);
  return (
    <Page title="Backtest" actions={run.data && <RunActs run={run.data} />}>
      <LatestSaid />
      <Loaded query={run}>{(data) => <Run run={data} />}</Loaded>
    </Page>
  );
}

function Run({ run }: { readonly run: WholeBacktest }) {
  if (run.kind === 'tune') {
    return (
      <Note title="Thresholds were chosen here">
        What came of it stands under{' '}
        <Link to="/thresholds" search={{ run: run.id }}>
          Thresholds
        </Link>
        .
      </Note>
    );
  }
  return (
    <>
      <p className="backtest-line">
        <RunState run={run} /> <span className="faint">asked for</span> <Time at={run.created_at} isPrecise />{' '}
        <span className="faint">by</span> <Who by={run.by} />
      </p>
      {run.result ? <Result run={run} result={run.result} /> : <NoResult run={run} />}
    </>
  );
}

function NoResult({ run }: { readonly run: WholeBacktest }) {
  switch (run.state) {
    case 'queued':
    case 'running':
      return (
        <Panel title="Under way">
          <RunProgress progress={run.progress} />
          <p className="faint">It goes on without this page, in a thread of its own that delays no answer.</p>
        </Panel>
      );
    case 'failed':
      return (
        <Note tone="wrong" title="It failed">
          {run.error ?? 'The service does not say why'}
        </Note>
      );
    case 'cancelled':
      return <Note title="It was cancelled">Nothing came of it.</Note>;
    case 'done':
      return <Note title="It is kept no longer">What came of it was thrown away.</Note>;
  }
}

interface ResultProps {
  readonly run: WholeBacktest;
  readonly result: BacktestResult;
}

function Result({ run, result }: ResultProps) {
  const search = route.useSearch();
  const change = useChange();
  const { by = 'authorizations', table = false } = search;
  return (
    <>
      <AboutPanel run={run} result={result} />
      <ScoresPanel
        result={result}
        by={by}
        choose={(chosen) => change({ by: chosen === 'authorizations' ? undefined : chosen })}
      />
      {result.against && <ComparisonPanel run={run} result={result} against={result.against} />}
      <div className="backtest-columns">
        <OutcomesPanel outcomes={result.outcomes} />
        <CapacityPanel capacity={result.capacity} />
        <ApartPanel apart={result.apart} unrecorded={result.unrecorded} />
        <GroupsPanel groups={result.groups} />
      </div>
      <RulesPanel result={result} search={search} file={run.id} change={change} />
      <WeeksPanel
        weeks={result.weeks}
        whole={result}
        isTable={table}
        change={(isTable) => change({ table: isTable || undefined })}
      />
      <RowsPanel run={run} search={search} change={change} />
    </>
  );
}

/** Changes what the address holds, keeping the rest of it. */
function useChange() {
  const navigate = useNavigate();
  return (change: { readonly [Name in keyof RunSearch]: RunSearch[Name] | undefined }) =>
    void navigate({
      to: '.',
      search: (search) => ({ ...keepWorld(search), ...readRunSearch({ ...search, ...change }) }),
      replace: true,
      resetScroll: false,
    });
}
