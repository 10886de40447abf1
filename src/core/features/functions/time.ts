import { FLOAT, INT, type ScowlType, STRING, TIME } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';
import { type Moment, momentAt } from './calendar.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE, onNumber, onText } from './guards.ts';
import { isTime, parseIsoTime } from './iso-time.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const NANOSECONDS_A_SECOND = 1_000_000_000;

export const TIME_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'EventTime',
    parameters: [],
    description: 'when the event happened',
    example: 'EventTime() > Time("2020-01-01")',
    result: TIME,
    evaluate: (_, { atMs }) => atMs,
  }),
  parsed(
    'Time',
    'the time that a text says by ISO 8601, with `Z` or an offset; a date alone is midnight, UTC. Null for other text',
    'Hour(Time("2026-05-01T23:30:00+02:00")) = 21',
  ),
  parsed('ParseTime', 'the same as `Time`', 'ParseTime("2026-05-01") = Time("2026-05-01T00:00:00Z")'),
  since('Seconds', 'seconds', 1_000, 'FromUnixSeconds(1767225600) = Time("2026-01-01")'),
  since('Millis', 'milliseconds', 1, 'FromUnixMillis(1767225600000) = Time("2026-01-01")'),
  since('Nanos', 'nanoseconds', 1 / 1_000_000, 'FromUnixNanos(5000000000) = FromUnixSeconds(5)'),
  defineFunction({
    name: 'UnixSeconds',
    parameters: [takes('time', 'time')],
    description: 'whole seconds since the start of 1970',
    example: 'UnixSeconds(Time("2026-01-01")) = 1767225600',
    result: INT,
    keepsPersonal: true,
    evaluate: onNumber((ms) => Math.floor(ms / 1_000)),
  }),
  onCalendar(
    'Hour',
    'the hour, 0 to 23',
    'Hour(Time("2026-05-01T21:30:00Z"), "Europe/Paris") = 23',
    INT,
    ({ hour }) => hour,
  ),
  onCalendar(
    'Day',
    'the day of the month, 1 to 31',
    'Day(Time("2026-05-01")) = 1',
    INT,
    ({ dayOfMonth }) => dayOfMonth,
  ),
  onCalendar(
    'DayOfWeek',
    'the day of the week, `monday` to `sunday`',
    'DayOfWeek(Time("2026-05-01")) = "friday"',
    STRING,
    ({ weekday }) => WEEKDAYS[weekday] ?? NO_VALUE,
  ),
  lasting('Days', 86_400, 'Days(1 week) = 7'),
  lasting('Hours', 3_600, 'Hours(90 minutes) = 1.5'),
  lasting('Minutes', 60, 'Minutes(1 hour) = 60'),
  lasting('Seconds', 1, 'Seconds(2 minutes) = 120'),
];

function parsed(name: string, description: string, example: string): FunctionDefinition {
  return defineFunction({
    name,
    parameters: [takes('text', 'string')],
    description,
    example,
    result: TIME,
    keepsPersonal: true,
    evaluate: onText((text) => parseIsoTime(text) ?? NO_VALUE),
  });
}

function since(suffix: string, unit: string, unitMs: number, example: string): FunctionDefinition {
  return defineFunction({
    name: `FromUnix${suffix}`,
    parameters: [takes('number', 'int', 'float')],
    description: `the time that is so many ${unit} after the start of 1970`,
    example,
    result: TIME,
    keepsPersonal: true,
    evaluate: onNumber((value) => {
      const ms = Math.round(value * unitMs);
      return isTime(ms) ? ms : NO_VALUE;
    }),
  });
}

function lasting(name: string, seconds: number, example: string): FunctionDefinition {
  return defineFunction({
    name,
    parameters: [takes('duration', 'duration')],
    description: `how many ${name.toLowerCase()} a duration has, with fractions`,
    example,
    result: FLOAT,
    keepsPersonal: true,
    evaluate: onNumber((nanoseconds) => nanoseconds / (seconds * NANOSECONDS_A_SECOND)),
  });
}

function onCalendar(
  name: string,
  description: string,
  example: string,
  result: ScowlType,
  give: (moment: Moment) => ScowlValue,
): FunctionDefinition {
  return defineFunction({
    name,
    parameters: [takes('time', 'time'), takes('zone', 'string')],
    optional: 1,
    description: `${description}, in UTC or in a zone (\`"Europe/Paris"\`); null for a zone that is not known`,
    example,
    result,
    evaluate: ([time, zone = 'UTC']) => {
      const moment = typeof time === 'number' && typeof zone === 'string' ? momentAt(time, zone) : null;
      return moment ? give(moment) : NO_VALUE;
    },
  });
}
