import { sayMoney } from '../../../../core/domain/figures.ts';
import type { RuleResult } from '../../../../core/history/result.ts';
import { currenciesOf } from '../text/outcomes.ts';
import { EMPTY, type Html, html } from './html.ts';
import { keys } from './keys.ts';

/** More bars than these tell nothing: all of them stand in the table. */
const SHOWN = 16;

/** What the policy stops because of each rule, drawn in money, for each currency. */
export function marginalFigures(rules: readonly RuleResult[]): Html {
  const currencies = currenciesOf(rules.map(({ marginal }) => marginal));
  return html`${currencies.map((currency) => marginalFigure(rules, currency))}`;
}

interface Bars {
  readonly rule: RuleResult;
  readonly fraud: number;
  readonly good: number;
}

function marginalFigure(rules: readonly RuleResult[], currency: string): Html {
  const all = rules
    .map((rule): Bars => {
      const sums = rule.marginal.money.find((each) => each.currency === currency);
      return { rule, fraud: sums?.fraud ?? 0, good: sums?.good ?? 0 };
    })
    // What is to be reviewed is stopped by nothing.
    .filter(({ rule, fraud, good }) => rule.action !== 'review' && (fraud !== 0 || good !== 0))
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  if (all.length === 0) return EMPTY;
  const shown = all.slice(0, SHOWN);
  const ends = shown.flatMap(({ fraud, good }) => [fraud, good]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const rest = all.length - shown.length;
  const more = rest > 0 ? html`<p class="faint">The ${rest} of least effect stand in the table alone.</p>` : EMPTY;
  const place = (amount: number) => ((amount - least) / (most - least)) * 100;
  const title = `What each rule or threshold stops that nothing else would, in ${currency.toUpperCase()}`;
  return html`<figure><figcaption>${title}</figcaption>
${keys(['fraud-stopped', 'fraud'], ['good-stopped', 'good spend'])}<ul class="marginal">
${shown.map((bars) => rowOf(bars, place, currency))}</ul>${more}</figure>
`;
}

function sizeOf({ fraud, good }: Bars): number {
  return Math.max(Math.abs(fraud), Math.abs(good));
}

function rowOf({ rule, fraud, good }: Bars, place: (amount: number) => number, currency: string): Html {
  const zero = place(0);
  const drawn = (amount: number, kind: string, y: number) => {
    const end = place(amount);
    const width = amount === 0 ? 0 : Math.max(0.3, Math.abs(end - zero));
    const x = Math.min(end, zero, 100 - width);
    return html`<rect class="${kind}" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" y="${y}" height="9"/>`;
  };
  const told = `${rule.id}: ${sayMoney(fraud, currency)} of fraud, ${sayMoney(good, currency)} of good spend`;
  return html`<li><span class="name">${ruleName(rule)}</span>
<svg role="img" width="100%" height="20" aria-label="${told}">
${drawn(fraud, 'fraud-stopped', 0)}${drawn(good, 'good-stopped', 11)}
<line class="axis" x1="${zero.toFixed(2)}%" x2="${zero.toFixed(2)}%" y2="20"/></svg>
<span class="amounts">${sayMoney(fraud, currency)}<br>${sayMoney(good, currency)}</span></li>
`;
}

/** A rule's id; whether it decides, and for whom, stands behind it. */
export function ruleName({ id, mode, profile }: RuleResult): Html {
  const whose = profile === null ? EMPTY : html` <small>${profile}</small>`;
  return html`<code>${id}</code>${whose}${mode === 'shadow' ? html` <small class="badge">shadow</small>` : EMPTY}`;
}
