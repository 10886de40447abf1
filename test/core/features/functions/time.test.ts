import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import { parseIsoTime } from '../../../../src/core/features/functions/iso-time.ts';
import { DURATION, FLOAT, INT, STRING, TIME } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { AT_MS, call, NO_VALUE, typeOf } from './call.ts';

const SEED = 20261121;
const SECOND_NS = 1_000_000_000;

test('EventTime is the time of the event, not of now', () => {
  expect(call('EventTime')).toBe(AT_MS);
});

describe('a time is read', () => {
  test.each([
    ['2026-05-01', Date.UTC(2026, 4, 1)],
    ['2026-05-01T10:00Z', Date.UTC(2026, 4, 1, 10)],
    ['2026-05-01T10:00:30z', Date.UTC(2026, 4, 1, 10, 0, 30)],
    [' 2026-05-01 10:00:30+02:00 ', Date.UTC(2026, 4, 1, 8, 0, 30)],
    ['2026-05-01T10:00:30-0530', Date.UTC(2026, 4, 1, 15, 30, 30)],
    ['2026-05-01T23:00:00-08', Date.UTC(2026, 4, 2, 7)],
    ['2026-05-01T10:00:00.5Z', Date.UTC(2026, 4, 1, 10, 0, 0, 500)],
    ['2026-05-01T10:00:00,123999Z', Date.UTC(2026, 4, 1, 10, 0, 0, 123)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['0099-01-01', Date.parse('0099-01-01T00:00:00Z')],
  ])('from %j', (text, expected) => {
    expect(call('Time', text)).toBe(expected);
    expect(call('ParseTime', text)).toBe(expected);
  });

  test.each([
    '2026-05-01T10:00',
    '2026-05-01T10:00:00',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-05-01T24:00:00Z',
    '2026-05-01T10:60Z',
    '2026-05-01T10:00:60Z',
    '2026-05-01T10:00+24:00',
    '2026-5-1',
    '20260501',
    '01.05.2026',
    '1767225600',
    'yesterday',
    '',
  ])('from %j as null', (text) => {
    expect(call('Time', text)).toBe(NO_VALUE);
  });

  test('from what a clock writes, and back', () => {
    const noInvalidDate = true;
    const date = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate,
    });
    fc.assert(
      fc.property(date, (written) => {
        expect(parseIsoTime(written.toISOString())).toBe(written.getTime());
      }),
      { seed: SEED },
    );
  });

  test('from no number, which could be seconds or milliseconds', () => {
    expect(call('Time', AT_MS)).toBe(NO_VALUE);
    expect(typeOf('Time', INT)).toMatchObject({ argument: 0 });
  });
});

describe('seconds, milliseconds and nanoseconds since 1970', () => {
  test.each<[string, ScowlValue, ScowlValue]>([
    ['FromUnixSeconds', 1_777_629_600, AT_MS],
    ['FromUnixSeconds', 1.001, 1_001],
    ['FromUnixSeconds', -1, -1_000],
    ['FromUnixMillis', AT_MS, AT_MS],
    ['FromUnixNanos', AT_MS * 1_000_000, AT_MS],
    ['FromUnixSeconds', AT_MS * 1_000_000, NO_VALUE],
    ['FromUnixSeconds', '5', NO_VALUE],
    ['UnixSeconds', AT_MS + 999, AT_MS / 1_000],
    ['UnixSeconds', -1, -1],
  ])('%s of %j is %j', (name, value, expected) => {
    expect(call(name, value)).toBe(expected);
  });
});

