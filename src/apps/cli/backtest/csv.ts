import { type CsvCell, csvRecord } from '../../../core/domain/csv.ts';
import { toMajor } from '../../../core/domain/money.ts';
import type {
  Apart,
  BacktestResult,
  Comparison,
  Confusion,
  Groups,
  PolicyResult,
  RuleResult,
  Scores,
  Share,
  Sums,
} from '../../../core/history/result.ts';
import { day } from '../remote/words.ts';

/** The columns of the file; docs/backtest.md says what stands in them. */
const COLUMNS = [
  ...(['side', 'policy', 'table', 'name', 'kind', 'profile', 'says', 'mode', 'measure', 'week', 'unit'] as const),
  ...(['count', 'stopped', 'fraud', 'good'] as const),
  ...(['fraud_stopped', 'good_stopped', 'fraud_approved', 'good_approved'] as const),
  ...(['precision', 'precision_low', 'precision_high', 'recall', 'recall_low', 'recall_high'] as const),
  ...(['false_positive_rate', 'false_positive_rate_low', 'false_positive_rate_high'] as const),
  ...(['approval_rate', 'approval_rate_low', 'approval_rate_high'] as const),
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], CsvCell>>;

/** A backtest as one CSV file: each row is one measurement in one unit, and `table` says of what. */
export function backtestCsv(result: BacktestResult): string {
  const { against } = result;
  const rows = [
    ...policyRows('policy', result),
    ...(against ? [...policyRows('against', against.other), ...changeRows(against)] : []),
  ];
  return [csvRecord(COLUMNS), ...rows.map((row) => csvRecord(COLUMNS.map((name) => row[name] ?? null)))].join('');
}

const AUTHORIZATIONS = { unit: 'authorizations' } as const;

function policyRows(side: 'policy' | 'against', result: PolicyResult): Row[] {
  const { outcomes, apart, groups, capacity, rules, weeks } = result;
  const rows = [
    ...scoreRows('authorizations', result),
    ...scoreRows('purchases', result.purchases),
    ...(['approve', 'challenge', 'decline', 'review'] as const).flatMap((name) =>
      sumRows({ table: 'outcomes', name }, outcomes[name]),
    ),
    ...(['unknowable', 'immature', 'unlabelled'] as const).flatMap((name) => apartRows(name, apart[name])),
    ...groupRows({ table: 'groups' }, groups),
    capacityRow('challenges', capacity.challenges_a_day, capacity.challenge_precision),
    capacityRow('reviews', capacity.reviews_a_day, capacity.review_precision),
    ...weeks.map(({ from, rows: count, confusion, precision, recall }) => {
      const shares = { ...shareCells('precision', precision), ...shareCells('recall', recall) };
      return { table: 'weeks', week: day(from), ...AUTHORIZATIONS, count, ...confusionCells(confusion), ...shares };
    }),
    ...rules.flatMap(ruleRows),
  ];
  return rows.map((row) => ({ side, policy: result.policy.version, ...row }));
}

function groupRows(about: Row, groups: Groups): Row[] {
  return (['disputed', 'refunded', 'declined', 'legitimate'] as const).map((measure) => ({
    ...about,
    measure,
    ...AUTHORIZATIONS,
    count: groups[measure],
  }));
}

function scoreRows(unit: 'authorizations' | 'purchases', scores: Scores): Row[] {
  const table = 'scores';
  const shares = (['precision', 'recall', 'false_positive_rate', 'approval_rate'] as const).map((name) =>
    shareCells(name, scores[name]),
  );
  return [
    Object.assign({ table, measure: unit, unit, ...confusionCells(scores.confusion) }, ...shares) as Row,
    ...scores.money.map(({ currency, tp, fp, fn, tn }) => {
      const major = (amountMinor: number) => toMajor({ amountMinor, currency });
      const sums = { tp: major(tp), fp: major(fp), fn: major(fn), tn: major(tn) };
      return { table, measure: unit, unit: currency, ...confusionCells(sums) };
    }),
  ];
}

function confusionCells({ tp, fp, fn, tn }: Confusion): Row {
  return { fraud_stopped: tp, good_stopped: fp, fraud_approved: fn, good_approved: tn };
}

function shareCells<Name extends string>(name: Name, { value, low, high }: Share): Record<string, number | null> {
  return { [name]: rounded(value), [`${name}_low`]: rounded(low), [`${name}_high`]: rounded(high) };
}

/** A millionth of a share is more than anything here can tell. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}

/** A row of counts, and one for each currency. */
function sumRows(about: Row, { count, fraud, good, money }: Sums, shares: Row = {}): Row[] {
  return [
    { ...about, ...AUTHORIZATIONS, count, fraud, good, ...shares },
    ...money.map(({ currency, ...sums }) => {
      const major = (amountMinor: number) => toMajor({ amountMinor, currency });
      return { ...about, unit: currency, fraud: major(sums.fraud), good: major(sums.good) };
    }),
  ];
}

function apartRows(name: string, { count, stopped, money }: Apart): Row[] {
  const about = { table: 'apart', name };
  return [
    { ...about, ...AUTHORIZATIONS, count, stopped },
    ...money.map(({ currency, amount, stopped: of }) => {
      const major = (amountMinor: number) => toMajor({ amountMinor, currency });
      return { ...about, unit: currency, count: major(amount), stopped: major(of) };
    }),
  ];
}

function capacityRow(name: string, perDay: number, precision: Share): Row {
  return { table: 'capacity', name, unit: 'a day', count: perDay, ...shareCells('precision', precision) };
}

function ruleRows(rule: RuleResult): Row[] {
  const { id: name, kind, profile, action: says, mode, matched, precision, alone, marginal, weeks } = rule;
  const about = { name, kind, profile, says, mode };
  return [
    ...sumRows({ table: 'rules', ...about, measure: 'matched' }, matched, shareCells('precision', precision)),
    ...sumRows({ table: 'rules', ...about, measure: 'alone' }, alone),
    ...sumRows({ table: 'rules', ...about, measure: 'marginal' }, marginal),
    ...groupRows({ table: 'rules', ...about }, rule.groups),
    ...(['missing', 'errors'] as const).map((measure) => ({
      table: 'rules',
      ...about,
      measure,
      ...AUTHORIZATIONS,
      count: rule[measure],
    })),
    ...weeks.map(({ from, ...counts }) => {
      const week = { table: 'rule_weeks', ...about, measure: 'matched', week: day(from) };
      return { ...week, ...AUTHORIZATIONS, ...counts };
    }),
  ];
}

function changeRows({ changed, same, other }: Comparison): Row[] {
  const about = { side: 'against', policy: other.policy.version, table: 'changes' };
  return [
    { ...about, name: 'same', ...AUTHORIZATIONS, count: same },
    ...changed.flatMap(({ from, to, ...sums }) => sumRows({ ...about, name: `${from} to ${to}` }, sums)),
  ];
}
