import { FLOAT } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE } from './guards.ts';

/** The mean radius of the earth by the IUGG. */
const EARTH_RADIUS_KM = 6_371.0088;
const NANOSECONDS_AN_HOUR = 3_600_000_000_000;

const degrees = (name: string) => takes(name, 'int', 'float');

export const DISTANCE_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'DistanceKm',
    parameters: [degrees('latitude1'), degrees('longitude1'), degrees('latitude2'), degrees('longitude2')],
    description:
      'kilometres between two places as the crow flies, within half a percent; null for what are no degrees of ' +
      'latitude (-90 to 90) and longitude (-180 to 180)',
    example: 'Round(DistanceKm(48.8566, 2.3522, 51.5074, -0.1278)) = 344',
    result: FLOAT,
    evaluate: ([latitude1, longitude1, latitude2, longitude2]) => {
      if (!isWithin(90, latitude1) || !isWithin(90, latitude2)) return NO_VALUE;
      if (!isWithin(180, longitude1) || !isWithin(180, longitude2)) return NO_VALUE;
      return distanceKm(latitude1, longitude1, latitude2, longitude2);
    },
  }),
  defineFunction({
    name: 'SpeedKmh',
    parameters: [takes('km', 'int', 'float'), takes('duration', 'duration')],
    description: 'the speed that such a distance in such a time takes, in km/h; null where no time passed',
    example: 'SpeedKmh(340, 25 minutes) = 816',
    result: FLOAT,
    evaluate: ([km, nanoseconds]) => {
      if (typeof km !== 'number' || typeof nanoseconds !== 'number' || km < 0 || nanoseconds <= 0) return NO_VALUE;
      return (km * NANOSECONDS_AN_HOUR) / nanoseconds;
    },
  }),
];

function isWithin(bound: number, value: ScowlValue | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) <= bound;
}

/** By the haversine formula, which is exact on a sphere, near places included. */
function distanceKm(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  const north = Math.sin(radians(latitude2 - latitude1) / 2) ** 2;
  const east = Math.sin(radians(longitude2 - longitude1) / 2) ** 2;
  const square = north + Math.cos(radians(latitude1)) * Math.cos(radians(latitude2)) * east;
  // Rounding can make the square of opposite places a little more than one.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, square)));
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}
