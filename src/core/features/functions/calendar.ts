import { limits } from '../../domain/limits.ts';
import { isTime } from './iso-time.ts';

/** What the calendar on the wall says. */
export interface Moment {
  readonly hour: number;
  readonly dayOfMonth: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const SHORT_WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

// Making one takes fifty times as long as using it. Bounded, because the zone may come with the event.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar at a time in a zone of the IANA's (`Europe/Paris`), or null for what is no time or no zone. */
export function momentAt(ms: number, zone: string): Moment | null {
  if (!isTime(ms)) return null;
  if (zone === 'UTC') return momentOf(new Date(ms));
  const formatter = formatterOf(zone);
  if (!formatter) return null;
  const parts = new Map(formatter.formatToParts(ms).map(({ type, value }) => [type, value]));
  return {
    hour: Number(parts.get('hour')),
    dayOfMonth: Number(parts.get('day')),
    weekday: SHORT_WEEKDAYS.indexOf(parts.get('weekday') ?? ''),
  };
}

function momentOf(date: Date): Moment {
  return { hour: date.getUTCHours(), dayOfMonth: date.getUTCDate(), weekday: date.getUTCDay() };
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const kept = formatters.get(zone);
  if (kept) return kept;
  const made = makeFormatter(zone);
  if (!made) return null;
  if (formatters.size >= limits.keptTimeZones) formatters.clear();
  formatters.set(zone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      hour: 'numeric',
      day: 'numeric',
      weekday: 'short',
    });
  } catch {
    return null;
  }
}
