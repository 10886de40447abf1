import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '../../test/support/folder.ts';

const SHIPPED = join(import.meta.dirname, '../../policies');
const HOUR = 3_600;

/** A window, as Scowl and SQL have it. Neither counts the purchase itself. */
interface BenchWindow {
  readonly name: string;
  readonly scowl: string;
  readonly sql: string;
  readonly key: 'card' | 'merchant';
  readonly seconds: number;
}

function windowOf(name: string, aggregate: string, sql: string, key: BenchWindow['key'], hours: number): BenchWindow {
  const scowl = aggregate.replace('by', `by ${key} last ${hours} hours exclusive`);
  return { name: `${name}_per_${key}_${hours}h`, scowl, sql, key, seconds: hours * HOUR };
}

/** Ten windows of the kinds that rules read most. */
export const TEN_WINDOWS: readonly BenchWindow[] = [
  ...[1, 24, 168].map((hours) => windowOf('asks', 'Count(by)', 'count(*)', 'card', hours)),
  ...[1, 24, 168].map((hours) => windowOf('spent', 'Sum(amount by)', 'sum(amount)', 'card', hours)),
  windowOf('highest', 'Max(amount by)', 'max(amount)', 'card', 24),
  windowOf('merchants', 'CountUnique(merchant by)', 'count(DISTINCT merchant)', 'card', 24),
  windowOf('asks', 'Count(by)', 'count(*)', 'merchant', 1),
  windowOf('cards', 'CountUnique(card by)', 'count(DISTINCT card)', 'merchant', 1),
];

/** A policy folder to backtest. */
export interface BenchPolicy {
  readonly name: string;
  readonly folder: string;
  /** What the whole year may take on one core. */
  readonly aimSeconds: number;
}

/** Thresholds alone, ten features, and the policy that is shipped, as folders within `folder`. */
export function writePolicies(folder: string): readonly BenchPolicy[] {
  const thresholds = join(folder, 'thresholds');
  const ten = join(folder, 'ten-features');
  for (const to of [thresholds, ten]) {
    for (const part of ['portfolios.yaml', 'rates.yaml', 'profiles']) {
      cpSync(join(SHIPPED, part), join(to, part), { recursive: true });
    }
  }
  rmSync(join(thresholds, 'features'), { recursive: true, force: true });
  const features = TEN_WINDOWS.map(({ name, scowl }) => `  ${name} := ${scowl}\n`).join('');
  // What no rule reads is not counted: each has one of its own.
  const rules = TEN_WINDOWS.map(({ name }) => `  - { id: ${name}, rule: 'Block if :${name}: > 1000000' }\n`).join('');
  writeFiles(ten, { 'features/ten.scowl': `event authorization\n${features}`, 'rules/ten.yaml': `rules:\n${rules}` });
  return [
    { name: 'thresholds alone', folder: thresholds, aimSeconds: 8 },
    { name: 'ten features', folder: ten, aimSeconds: 12 },
    { name: 'the shipped policy', folder: SHIPPED, aimSeconds: 40 },
  ];
}
