import { csvRecord } from '../../../core/domain/csv.ts';
import type { RuleResult, Sums } from '../../../core/history/result.ts';

const FIGURES = ['matched', 'alone', 'marginal'] as const satisfies readonly (keyof RuleResult)[];

/** The rules as CSV (RFC 4180), one a line, money in minor units with a column for each currency. Pure. */
export function rulesCsv(rules: readonly RuleResult[]): string {
  const currencies = [...new Set(rules.flatMap(({ matched }) => matched.money.map(({ currency }) => currency)))].sort();
  const head = [
    ...['id', 'profile', 'action', 'kind', 'mode'],
    ...FIGURES.flatMap((figure) => [
      ...['count', 'fraud', 'good'].map((name) => `${figure}_${name}`),
      ...currencies.flatMap((currency) => [`${figure}_fraud_minor_${currency}`, `${figure}_good_minor_${currency}`]),
    ]),
    ...['precision', 'precision_low', 'precision_high'],
    ...['disputed', 'refunded', 'declined', 'legitimate', 'missing', 'errors'],
  ];
  const lines = rules.map((rule) => [
    ...[rule.id, rule.profile, rule.action, rule.kind, rule.mode],
    ...FIGURES.flatMap((figure) => sumsOf(rule[figure], currencies)),
    ...[rule.precision.value, rule.precision.low, rule.precision.high],
    ...[rule.groups.disputed, rule.groups.refunded, rule.groups.declined, rule.groups.legitimate],
    ...[rule.missing, rule.errors],
  ]);
  return [head, ...lines].map(csvRecord).join('');
}

function sumsOf({ count, fraud, good, money }: Sums, currencies: readonly string[]): number[] {
  return [
    ...[count, fraud, good],
    ...currencies.flatMap((currency) => {
      const sums = money.find((each) => each.currency === currency);
      return [sums?.fraud ?? 0, sums?.good ?? 0];
    }),
  ];
}
