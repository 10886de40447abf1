import { plain } from '../../../core/decision/plain.ts';
import { sayCount, sayPercent, sayShare } from '../../../core/domain/figures.ts';
import type { RulePerformance } from '../../../sdk/index.ts';

/** What stands above the cells of `ruleCells`. */
export function ruleHeadings(ageDays: number): string[] {
  return [
    ...['RULE', 'DOES', 'MATCHED', 'ALONE', 'DECLINED', 'CONFIRMED', 'FRAUD', 'GOOD', 'UNDISPUTED', 'UNKNOWABLE'],
    ...['PRECISION', `AT ${ageDays} DAYS`, 'GOOD HIT'],
  ];
}

/** What a rule did, and what is known of it. */
export function ruleCells(rule: Omit<RulePerformance, 'days'>): string[] {
  const { so_far: known, at_age: aged } = rule;
  return [
    plain(rule.rule, 60),
    rule.mode === 'shadow' ? `${rule.action} (shadow)` : rule.action,
    ...[rule.matched, rule.alone, rule.declines, rule.declines_confirmed].map(sayCount),
    ...[known.fraud, known.good, known.undisputed, known.unknowable].map(sayCount),
    ...[sayShare(known.precision), sayPercent(aged.precision.value), sayCount(rule.good_customers_hit)],
  ];
}
