import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DURATION, FLOAT, INT, STRING } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, NO_VALUE, typeOf } from './call.ts';

const SEED = 20261121;
const MINUTE_NS = 60_000_000_000;
const HALF_ROUND_KM = Math.PI * 6_371.0088;

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const place = fc.tuple(latitude, longitude);

function distance(...degrees: readonly number[]): number {
  const km = call('DistanceKm', ...degrees);
  if (typeof km !== 'number') throw new Error(`no distance between ${degrees.join()}`);
  return km;
}

describe('DistanceKm', () => {
  test.each([
    ['Paris and London', [48.8566, 2.3522, 51.5074, -0.1278], 344],
    ['New York and London', [40.7128, -74.006, 51.5074, -0.1278], 5_570],
    ['Sydney and Auckland', [-33.8688, 151.2093, -36.8485, 174.7633], 2_156],
    ['two places on either side of the date line', [0, 179.5, 0, -179.5], 111],
    ['the poles', [90, 0, -90, 77], 20_015],
    ['two opposite places, where rounding goes beyond', [-87.5, -180, 87.5, 0], 20_015],
    ['a degree of latitude', [10, 20, 11, 20], 111],
  ])('between %s', (_, degrees, expected) => {
    expect(Math.round(distance(...degrees))).toBe(expected);
  });

  test('tells metres apart', () => {
    expect(distance(48.8566, 2.3522, 48.8566, 2.3523)).toBeCloseTo(0.0073, 4);
  });

  test('is the same either way, nothing to where one is, and at most half round the earth', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const km = distance(...from, ...to);
        expect(distance(...to, ...from)).toBeCloseTo(km, 6);
        expect(distance(...from, ...from)).toBe(0);
        expect(km).toBeGreaterThanOrEqual(0);
        expect(km).toBeLessThanOrEqual(HALF_ROUND_KM);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test('is never longer by a third place', () => {
    fc.assert(
      fc.property(place, place, place, (from, by, to) => {
        expect(distance(...from, ...to)).toBeLessThanOrEqual(distance(...from, ...by) + distance(...by, ...to) + 1e-3);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test.each<[readonly ScowlValue[]]>([
    [[90.1, 0, 0, 0]],
    [[0, 180.1, 0, 0]],
    [[0, 0, -91, 0]],
    [[0, 0, 0, -181]],
    [['0', 0, 0, 0]],
    [[0, 0, 0]],
  ])('of %j is no value', (degrees) => {
    expect(call('DistanceKm', ...degrees)).toBe(NO_VALUE);
  });
});

describe('SpeedKmh', () => {
  test.each<[ScowlValue, ScowlValue, ScowlValue]>([
    [340, 25 * MINUTE_NS, 816],
    [0, MINUTE_NS, 0],
    [1, 0, NO_VALUE],
    [0, 0, NO_VALUE],
    [1, -MINUTE_NS, NO_VALUE],
    [-1, MINUTE_NS, NO_VALUE],
    [1e300, 1, NO_VALUE],
    ['1', MINUTE_NS, NO_VALUE],
  ])('of %j km in %j ns is %j', (km, nanoseconds, expected) => {
    expect(call('SpeedKmh', km, nanoseconds)).toBe(expected);
  });
});

test('degrees are numbers, and a duration is none', () => {
  expect(typeOf('DistanceKm', INT, FLOAT, INT, FLOAT)).toEqual(FLOAT);
  expect(typeOf('DistanceKm', INT, FLOAT, STRING, FLOAT)).toMatchObject({ argument: 2 });
  expect(typeOf('SpeedKmh', FLOAT, DURATION)).toEqual(FLOAT);
  expect(typeOf('SpeedKmh', FLOAT, FLOAT)).toMatchObject({ argument: 1 });
});
