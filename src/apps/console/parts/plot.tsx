import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './plot.css';
import { plotStyle } from './plot-style.ts';

const HEIGHT_PX = 190;
/** How far one name of a mark stands below the one before, so that names of near marks don't lie on each other. */
const MARK_STEP_PX = 13;
const MIN_NAMED_PX = 420;

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  /** A variable of the theme, e.g. `--approve`. */
  readonly colour: string;
  /** Colour is not the only sign. */
  readonly dash?: readonly number[];
  readonly values: readonly (number | null)[];
}

/** An upright line at a place that means something. */
export interface PlotMark {
  readonly at: number;
  readonly name: string;
  readonly colour: string;
  readonly dash?: readonly number[];
}

interface PlotProps {
  readonly title: string;
  /** The same in a sentence, for who does not see it. */
  readonly summary: string;
  /** Times in seconds since 1970 where `isTime`. */
  readonly xs: readonly number[];
  readonly isTime?: boolean;
  readonly lines: readonly PlotLine[];
  /** How high it goes at least; exactly, where `isFixed`. */
  readonly most: number;
  readonly isFixed?: boolean;
  sayX(x: number): string;
  sayY(y: number): string;
  readonly marks?: readonly PlotMark[];
  /** Whether the names of the marks stand beside them. */
  readonly isNamed?: boolean;
  /** What a press does at this place. By keyboard there must be another way to it. */
  choose?(x: number): void;
}

/** Lines over time or over thresholds, on one scale. What the pointer is over stands in its head, in figures. */
export function Plot(props: PlotProps) {
  const { title, summary, xs, lines, sayX, sayY, choose } = props;
  const [over, setOver] = useState<number | null>(null);
  const place = usePlot(props, setOver);
  const x = over === null ? undefined : xs[over];
  return (
    <figure className="plot" data-pressed={choose ? true : undefined}>
      <figcaption>
        <span>{x === undefined ? title : `${title}, ${sayX(x)}`}</span>
        {lines.map(({ name, colour, dash, values }) => {
          const value = over === null ? null : (values[over] ?? null);
          return (
            <span key={name} className="plot-key">
              <svg width="22" height="6" aria-hidden="true">
                <line
                  {...{ x1: 0, x2: 22, y1: 3, y2: 3, strokeWidth: 2 }}
                  stroke={`var(${colour})`}
                  strokeDasharray={dash?.join(' ')}
                />
              </svg>
              {name}
              {value !== null && <b>{sayY(value)}</b>}
            </span>
          );
        })}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${summary}`} />
    </figure>
  );
}

/** Draws it, anew only where the scheme or the scale is another one. */
function usePlot(props: PlotProps, setOver: (index: number | null) => void) {
  const { xs, lines, marks, isTime, most, isFixed } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme('light');
  const data = [xs, ...lines.map(({ values }) => values)] as uPlot.AlignedData;
  const latest = useRef({ props, data });
  latest.current = { props, data };
  const names = lines.map(({ name }) => name).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours, read when drawn
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const options = optionsOf(element, () => latest.current.props, setOver);
    const drawn = new uPlot(options, latest.current.data, element);
    chart.current = drawn;
    const watch = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.destroy();
      chart.current = null;
    };
  }, [scheme, names, isTime, most, isFixed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: marks are read when drawn
  useEffect(() => chart.current?.setData(data), [data, marks]);
  return place;
}

function optionsOf(element: HTMLElement, now: () => PlotProps, setOver: (at: number | null) => void): uPlot.Options {
  const { font, colour, axis } = plotStyle(element);
  const { isTime = false, most, isFixed = false, lines, sayY } = now();
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false, points: { size: 5 }, drag: { x: false, y: false } },
    scales: {
      x: { time: false },
      y: { range: (_, __, max) => [0, isFixed ? most : Math.max(most, (max || 0) * 1.05)] },
    },
    axes: [
      { ...axis, size: 30, values: (_, ticks) => ticks.map((tick) => (isTime ? dayOf(tick) : String(tick))) },
      { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => sayY(tick)) },
    ],
    series: [
      {},
      ...lines.map(({ name, colour: own, dash }) => ({
        label: name,
        stroke: colour(own),
        width: 1.5,
        points: { show: isTime, size: 4, fill: colour(own) },
        ...(dash && { dash: [...dash] }),
      })),
    ],
    hooks: {
      setCursor: [({ cursor: { idx } }) => setOver(idx ?? null)],
      draw: [(drawn) => drawMarks(drawn, now(), colour, font)],
      ready: [
        (drawn) =>
          drawn.over.addEventListener('click', () => {
            const { left } = drawn.cursor;
            if (left !== undefined && left >= 0) now().choose?.(drawn.posToVal(left, 'x'));
          }),
      ],
    },
  };
}

function drawMarks({ ctx, bbox, valToPos }: uPlot, props: PlotProps, colour: (name: string) => string, font: string) {
  const ratio = devicePixelRatio;
  const ground = colour('--panel');
  ctx.save();
  ctx.font = `${11 * ratio}px ${font}`;
  ctx.textBaseline = 'top';
  for (const [place, { at, name, colour: own, dash = [] }] of (props.marks ?? []).entries()) {
    const x = valToPos(at, 'x', true);
    ctx.strokeStyle = colour(own);
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    // Where there is no room they would hide the lines.
    if (!props.isNamed || bbox.width < MIN_NAMED_PX * ratio) continue;
    const isLeft = x < bbox.left + bbox.width / 2;
    ctx.textAlign = isLeft ? 'left' : 'right';
    const [left, top] = [x + (isLeft ? 4 : -4) * ratio, bbox.top + (2 + place * MARK_STEP_PX) * ratio];
    const { width } = ctx.measureText(name);
    ctx.fillStyle = ground;
    ctx.fillRect(isLeft ? left - ratio : left - width - ratio, top - ratio, width + 2 * ratio, MARK_STEP_PX * ratio);
    ctx.fillStyle = colour(own);
    ctx.fillText(name, left, top);
  }
  ctx.restore();
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1_000).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
