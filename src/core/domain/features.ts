import { missing, type Value } from './value.ts';

/** Values computed from earlier events, by the name of the attribute that they are read as. */
export interface Features {
  get(name: string): Value | undefined;
}

/** Where nothing is counted yet. */
export const NO_FEATURES: Features = new Map();

/** Where they did not come by their share of the deadline: each is missing, with that cause. */
export const LATE_FEATURES: Features = { get: () => missing('late') };
