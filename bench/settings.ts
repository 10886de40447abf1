/** How much is measured. */
export interface Settings {
  /** Pairs of runs at saturation. */
  readonly pairs: number;
  readonly requests: number;
  readonly warmupRequests: number;
  readonly connections: number;
  /** Pairs of runs at a steady rate. */
  readonly latencyPairs: number;
  readonly latencySeconds: number;
  readonly ratePerSecond: number;
  readonly outage: OutageSettings;
}

/** One run with the database stopped in its midst. */
export interface OutageSettings {
  readonly beforeSeconds: number;
  readonly outageSeconds: number;
  readonly afterSeconds: number;
  readonly ratePerSecond: number;
}

const USUAL: Settings = {
  pairs: 5,
  requests: 16_000,
  warmupRequests: 8_000,
  connections: 32,
  latencyPairs: 3,
  latencySeconds: 10,
  ratePerSecond: 300,
  outage: { beforeSeconds: 5, outageSeconds: 60, afterSeconds: 10, ratePerSecond: 300 },
};

const QUICK: Settings = {
  pairs: 2,
  requests: 5_000,
  warmupRequests: 3_000,
  connections: 32,
  latencyPairs: 1,
  latencySeconds: 3,
  ratePerSecond: 300,
  outage: { beforeSeconds: 1, outageSeconds: 4, afterSeconds: 2, ratePerSecond: 300 },
};

/** The settings of a usual or a quick run; `outageSeconds` is how long the database stays stopped. */
export function settingsFor(isQuick: boolean, outageSeconds: number | null): Settings {
  const settings = isQuick ? QUICK : USUAL;
  if (outageSeconds === null) return settings;
  return { ...settings, outage: { ...settings.outage, outageSeconds } };
}
