import { missing } from '../../domain/value.ts';
import type { AttributeDefinition } from './definition.ts';

// As JavaScript counts them.
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** When it was asked, in UTC: an ask says nothing about the time zone of the cardholder. */
export const TIME_ATTRIBUTES: readonly AttributeDefinition[] = [
  {
    name: 'hour_of_day',
    type: 'number',
    family: 'time',
    isAlwaysThere: true,
    range: { min: 0, max: 23 },
    description: 'the hour of the ask, 0 to 23, UTC',
    source: "the event's created",
    read: ({ authorization }) => new Date(authorization.askedAtMs).getUTCHours(),
  },
  {
    name: 'day_of_week',
    type: 'enum',
    family: 'time',
    isAlwaysThere: true,
    values: [...WEEKDAYS.slice(1), ...WEEKDAYS.slice(0, 1)],
    description: 'the day of the ask, UTC',
    source: "the event's created",
    read: ({ authorization }) => WEEKDAYS[new Date(authorization.askedAtMs).getUTCDay()] ?? missing('unrecognised'),
  },
];
