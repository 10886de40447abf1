import { sayTime } from './say-time.ts';

interface TimeProps {
  /** ISO 8601, or milliseconds since 1970. */
  readonly at: string | number;
  /** With seconds, for what follows closely upon another. */
  readonly isPrecise?: boolean;
}

/** A moment in the viewer's zone; UTC on hover, to the millisecond. */
export function Time({ at, isPrecise = false }: TimeProps) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{String(at)}</span>;
  const iso = date.toISOString();
  return (
    <time dateTime={iso} title={`${iso.replace('T', ' ').replace('Z', '')} UTC`} style={{ whiteSpace: 'nowrap' }}>
      {sayTime(date, isPrecise)}
    </time>
  );
}