describe('the calendar', () => {
  test.each<[string, string, string | null, ScowlValue]>([
    ['Hour', '2026-05-01T21:30:00Z', null, 21],
    ['Hour', '2026-05-01T21:30:00Z', 'UTC', 21],
    ['Hour', '2026-05-01T21:30:00Z', 'Europe/Paris', 23],
    ['Hour', '2026-01-01T21:30:00Z', 'Europe/Paris', 22],
    ['Hour', '2026-05-01T22:30:00Z', 'Europe/Paris', 0],
    ['Hour', '2026-05-01T00:10:00Z', 'Asia/Kathmandu', 5],
    ['Day', '2026-05-01T22:30:00Z', null, 1],
    ['Day', '2026-05-01T22:30:00Z', 'Europe/Paris', 2],
    ['DayOfWeek', '2026-05-01', null, 'friday'],
    ['DayOfWeek', '2026-05-03', null, 'sunday'],
    ['DayOfWeek', '2026-05-04', null, 'monday'],
    ['DayOfWeek', '2026-05-01', 'America/New_York', 'thursday'],
    ['DayOfWeek', '1969-12-31', null, 'wednesday'],
    ['Hour', '2026-05-01', 'Mars/Phobos', NO_VALUE],
    ['Day', '2026-05-01', '', NO_VALUE],
  ])('says %s of %s in zone %j: %j', (name, text, zone, expected) => {
    const time = call('Time', text);
    expect(call(name, time, ...(zone === null ? [] : [zone]))).toBe(expected);
  });

  test('says nothing of what is no time', () => {
    expect(call('Hour', 9e15)).toBe(NO_VALUE);
    expect(call('Hour', 9e15, 'Europe/Paris')).toBe(NO_VALUE);
    expect(call('DayOfWeek', '2026-05-01')).toBe(NO_VALUE);
    expect(call('Day', AT_MS, 5)).toBe(NO_VALUE);
  });

  test('goes on saying the same when more zones were asked for than are kept ready', () => {
    const before = call('Hour', AT_MS, 'Asia/Tokyo');
    for (let minutes = 0; minutes <= limits.keptTimeZones; minutes++) {
      const zone = `+${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      expect(call('Hour', AT_MS, zone)).toBe(10 + Math.floor(minutes / 60));
    }
    expect(call('Hour', AT_MS, 'Asia/Tokyo')).toBe(before);
  });

  test('agrees with the one of JavaScript, which knows UTC alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), (ms) => {
        expect(call('Hour', ms, 'Etc/UTC')).toBe(new Date(ms).getUTCHours());
        expect(call('Day', ms, 'Etc/UTC')).toBe(new Date(ms).getUTCDate());
        expect(call('DayOfWeek', ms, 'Etc/UTC')).toBe(call('DayOfWeek', ms));
      }),
      { seed: SEED },
    );
  });
});

test.each<[string, number, number]>([
  ['Days', 7 * 86_400 * SECOND_NS, 7],
  ['Days', 43_200 * SECOND_NS, 0.5],
  ['Hours', 5_400 * SECOND_NS, 1.5],
  ['Minutes', -90 * SECOND_NS, -1.5],
  ['Seconds', SECOND_NS / 1_000, 0.001],
])('%s of %d nanoseconds is %d', (name, nanoseconds, expected) => {
  expect(call(name, nanoseconds)).toBe(expected);
});

test('times, durations and numbers are not taken for one another', () => {
  expect(typeOf('EventTime')).toEqual(TIME);
  expect(typeOf('Time', STRING)).toEqual(TIME);
  expect(typeOf('FromUnixMillis', FLOAT)).toEqual(TIME);
  expect(typeOf('UnixSeconds', TIME)).toEqual(INT);
  expect(typeOf('Hour', TIME, STRING)).toEqual(INT);
  expect(typeOf('DayOfWeek', TIME)).toEqual(STRING);
  expect(typeOf('Days', DURATION)).toEqual(FLOAT);
  expect(typeOf('UnixSeconds', INT)).toMatchObject({ argument: 0 });
  expect(typeOf('Hour', DURATION)).toMatchObject({ argument: 0 });
  expect(typeOf('Days', TIME)).toMatchObject({ argument: 0 });
  expect(typeOf('Hour', TIME, INT)).toMatchObject({ argument: 1 });
});
