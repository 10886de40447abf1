const TABS = ['overview', 'alarms', 'jobs', 'limits'] as const;
const STATES = ['standing', 'past', 'all'] as const;

/** What of the service is looked at, as the address has it. */
export interface SystemSearch {
  /** The overview without it. */
  readonly tab?: (typeof TABS)[number];
  /** Which alarms; those that stand without it. */
  readonly state?: (typeof STATES)[number];
  /** Alarms of this name. */
  readonly alarm?: string;
}

/** What is understood of an address. */
export function systemSearch({ tab, state, alarm }: Record<string, unknown>): SystemSearch {
  const known = TABS.find((one) => one === tab);
  const asked = STATES.find((one) => one === state);
  return {
    ...(known && { tab: known }),
    ...(asked && { state: asked }),
    ...(typeof alarm === 'string' && /^[a-z_]{1,100}$/.test(alarm) && { alarm }),
  };
}
