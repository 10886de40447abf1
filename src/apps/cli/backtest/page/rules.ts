import { sayCount, sayShare, sayWhole } from '../../../../core/domain/figures.ts';
import type { Groups, PolicyResult, RuleResult } from '../../../../core/history/result.ts';
import { currenciesOf, sumCells } from '../text/outcomes.ts';
import { EMPTY, type Html, html } from './html.ts';
import { marginalFigures, ruleName } from './marginal.ts';
import { numbers, pageTable } from './table.ts';

/** What each rule and threshold did. */
export function rulesSection({ rules, groups }: PolicyResult): Html {
  const matched = rules.filter(({ matched: { count } }) => count > 0);
  const never = rules.filter(({ matched: { count } }) => count === 0);
  return html`<section aria-labelledby="rules"><h2 id="rules">Rules and thresholds</h2>
${marginalFigures(matched)}${matched.length > 0 ? ruleTable(matched) : EMPTY}
<p class="faint">Alone: matched where nothing else did that says the same or more. Marginal: what the policy stops
because of a rule; of one in shadow, what it would stop besides; of one to review, what is
reviewed because of it; less than nothing of one that allows.</p>
${never.length > 0 ? idle(never) : EMPTY}${groupTable(groups, matched)}</section>
`;
}

function ruleTable(rules: readonly RuleResult[]): Html {
  const currencies = currenciesOf(rules.map(({ marginal }) => marginal));
  const amounts = currencies.flatMap((currency) => {
    const name = currency.toUpperCase();
    return [`Marginal fraud ${name}`, `Marginal good ${name}`];
  });
  const columns = [
    { heading: 'Rule or threshold' },
    { heading: 'Says' },
    ...numbers('Matched', 'Precision', 'Alone', 'Marginal fraud', 'Marginal good', ...amounts, 'By week'),
  ];
  const rows = rules.map((rule) => [
    ruleName(rule),
    rule.action,
    sayCount(rule.matched.count),
    sayShare(rule.precision),
    sayCount(rule.alone.count),
    ...sumCells(rule.marginal, currencies, sayWhole).slice(1),
    spark(rule),
  ]);
  return pageTable('What each rule and threshold did', columns, rows);
}

const SPARK_HEIGHT = 18;
const SPARK_STEP = 5;

/** How often it matched, week by week. */
function spark({ weeks }: RuleResult): Html {
  if (weeks.length === 0) return EMPTY;
  const most = Math.max(1, ...weeks.map(({ count }) => count));
  const bars = weeks.map(({ count }, week) => {
    const height = (count / most) * SPARK_HEIGHT;
    const y = (SPARK_HEIGHT - height).toFixed(1);
    return html`<rect x="${week * SPARK_STEP}" y="${y}" width="4" height="${height.toFixed(1)}"/>`;
  });
  const told = `matched by week: ${weeks.map(({ count }) => sayCount(count)).join(', ')}`;
  const width = weeks.length * SPARK_STEP;
  return html`<svg class="spark" role="img" width="${width}" height="${SPARK_HEIGHT}"
 aria-label="${told}">${bars}</svg>`;
}

function idle(rules: readonly RuleResult[]): Html {
  const names = rules.map(({ id }, index) => html`${index === 0 ? '' : ', '}<code>${id}</code>`);
  return html`<p>Never matched: ${names}</p>
`;
}

function groupTable(groups: Groups, rules: readonly RuleResult[]): Html {
  const columns = [
    { heading: '' },
    ...numbers('Disputed', 'Refunded', 'Declined then', 'Legitimate', 'Missing', 'Errors'),
  ];
  const rows = rules.map((rule) => [
    ruleName(rule),
    ...groupCells(rule.groups),
    sayCount(rule.missing),
    sayCount(rule.errors),
  ]);
  return pageTable(
    'In four groups, as Radar has them: what became of what is stopped, and of what each matched',
    columns,
    [['All that is stopped', ...groupCells(groups), '', ''], ...rows],
  );
}

function groupCells({ disputed, refunded, declined, legitimate }: Groups): string[] {
  return [disputed, refunded, declined, legitimate].map(sayCount);
}
