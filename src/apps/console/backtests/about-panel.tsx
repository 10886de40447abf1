import type { ReactNode } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Backtest, BacktestResult } from '../../../sdk/index.ts';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { RunPolicy } from './run-policy.tsx';
import { sayLabels, sayVelocity } from './words.ts';

/** What was judged: which policy, on which part of which history, by which labels. */
export function AboutPanel({ run, result }: { readonly run: Backtest; readonly result: BacktestResult }) {
  const { policy, against, history, window, labels, velocity, given_features: given } = result;
  return (
    <Panel title="What was judged">
      <dl className="facts">
        <dt>Policy</dt>
        <dd>
          <RunPolicy policy={run.policy} profile={policy.profile} />
        </dd>
        {against && run.against && (
          <>
            <dt>Against</dt>
            <dd>
              <RunPolicy policy={run.against} profile={against.other.policy.profile} />
            </dd>
          </>
        )}
        <dt>Window</dt>
        <dd>
          <Span from={window.from} to={window.to}>
            {sayCount(window.rows)} authorizations
          </Span>
        </dd>
        <dt>History</dt>
        <dd>
          <Span from={history.from} to={history.to}>
            {sayCount(history.rows)} rows
            {history.unreadable > 0 && `, ${sayCount(history.unreadable)} could not be read`}
            {history.duplicates > 0 && `, ${sayCount(history.duplicates)} stood there twice`}
          </Span>
        </dd>
        <dt>Labels</dt>
        <dd>
          {sayLabels(labels)} The newest row is of <Time at={labels.newest} hasDay />.
        </dd>
        <dt>Velocity</dt>
        <dd>{sayVelocity(velocity)}</dd>
        {given.length > 0 && (
          <>
            <dt>Features not counted</dt>
            <dd>
              <details>
                <summary>{sayCount(given.length)} that stand in the history</summary>
                {given.join(', ')}
              </details>
            </dd>
          </>
        )}
      </dl>
      {window.rows === 0 && (
        <Note tone="late" title="Nothing was judged">
          There is no authorization in this window.
        </Note>
      )}
    </Panel>
  );
}

function Span({ from, to, children }: { readonly from: string; readonly to: string; readonly children: ReactNode }) {
  return (
    <>
      <Time at={from} hasDay /> to <Time at={to} hasDay />, {children}
    </>
  );
}
