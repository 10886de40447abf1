import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Backtest } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useRowKeys } from '../parts/use-row-keys.ts';
import { Who } from '../parts/who.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { RunPolicy } from './run-policy.tsx';
import { runsQuery } from './run-queries.ts';
import { RunState } from './run-state.tsx';
import { RunWindow } from './run-window.tsx';

/** All runs, the latest first, with whose each is and how far. */
export function RunsPanel() {
  const runs = useInfiniteQuery(runsQuery(useCountersign(), { kind: 'backtest' }));
  return (
    <Panel title="Runs" isFlush>
      <Loaded query={runs} empty={({ pages }) => (pages[0]?.data.length === 0 ? NOTHING : null)}>
        {({ pages }) => (
          <>
            <RunTable runs={pages.flatMap(({ data }) => data)} />
            <More query={runs} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

const NOTHING =
  'Nothing was tried yet. Start a run above: what the policy in force would have done is the first thing to know.';

function RunTable({ runs }: { readonly runs: readonly Backtest[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, 'run');
  return (
    <Scroll label="Runs">
      <table className="table">
        <thead>
          <tr>
            <th>Started</th>
            <th>State</th>
            <th>Policy</th>
            <th>Against</th>
            <th>Window</th>
            <th>By</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ run }: { readonly run: Backtest }) {
  const { id, policy, against, profile, from, to, by } = run;
  const navigate = useNavigate();
  return (
    // By keyboard the row's link does the same.
    <tr
      data-run={id}
      onClick={({ target }) => {
        const isOwn = target instanceof Element && target.closest('a, button') !== null;
        if (!isOwn) void navigate({ to: '/backtests/$id', params: { id }, search: keepWorld });
      }}
    >
      <td>
        <Link to="/backtests/$id" params={{ id }} search={keepWorld}>
          <span className="hidden">Run of </span>
          <Time at={run.created_at} isPrecise />
        </Link>
      </td>
      <td>
        <RunState run={run} />
      </td>
      <td>
        <RunPolicy policy={policy} profile={profile} />
      </td>
      <td>{against ? <RunPolicy policy={against} /> : <span className="faint">–</span>}</td>
      <td>
        <RunWindow from={from} to={to} />
      </td>
      <td>
        <Who by={by} />
      </td>
    </tr>
  );
}
