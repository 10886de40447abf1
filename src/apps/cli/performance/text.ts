import { plain } from '../../../core/decision/plain.ts';
import { sayCount, sayShare } from '../../../core/domain/figures.ts';
import type { Performance, RulePerformance } from '../../../sdk/index.ts';
import { table } from '../remote/table.ts';
import { day } from '../remote/words.ts';
import { ruleCells, ruleHeadings } from './rule-cells.ts';
import { trend } from './trend.ts';

/** What rules did: all of them in a table, or one of them day by day. */
export function performanceText(told: Performance, rule: string | undefined): string {
  const span = `${day(told.from)} to ${day(told.to)}`;
  const past =
    told.counted_since === null ? '' : `Counted from ${day(told.counted_since)} on: the rest is under way.\n`;
  const [only] = told.rules;
  if (rule !== undefined)
    return past + (only ? oneRule(only, told) : `No rule "${plain(rule)}" was asked from ${span}.\n`);
  if (told.rules.length === 0) return `${past}Nothing was asked from ${span}.\n`;
  const head = `${sayCount(told.asks)} asks from ${span}; matures after ${told.age_days} days\n\n`;
  return (
    past +
    head +
    table(
      [...ruleHeadings(told.age_days), 'BY WEEK'],
      told.rules.map((each) => [...ruleCells(each), trend(each.days, told.from, told.to)]),
    ) +
    legend(told)
  );
}

function legend({ age_days: age }: Performance): string {
  return `
PRECISION: fraud of fraud, good and undisputed, with its 95 % interval; UNKNOWABLE is what was declined and nobody spoke
of. AT ${age} DAYS: of purchases of that age, by what was known then. GOOD HIT: good cardholders who were stopped, as
far as they showed to be good. CONFIRMED: declines that Stripe reported as ours.
`;
}

function oneRule(rule: RulePerformance, told: Performance): string {
  const { so_far: known, at_age: aged, queue } = rule;
  const [decided, overridden, beside] = [rule.decided, rule.overridden, rule.beside].map(sayCount);
  const lines: [string, string][] = [
    ['does', `${rule.action}${rule.mode === 'shadow' ? ', in shadow' : ''} (${rule.kind})`],
    ['matched', `${sayCount(rule.matched)} of ${sayCount(rule.asks)} asks, ${sayCount(rule.alone)} alone`],
    ['decided', `${decided}; overridden ${overridden}, beside another step ${beside}`],
    ['declines', `${sayCount(rule.declines)}, ${confirmedOf(rule)}`],
    ['so far', `${sayShare(known.precision)}: ${knownText(known)}`],
    [`at ${told.age_days} days`, `${sayShare(aged.precision)}: ${knownText(aged)}`],
    ['good', goodText(rule)],
  ];
  const reviews = queue.open + queue.legitimate + queue.fraud;
  if (reviews > 0) {
    const closed = `${sayCount(queue.legitimate)} legitimate, ${sayCount(queue.fraud)} fraud`;
    lines.push(['reviews', `${sayCount(queue.open)} open, ${closed}`]);
  }
  const head = lines.map(([name, text]) => `  ${name.padEnd(12)}${text}\n`).join('');
  return `${plain(rule.rule, 60)}\n${head}${rule.days.length > 0 ? `\n${dayTable(rule)}` : ''}`;
}

function confirmedOf({ declines_confirmed: confirmed, declines_unconfirmed: unconfirmed }: RulePerformance): string {
  return `${sayCount(confirmed)} confirmed by Stripe, ${sayCount(unconfirmed)} not reported yet`;
}

function knownText({ fraud, good, undisputed, unknowable }: RulePerformance['so_far']): string {
  const known = `${sayCount(fraud)} fraud, ${sayCount(good)} good, ${sayCount(undisputed)} undisputed`;
  return `${known}, ${sayCount(unknowable)} unknowable`;
}

function goodText({ good_customers_hit: hit, undisputed_customers: undisputed, mode }: RulePerformance): string {
  const stopped = `${sayCount(hit)} good cardholders stopped, as far as they showed to be good`;
  return mode === 'live' ? stopped : `${sayCount(undisputed)} cardholders whose purchases nobody disputed would be hit`;
}

function dayTable({ days }: RulePerformance): string {
  const headings = ['DAY', 'VERSION', 'MATCHED', 'DECLINED', 'CONFIRMED', 'CHALLENGED', 'REVIEWED', 'FRAUD', 'GOOD'];
  const rows = days.map((of) => [
    ...[of.day, plain(of.policy_version, 24)],
    ...[of.matched, of.declines, of.declines_confirmed, of.challenges, of.reviews, of.so_far.fraud].map(sayCount),
    ...[of.so_far.good, of.so_far.undisputed, of.so_far.unknowable].map(sayCount),
    of.at_age === null ? 'too young' : sayShare(of.at_age.precision),
  ]);
  return table([...headings, 'UNDISPUTED', 'UNKNOWABLE', 'AT AGE'], rows);
}
