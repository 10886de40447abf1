import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { loadPolicyFolder } from '../../src/adapters/store/policies/load.ts';
import { openHistorySource } from '../../src/apps/cli/history/open.ts';
import { createConfusionTally } from '../../src/core/history/confusion.ts';
import { truthOf } from '../../src/core/history/truth.ts';
import { matureWindow } from '../../src/core/history/window.ts';
import { withProfile } from '../../src/core/policy/policy.ts';
import { decideRowsEach } from '../../src/workflows/history/decide-rows.ts';
import { temporaryFolder } from '../support/folder.ts';
import { labelledTable, whyNoYear } from './labelled-year.ts';

// The answers of the year's own README: decline above the score, the 90 days that end 60 days before the newest row.
const EXPECTED = [
  ['minimize-fraud', [1388, 12414, 937, 193947], [1325, 12477, 897, 193987]],
  ['balanced', [899, 3662, 1426, 202699], [856, 3705, 1366, 202759]],
  ['maximize-approval', [461, 806, 1864, 205555], [437, 830, 1785, 205634]],
] as const;

describe.skipIf(whyNoYear !== null)(
  whyNoYear ? `the labelled year: skipped, ${whyNoYear}` : 'the labelled year',
  () => {
    test('as a table comes to its known confusion matrices, to the unit, under each shipped threshold', async () => {
      const file = await labelledTable();
      const folder = temporaryFolder();
      for (const each of ['portfolios.yaml', 'profiles'])
        cpSync(join('policies', each), join(folder, each), { recursive: true });
      const { policy } = await loadPolicyFolder(folder);
      if (!policy) throw new Error('there is no policy');
      const progress = { begin() {}, reach() {}, say() {}, end() {} };
      const ports = { stdin: Readable.from([]), progress, signal: new AbortController().signal };
      const spill = { path: async () => folder, [Symbol.asyncDispose]: async () => undefined };
      const source = await openHistorySource(file, [], { ...ports, folder: spill });
      const { rows, newestMs, labels } = source.about;
      expect({ rows, labels, unreadable: source.unreadable() }).toEqual({
        rows: 874_313,
        labels: { hasDisputes: true, hasFinal: true },
        unreadable: 0,
      });
      const tallies = EXPECTED.map(() => ({ final: createConfusionTally(), known: createConfusionTally() }));
      const deciders = EXPECTED.map(([name]) => {
        const profile = policy.profiles.get(name);
        if (!profile) throw new Error(`there is no profile ${name}`);
        return { policy: withProfile(policy, profile), store: openTimelines() };
      });
      const view = { newestMs: newestMs ?? 0, maturityMs: 60 * 86_400_000 };
      const window = matureWindow(view.newestMs);
      const options = { window, velocity: 'replay', conceal: (text: string) => text } as const;
      await decideRowsEach(source, deciders, options, (row, verdicts) => {
        const truths = {
          final: truthOf(row, { ...view, kind: 'final' }),
          known: truthOf(row, { ...view, kind: 'known' }),
        };
        for (const [at, { final, known }] of tallies.entries()) {
          const outcome = verdicts[at]?.outcome ?? 'approve';
          final.add(outcome, truths.final, row.authorization.amountMinor, 'usd');
          known.add(outcome, truths.known, row.authorization.amountMinor, 'usd');
        }
      });
      await source.close();
      const found = tallies.map(({ final, known }, at) => [EXPECTED[at]?.[0], cells(final), cells(known)]);
      expect(found).toEqual(EXPECTED);
    }, 300_000);
  },
);

function cells(tally: ReturnType<typeof createConfusionTally>): number[] {
  const { tp, fp, fn, tn } = tally.scores().confusion;
  return [tp, fp, fn, tn];
}
