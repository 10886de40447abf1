import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { sayCount, sayPercent } from '../../../core/domain/figures.ts';
import type { PolicyResult, Scores } from '../../../core/history/result.ts';
import { Waiting } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Share } from '../parts/share.tsx';
import { sayDay } from './say-day.ts';

const Plot = lazy(async () => ({ default: (await import('../parts/plot.tsx')).Plot }));

interface WeeksPanelProps {
  readonly weeks: PolicyResult['weeks'];
  readonly whole: Pick<Scores, 'precision' | 'recall'>;
  readonly isTable: boolean;
  change(isTable: boolean): void;
}

/** The window week by week, as charts or in figures. */
export function WeeksPanel({ weeks, whole, isTable, change }: WeeksPanelProps) {
  return (
    <Panel
      title="Week by week"
      isFlush={isTable && weeks.length > 0}
      actions={
        <Button size="compact-sm" variant="default" aria-pressed={isTable} onClick={() => change(!isTable)}>
          {isTable ? 'As charts' : 'As a table'}
        </Button>
      }
    >
      {weeks.length === 0 ? (
        <p className="empty">There is no week with an authorization in it.</p>
      ) : isTable ? (
        <WeeksTable weeks={weeks} />
      ) : (
        <Suspense fallback={<Waiting lines={6} />}>
          <Charts weeks={weeks} whole={whole} />
        </Suspense>
      )}
    </Panel>
  );
}

function Charts({ weeks, whole }: Pick<WeeksPanelProps, 'weeks' | 'whole'>) {
  const xs = weeks.map(({ from }) => Date.parse(from) / 1_000);
  const common = { xs, isTime: true, sayX: (x: number) => `week of ${sayDay(new Date(x * 1_000).toISOString())}` };
  const counts = (cell: 'tp' | 'fp' | 'fn') => weeks.map(({ confusion }) => confusion[cell]);
  return (
    <div className="plots">
      <Plot
        {...common}
        title="Precision and recall"
        summary={`over the window ${sayPercent(whole.precision.value)} and ${sayPercent(whole.recall.value)}`}
        lines={[
          { name: 'precision', colour: '--notice', values: weeks.map(({ precision }) => precision.value) },
          { name: 'recall', colour: '--challenge', dash: [6, 3], values: weeks.map(({ recall }) => recall.value) },
        ]}
        most={1}
        isFixed
        sayY={(share) => `${Math.round(100 * share)} %`}
      />
      <Plot
        {...common}
        title="Authorizations a week"
        summary={`${weeks.length} weeks; the same stands in the table`}
        lines={[
          { name: 'fraud, stopped', colour: '--approve', values: counts('tp') },
          { name: 'fraud, approved', colour: '--decline', dash: [6, 3], values: counts('fn') },
          { name: 'good, stopped', colour: '--challenge', dash: [2, 3], values: counts('fp') },
        ]}
        most={5}
        sayY={sayCount}
      />
    </div>
  );
}

function WeeksTable({ weeks }: Pick<PolicyResult, 'weeks'>) {
  return (
    <Scroll label="Weeks of the window">
      <table className="table">
        <thead>
          <tr>
            <th>From</th>
            <th className="number">Authorizations</th>
            <th className="number">Fraud, stopped</th>
            <th className="number">Fraud, approved</th>
            <th className="number">Good, stopped</th>
            <th className="number">Precision</th>
            <th className="number">Recall</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ from, rows, confusion, precision, recall }) => (
            <tr key={from}>
              <td>{sayDay(from)}</td>
              <td className="number">{sayCount(rows)}</td>
              <td className="number">{sayCount(confusion.tp)}</td>
              <td className="number">{sayCount(confusion.fn)}</td>
              <td className="number">{sayCount(confusion.fp)}</td>
              <td className="number">
                <Share share={precision} />
              </td>
              <td className="number">
                <Share share={recall} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
