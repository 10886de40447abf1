import type { RunAsked } from '../../../../src/core/history/run.ts';

const SCOPE = { livemode: false, account: null };

/** A run of the policy in force, and nothing else chosen. */
const ASKED: RunAsked = {
  policy: { of: 'live', version: 'pol_1', broken: [] },
  ...{ against: null, profile: null, portfolio: null, fromMs: null, toMs: null, labels: null },
  ...{ velocity: 'replay', isRecounted: false, maturityDays: 60, aims: null },
};

/** A run to be added under this id. */
export function runNamed(id: string) {
  const files = { policy: [], against: null };
  return { id, scope: SCOPE, kind: 'backtest', author: 'key_1', asked: ASKED, files } as const;
}
