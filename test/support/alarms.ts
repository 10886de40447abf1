import type { AlarmName, Alarms } from '../../src/core/decision/ports.ts';

type Detail = Readonly<Record<string, unknown>>;

/** Alarms that remember: which stand and with what detail, and every raising in its order. */
export interface TestAlarms extends Alarms {
  readonly standing: ReadonlyMap<AlarmName, Detail>;
  readonly raised: readonly AlarmName[];
  /** The details of every raising of this alarm. */
  details(name: AlarmName): readonly Detail[];
}

export function createTestAlarms(): TestAlarms {
  const standing = new Map<AlarmName, Detail>();
  const raisings: { readonly name: AlarmName; readonly detail: Detail }[] = [];
  const raised: AlarmName[] = [];
  return {
    standing,
    raised,
    details: (name) => raisings.filter((raising) => raising.name === name).map(({ detail }) => detail),
    raise(name, detail = {}) {
      raised.push(name);
      raisings.push({ name, detail });
      standing.set(name, detail);
    },
    end: (name) => void standing.delete(name),
  };
}
