import { sayCount, sayPercent, sayWhole } from '../../../../core/domain/figures.ts';
import type { Groups, PolicyResult, RuleResult } from '../../../../core/history/result.ts';
import { wrap } from '../../wrap.ts';
import { fittedTable, WIDTH } from './fitted.ts';
import { amountHeadings, currenciesOf, sumCells } from './outcomes.ts';

/** What each rule and threshold did: those that decide, those in shadow, and which never matched. */
export function rulesText({ rules }: PolicyResult): string {
  if (rules.length === 0) return 'The policy has no rules and no thresholds.\n';
  const matched = rules.filter(({ matched: { count } }) => count > 0);
  const live = matched.filter(({ mode }) => mode === 'live');
  const shadow = matched.filter(({ mode }) => mode === 'shadow');
  const never = rules.filter(({ matched: { count } }) => count === 0).map(nameOf);
  const tables = [
    ...(live.length > 0 ? [ruleTable('RULE OR THRESHOLD', live)] : []),
    ...(shadow.length > 0 ? [ruleTable('IN SHADOW', shadow)] : []),
  ];
  return [
    ...tables.flatMap((text) => [text, '\n']),
    moneyTable(matched),
    ...(matched.length > 0 ? [wrapped(LEGEND)] : []),
    ...(never.length > 0 ? [wrapped(`Never matched: ${never.join(', ')}`)] : []),
  ].join('');
}

const LEGEND =
  'alone: matched where nothing else did that says the same or more. Marginal: what the policy stops because of a ' +
  'rule; of one in shadow, what it would stop besides; of one to review, what is reviewed because of it.';

/** Thresholds are called the same in every profile. */
function nameOf({ id, profile }: RuleResult): string {
  return profile === null ? id : `${id} (${profile})`;
}

/** Rows of rules; where there are thresholds of several profiles, each profile's under its name. */
function rowsOf(rules: readonly RuleResult[], rowOf: (rule: RuleResult) => string[]): string[][] {
  const profiles = [...new Set(rules.map(({ profile }) => profile))];
  if (profiles.filter((profile) => profile !== null).length < 2) return rules.map(rowOf);
  return profiles.flatMap((profile) => [
    [profile === null ? 'rules' : `under ${profile}`],
    ...rules
      .filter((rule) => rule.profile === profile)
      .map((rule) => {
        const [name = '', ...cells] = rowOf(rule);
        return [`  ${name}`, ...cells];
      }),
  ]);
}

function ruleTable(title: string, rules: readonly RuleResult[]): string {
  const currencies = currenciesOf(rules.map(({ marginal }) => marginal));
  // More than one does not fit beside: they have a table of their own.
  const shown = currencies.length === 1 ? currencies : [];
  const headings = ['MATCHED', 'PRECISION', 'ALONE', 'FRAUD', 'GOOD', ...amountHeadings(shown)];
  const rows = rowsOf(rules, (rule) => [
    rule.id,
    rule.action,
    sayCount(rule.matched.count),
    sayPercent(rule.precision.value),
    sayCount(rule.alone.count),
    ...sumCells(rule.marginal, shown, sayWhole).slice(1),
  ]);
  const text = fittedTable([title, 'SAYS', ...headings], rows, headings, title);
  return `${aboveMarginal(text.slice(0, text.indexOf('\n')))}\n${text}`;
}

/** A line over the columns that belong together. */
function aboveMarginal(headings: string): string {
  const from = headings.indexOf('ALONE') + 'ALONE'.length + 2;
  const rest = headings.length - from - ' marginal '.length;
  const left = Math.floor(rest / 2);
  return `${' '.repeat(from)}${'─'.repeat(left)} marginal ${'─'.repeat(rest - left)}`;
}

function moneyTable(rules: readonly RuleResult[]): string {
  if (currenciesOf(rules.map(({ marginal }) => marginal)).length < 2) return '';
  const rows = rules.flatMap((rule) =>
    rule.marginal.money
      .filter(({ fraud, good }) => fraud !== 0 || good !== 0)
      .map(({ currency, fraud, good }) => [
        nameOf(rule),
        currency.toUpperCase(),
        sayWhole(fraud, currency),
        sayWhole(good, currency),
      ]),
  );
  const headings = ['MARGINAL MONEY', 'CURRENCY', 'FRAUD', 'GOOD'];
  return `${fittedTable(headings, rows, ['FRAUD', 'GOOD'], 'MARGINAL MONEY')}\n`;
}

/** Radar's four groups: of all that is stopped, and of what each rule matched. */
export function groupsText({ groups, rules }: PolicyResult): string {
  const headings = ['DISPUTED', 'REFUNDED', 'DECLINED THEN', 'LEGITIMATE', 'MISSING', 'ERRORS'];
  const title = 'IN FOUR GROUPS';
  const shown = rules.filter(({ matched, missing, errors }) => matched.count > 0 || missing > 0 || errors > 0);
  const rows = rowsOf(shown, (rule) => [
    rule.id,
    ...groupCells(rule.groups),
    sayCount(rule.missing),
    sayCount(rule.errors),
  ]);
  const all = ['all that is stopped', ...groupCells(groups)];
  return fittedTable([title, ...headings], [all, ...rows], headings, title);
}

function groupCells({ disputed, refunded, declined, legitimate }: Groups): string[] {
  return [disputed, refunded, declined, legitimate].map(sayCount);
}

function wrapped(text: string): string {
  return wrap(text, WIDTH)
    .map((line) => `${line}\n`)
    .join('');
}
