import { useComputedColorScheme } from '@mantine/core';
import { memo, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { sayCount } from '../../../core/domain/figures.ts';
import 'uplot/dist/uPlot.min.css';
import type { Traffic } from '../../../sdk/index.ts';
import { plotStyle } from '../parts/plot-style.ts';

const HEIGHT_PX = 170;

interface Series {
  readonly name: string;
  /** A variable of the theme. */
  readonly colour: string;
  /** Colour is not the only sign. */
  readonly dash?: readonly number[];
  /** Whether a minute stands alone where there is none before and after it. */
  readonly isSparse?: boolean;
  readonly values: readonly (number | null)[];
}

/** How many were answered how in each minute, and how long it took. Drawn when that changed, not with each decision. */
export const TrafficCharts = memo(function TrafficCharts({ traffic }: { readonly traffic: Traffic }) {
  const { minutes, stripe_timeout_ms: timeoutMs, totals } = traffic;
  const atSeconds = minutes.map(({ at }) => Date.parse(at) / 1_000);
  const counts: Series[] = [
    { name: 'approved', colour: '--approve', values: minutes.map(({ approved }) => approved) },
    { name: 'declined', colour: '--decline', dash: [6, 3], values: minutes.map(({ declined }) => declined) },
    { name: 'challenged', colour: '--challenge', dash: [2, 3], values: minutes.map(({ challenged }) => challenged) },
  ];
  const latencies: Series[] = [
    { name: 'p50', colour: '--notice', dash: [6, 3], isSparse: true, values: minutes.map((minute) => minute.p50_ms) },
    { name: 'p99', colour: '--notice', isSparse: true, values: minutes.map((minute) => minute.p99_ms) },
    { name: 'Stripe gives up', colour: '--decline', dash: [2, 3], values: minutes.map(() => timeoutMs) },
  ];
  const { asked, approved, declined, challenged } = totals;
  const said = `${asked} asked, ${approved} approved, ${declined} declined, ${challenged} challenged`;
  return (
    <div className="now-charts">
      <Chart title="Answers a minute" summary={said} atSeconds={atSeconds} series={counts} unit="" />
      <Chart
        title="Time to answer (ms, logarithmic)"
        summary={`p50 ${totals.p50_ms ?? 'none'} ms, p99 ${totals.p99_ms ?? 'none'} ms; Stripe waits ${timeoutMs} ms`}
        atSeconds={atSeconds}
        series={latencies}
        unit="ms"
        limit={timeoutMs}
      />
    </div>
  );
});

interface ChartProps {
  readonly title: string;
  /** The same in a sentence. */
  readonly summary: string;
  readonly atSeconds: readonly number[];
  readonly series: readonly Series[];
  readonly unit: string;
  /** The scale goes up to it, and is logarithmic. */
  readonly limit?: number;
}

function Chart({ title, summary, atSeconds, series, unit, limit }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme('light');
  const data = [atSeconds, ...series.map(({ values }) => values)] as uPlot.AlignedData;
  const latest = useRef({ data, series });
  latest.current = { data, series };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours, read when drawn
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const options = optionsOf(element, latest.current.series, unit, limit);
    const drawn = new uPlot(options, latest.current.data, element);
    chart.current = drawn;
    const watch = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.destroy();
      chart.current = null;
    };
  }, [unit, limit, scheme]);

  useEffect(() => chart.current?.setData(data), [data]);

  return (
    <figure className="now-chart">
      <figcaption>
        <span>{title}</span>
        {series.map(({ name, colour, dash }) => (
          <span key={name} className="now-key">
            <svg width="22" height="6" aria-hidden="true">
              <line
                x1="0"
                x2="22"
                y1="3"
                y2="3"
                stroke={`var(${colour})`}
                strokeWidth="2"
                strokeDasharray={dash?.join(' ')}
              />
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}, last hour: ${summary}`} />
    </figure>
  );
}

function optionsOf(element: HTMLElement, series: readonly Series[], unit: string, limit?: number): uPlot.Options {
  const { colour, axis } = plotStyle(element);
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false, points: { size: 5 } },
    scales: { y: limit === undefined ? { range: (_, __, max) => [0, Math.max(5, max * 1.1)] } : latencyScale(limit) },
    axes: [
      { ...axis, size: 30, values: (_, ticks) => ticks.map(clockOf) },
      {
        ...axis,
        size: 46,
        ...(limit !== undefined && { splits: DECADES, filter: (_, splits) => [...splits] }),
        values: (_, ticks) => ticks.map((tick) => figureOf(tick, unit)),
      },
    ],
    series: [
      {},
      ...series.map(({ name, colour: own, dash, isSparse = false }) => ({
        label: name,
        stroke: colour(own),
        width: 1.5,
        points: { show: isSparse, size: 4, fill: colour(own) },
        ...(dash && { dash: [...dash] }),
      })),
    ],
  };
}

const DECADES = () => [1, 10, 100, 1_000];

/** From half a millisecond to what Stripe waits, so that the distance is seen. */
function latencyScale(limit: number): uPlot.Scale {
  return { distr: 3, log: 10, range: (_, __, max) => [0.5, Math.max(limit, (max || 0) * 1.1)] };
}

function clockOf(seconds: number): string {
  const at = new Date(seconds * 1_000);
  return at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function figureOf(tick: number | null, unit: string): string {
  if (tick === null) return '';
  return unit === '' && !Number.isInteger(tick) ? '' : sayCount(tick);
}
