import type { ReactNode } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Traffic } from '../../../sdk/index.ts';

type Minute = Traffic['minutes'][number];

/** The figures of the last whole minute, or of this one where it is the first. */
export function Tiles({ traffic }: { readonly traffic: Traffic }) {
  const current = traffic.minutes.at(-1);
  const whole = traffic.minutes.at(-2);
  const isBegun = (whole?.asked ?? 0) === 0 && (current?.asked ?? 0) > 0;
  const minute = isBegun || !whole ? current : whole;
  if (!minute) return null;
  const { asked, approved, declined, challenged } = minute;
  return (
    <section className="panel" aria-label="Answers a minute">
      <dl className="now-tiles">
        <Tile name="Asked" value={asked} note={isBegun ? 'this minute so far' : 'last whole minute'} />
        <Tile name="Approved" value={approved} tone="approve" note={share(approved, asked)} />
        <Tile name="Declined" value={declined} tone="decline" note={share(declined, asked)} />
        <Tile
          name="Challenged"
          title="Declined, and the cardholder asked; not among the declined"
          value={challenged}
          tone="challenge"
          note={share(challenged, asked)}
        />
        <Tile name="Latency p50" value={latency(minute.p50_ms)} note="half were quicker" />
        <Tile
          name="Latency p99"
          value={latency(minute.p99_ms)}
          note={`of Stripe's ${sayCount(traffic.stripe_timeout_ms)}`}
        />
        <Tile name="Stand-ins" value={sum(minute.stand_ins)} note={late(minute)} isBad={sum(minute.stand_ins) > 0} />
      </dl>
    </section>
  );
}

interface TileProps {
  readonly name: string;
  /** What is counted, where the name leaves it open. */
  readonly title?: string;
  readonly value: number | string;
  readonly note: ReactNode;
  readonly tone?: 'approve' | 'decline' | 'challenge';
  readonly isBad?: boolean;
}

function Tile({ name, title, value, note, tone, isBad = false }: TileProps) {
  return (
    <div className="now-tile" data-tone={isBad ? 'decline' : tone} title={title}>
      <dt>{name}</dt>
      <dd>
        <span className="now-figure">{typeof value === 'number' ? sayCount(value) : value}</span>
        <span className="faint">{note}</span>
      </dd>
    </div>
  );
}

/** A latency in milliseconds, with a digit behind the point only where it is short. */
export function latency(ms: number | null): string {
  if (ms === null) return '–';
  return `${ms < 10 ? ms.toFixed(1) : sayCount(Math.round(ms))} ms`;
}

/** All of what was counted by cause. */
export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(part * 10 < whole ? 1 : 0)} %`;
}

function late({ recorded_late: recordedLate }: Minute): string {
  return recordedLate === 0 ? 'none recorded late' : `${sayCount(recordedLate)} recorded late`;
}
