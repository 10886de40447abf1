import { bundleOf } from '../../test/support/policy.ts';
import { median } from '../measure/statistics.ts';
import type { BenchAsk } from './asks.ts';
import {
  countersignConditions,
  countersignDecisions,
  policyFiles,
  policyOfRules,
  type RuleText,
} from './countersign.ts';
import { type Effort, type Figures, measureRounds } from './rounds.ts';
import { TEN_RULES } from './ten-rules.ts';

/** What a policy of many rules costs. */
export interface ManyRules {
  readonly count: number;
  /** From the text of all files to a policy that decides: YAML, parse, check, lint, compile. CPU: median, least and most. */
  readonly readMs: { readonly median: number; readonly least: number; readonly most: number };
  readonly decisions: Figures;
}

const READS = 5;

/** The ten rules again and again, each but for one merchant of its own, so that none covers another. */
export function manyRules(count: number): RuleText[] {
  return Array.from({ length: count }, (_, index) => {
    const rule = TEN_RULES[index % TEN_RULES.length];
    if (!rule) throw new Error('no rules to repeat');
    const [action, condition] = rule.radar.split(' if ');
    return { id: `${rule.id}-${index}`, radar: `${action} if (${condition}) and :merchant: != 'bench-${index}'` };
  });
}

/** Measures reading a folder of so many rules, and deciding under it. */
export async function measureManyRules(count: number, asks: readonly BenchAsk[], effort: Effort): Promise<ManyRules> {
  const rules = manyRules(count);
  const files = policyFiles(rules);
  const readMs = Array.from({ length: READS }, () => {
    const before = process.cpuUsage();
    const { policy } = bundleOf(files);
    const { user, system } = process.cpuUsage(before);
    if (policy?.rules.length !== count) throw new Error('a rule could not be read');
    return (user + system) / 1000;
  });
  const policy = policyOfRules(rules);
  const contestants = [countersignDecisions(policy), countersignConditions(policy)];
  return {
    count,
    readMs: { median: median(readMs), least: Math.min(...readMs), most: Math.max(...readMs) },
    decisions: await measureRounds(contestants, asks, effort),
  };
}
