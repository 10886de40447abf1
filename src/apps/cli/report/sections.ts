import { plain } from '../../../core/decision/plain.ts';
import { sayCount, sayPercent, sayShare } from '../../../core/domain/figures.ts';
import type { MonthlyReport } from '../../../sdk/index.ts';
import { DISPUTE_HEADINGS, disputeRows } from '../dispute-rate.ts';
import { ruleCells, ruleHeadings } from '../performance/rule-cells.ts';
import { minute } from '../remote/words.ts';
import { amounts } from './amounts.ts';

/** A part of the report: sentences, and a table. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table: { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;
}

/** What the month came to, the same on paper and in the terminal. */
export function reportSections(report: MonthlyReport): Section[] {
  return [declines(report), disputes(report), highRisk(report), challenges(report), ...look(report), rules(report)];
}

/** The month in a few sentences. */
export function reportLead({
  asks,
  asks_before: before,
  dispute_rates: rates,
  retire,
  is_over: isOver,
}: MonthlyReport) {
  const last = rates.months.at(-1);
  const filed = last?.by_filing;
  const above = last?.is_above ? `, above the ${sayPercent(rates.most)} from which on card networks ask questions` : '';
  return [
    ...(isOver ? [] : ['The month is not over.']),
    `${sayCount(asks.count)} asks (${sayCount(before.count)} the month before).`,
    `${sayPercent(asks.decline_rate.value)} were declined (${sayPercent(before.decline_rate.value)} the month before).`,
    ...(filed
      ? [
          `Of ${sayCount(filed.count)} purchases a dispute as fraud was filed.`,
          `That is ${sayPercent(filed.rate.value)} of what was approved${above}.`,
        ]
      : []),
    retire.length === 0
      ? 'No rule is to be retired.'
      : `${sayCount(new Set(retire.map(({ rule }) => rule)).size)} rules are worth a second look.`,
  ];
}

const BY = [
  ['us', 'declined by us'],
  ['challenge', 'challenged by us'],
  ['stripe', 'declined by Stripe'],
  ['network', 'declined by the network'],
  ['time_out', "declined by Stripe's default, our answer being late"],
  ['error', "declined by Stripe's default, our answer being of no use"],
] as const;

function declines({ asks, asks_before: before }: MonthlyReport): Section {
  const unknown = asks.ended.reduce((sum, { outcome, count }) => (outcome === null ? sum + count : sum), 0);
  return {
    title: 'Declines, by whom',
    lines:
      unknown === 0 ? [] : [`Of ${sayCount(unknown)} asks Stripe has not told how they ended: they are in no rate.`],
    table: {
      headings: ['', 'SHARE OF ASKS', 'THE MONTH BEFORE'],
      rows: [
        ...BY.map(([by, name]) => [name, sayShare(asks.declined_by[by]), sayPercent(before.declined_by[by].value)]),
        ['all of them', sayShare(asks.decline_rate), sayPercent(before.decline_rate.value)],
      ],
    },
  };
}

function disputes({ disputes: steps, dispute_rates: rates }: MonthlyReport): Section {
  const closed = steps.won.count + steps.lost.count;
  const step = (name: string, { count, money }: MonthlyReport['disputes']['won']) =>
    `${name} ${sayCount(count)}${count > 0 && money.length > 0 ? ` (${amounts(money)})` : ''}`;
  const asFraud = sayCount(steps.filed_as_fraud);
  const won = closed === 0 ? '' : `: ${sayPercent(steps.won.count / closed)} of what was ruled on was won`;
  return {
    title: 'Disputes',
    lines: [
      `${step('Opened', steps.opened)}, ${step('filed', steps.filed)}, ${asFraud} of these as fraud.`,
      `${step('Won', steps.won)}, ${step('lost', steps.lost)}, ${step('expired', steps.expired)}${won}.`,
      ...(rates.unplaced > 0 ? [`${sayCount(rates.unplaced)} belong to no approved purchase that is known.`] : []),
    ],
    table: { headings: DISPUTE_HEADINGS(rates.age_days), rows: disputeRows(rates) },
  };
}

function highRisk({ high_risk: { asks, approved, share: part } }: MonthlyReport): Section {
  const sums = asks.count === 0 ? '' : ` (${amounts(asks.money)})`;
  const letThrough =
    approved.count === 0
      ? 'None of them was approved.'
      : `Of these ${sayCount(approved.count)} were approved (${amounts(approved.money)}).`;
  return {
    title: 'High-risk volume',
    lines: [
      `${sayCount(asks.count)} asks${sums}, ${sayShare(part)} of all that were judged.`,
      ...(asks.count === 0 ? [] : [letThrough]),
    ],
    table: null,
  };
}

function challenges({ challenges: of }: MonthlyReport): Section {
  if (of.asked === 0) return { title: 'Challenges', lines: ['Nobody was asked.'], table: null };
  const saved =
    of.saved.count === 0
      ? 'No purchase was saved'
      : `${sayCount(of.saved.count)} purchases were saved (${amounts(of.saved.money)})`;
  const [yes, no, none] = [of.verified, of.rejected, of.expired].map(sayCount);
  const answers = `${yes} YES, ${no} NO, ${none} without an answer`;
  return {
    title: 'Challenges',
    lines: [
      `${sayCount(of.asked)} purchases were asked about: ${answers}.`,
      `${saved}: bought after a YES, and nobody calls it fraud.`,
    ],
    table: {
      headings: ['RULE', 'ASKED', 'YES', 'NO', 'SAVED'],
      rows: of.rules.map(({ rule, asked, verified, rejected, saved: count }) => {
        return [rule === null ? '(none)' : plain(rule, 60), ...[asked, verified, rejected, count].map(sayCount)];
      }),
    },
  };
}

function look({ retire, jumps, activations }: MonthlyReport): Section[] {
  const toRetire: Section = {
    title: 'Rules to retire, or to change',
    lines: retire.length === 0 ? ['None.'] : [],
    table:
      retire.length === 0 ? null : { headings: ['RULE', 'WHY'], rows: retire.map(({ rule, text }) => [rule, text]) },
  };
  const jumped: Section = {
    title: 'Rules whose matches jumped',
    lines: jumps.length === 0 ? ['None.'] : ['Look at samples of them: countersign decisions --rule ID.'],
    table:
      jumps.length === 0
        ? null
        : {
            headings: ['RULE', 'MATCHED', 'THE MONTH BEFORE', 'IN 1,000 ASKS', 'IN 1,000 BEFORE'],
            rows: jumps.map((of) => [
              ...[of.rule, sayCount(of.matched), sayCount(of.matched_before)],
              ...[of.per_thousand.toFixed(2), of.per_thousand_before.toFixed(2)],
            ]),
          },
  };
  const changed: Section = {
    title: 'What was put live',
    lines: activations.length === 0 ? ['Nothing.'] : [],
    table:
      activations.length === 0
        ? null
        : {
            headings: ['WHEN (UTC)', 'VERSION', 'HOW', 'NOTE'],
            rows: activations.map(({ at, version, kind, note }) => [minute(at), version, kind, note ?? '']),
          },
  };
  return [toRetire, jumped, changed];
}

function rules({ rules: all, rules_since: since, dispute_rates: { age_days: age } }: MonthlyReport): Section {
  const cut =
    since === null ? [] : [`Counted from ${minute(since)} on: what was recorded before is still gone through.`];
  return {
    title: 'Rules and thresholds',
    lines: [...cut, 'What was declined and nobody spoke of is unknowable, and in no precision.'],
    table: {
      headings: ruleHeadings(age),
      rows: all.map(ruleCells),
    },
  };
}
