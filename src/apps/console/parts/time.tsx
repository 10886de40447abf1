import { type HowTime, sayTime } from './say-time.ts';

interface TimeProps extends HowTime {
  /** ISO 8601, or milliseconds since 1970. */
  readonly at: string | number;
}

/** A moment in the viewer's zone; UTC on hover, to the millisecond. */
export function Time({ at, ...how }: TimeProps) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{String(at)}</span>;
  const iso = date.toISOString();
  return (
    <time dateTime={iso} title={`${iso.replace('T', ' ').replace('Z', '')} UTC`} style={{ whiteSpace: 'nowrap' }}>
      {sayTime(date, how)}
    </time>
  );
}
