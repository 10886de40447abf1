import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Traffic } from '../../../sdk/index.ts';
import { Waiting } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { latency } from './tiles.tsx';

const TrafficCharts = lazy(async () => ({ default: (await import('./traffic-charts.tsx')).TrafficCharts }));

interface TrafficPanelProps {
  readonly traffic: Traffic;
  readonly isTable: boolean;
  change(isTable: boolean): void;
}

/** The last hour, minute by minute: as charts, or the same as a table. */
export function TrafficPanel({ traffic, isTable, change }: TrafficPanelProps) {
  return (
    <Panel
      title="The last hour"
      actions={
        <Button size="compact-sm" variant="default" aria-pressed={isTable} onClick={() => change(!isTable)}>
          {isTable ? 'As charts' : 'As a table'}
        </Button>
      }
    >
      {isTable ? (
        <MinutesTable minutes={traffic.minutes} />
      ) : (
        <Suspense fallback={<Waiting lines={6} />}>
          <TrafficCharts traffic={traffic} />
        </Suspense>
      )}
    </Panel>
  );
}

function MinutesTable({ minutes }: Pick<Traffic, 'minutes'>) {
  const asked = minutes.filter((minute) => minute.asked > 0).toReversed();
  if (asked.length === 0) return <p className="empty">Nothing was asked in the last hour.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="now-minutes scroll" aria-label="Minutes of the last hour" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th>Minute</th>
            <th className="number">Asked</th>
            <th className="number">Approved</th>
            <th className="number">Declined</th>
            <th className="number">Challenged</th>
            <th className="number">p50</th>
            <th className="number">p99</th>
          </tr>
        </thead>
        <tbody>
          {asked.map((minute) => (
            <tr key={minute.at}>
              <td>
                <Time at={minute.at} />
              </td>
              <td className="number">{sayCount(minute.asked)}</td>
              <td className="number">{sayCount(minute.approved)}</td>
              <td className="number">{sayCount(minute.declined)}</td>
              <td className="number">{sayCount(minute.challenged)}</td>
              <td className="number">{latency(minute.p50_ms)}</td>
              <td className="number">{latency(minute.p99_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
