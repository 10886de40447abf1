import { harmless, plain } from '../../../core/decision/plain.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import { formatMoney } from '../../../core/domain/money.ts';
import type { WholeReview } from '../../../sdk/index.ts';
import { table } from '../remote/table.ts';
import { counted, harmlessLines, minute, who } from '../remote/words.ts';
import { stateText } from './queue.ts';

/** A review as a page for people: what it is about, why we decided so, what else there is, and what happened. */
export function reviewPageText(review: WholeReview): string {
  const parts = [
    head(review),
    ...(review.support === null ? [] : [harmlessLines(review.support)]),
    ...(review.explanation === null ? [] : [harmlessLines(review.explanation)]),
    ...(review.incident === null ? [] : [incidentText(review.incident)]),
    ...relatedTexts(review.related),
    historyText(review.history),
  ];
  return parts.join('\n');
}

function head(review: WholeReview): string {
  const { id, kind, authorization, cause, rules, opened_at, assigned_to, closed_at, closed_by, follow_ups } = review;
  const rows = [
    ['about', authorization ?? `an outage: ${cause}`],
    ...(rules.length > 0 ? [['because', rules.join(', ')]] : []),
    [
      'opened',
      `${minute(opened_at)} UTC, ${kind === 'rule' ? 'by a rule' : kind === 'manual' ? 'by hand' : 'by itself'}`,
    ],
    ['assigned', assigned_to === null ? 'to nobody' : `to ${plain(who(assigned_to))}`],
    ...(closed_at === null ? [] : [['closed', `${minute(closed_at)} UTC by ${plain(who(closed_by))}`]]),
    ...follow_ups.map((followUp) => ['follow-up', followUpText(followUp)]),
  ];
  const lines = rows.map(([label = '', text = '']) => `  ${label.padEnd(10)} ${harmless(text)}\n`);
  return `${id}  ${stateText(review).toUpperCase()}\n\n${lines.join('')}`;
}

/** `freeze ic_1: done`, `card on @blocked: done`. */
export function followUpText({ kind, card, list, value_of, state, reason }: WholeReview['follow_ups'][number]): string {
  const what = kind === 'freeze_card' ? `freeze ${card}` : `${value_of} on @${list}`;
  return `${what}: ${state}${reason === null ? '' : ` (${reason})`}`;
}

function incidentText(incident: NonNullable<WholeReview['incident']>): string {
  const { began_at, last_at, asks, approved, sample } = incident;
  const span = `from ${minute(began_at)} to ${minute(last_at)} UTC`;
  const said = `${counted(asks, 'ask')} ${span}, ${sayCount(approved)} approved`;
  const rows = sample.map((ask) => [
    ask.authorization ?? '-',
    minute(ask.at),
    ask.approved ? 'approved' : 'declined',
    moneyText(ask.amount_minor, ask.currency),
    ask.fraud_risk_score === null ? '-' : String(ask.fraud_risk_score),
    plain(ask.merchant_name ?? '', 30),
    ask.review ?? '',
  ]);
  const headings = ['AUTHORIZATION', 'AT (UTC)', 'WAS', 'AMOUNT', 'SCORE', 'MERCHANT', 'REVIEW'];
  return `${said}\nTo look at first (countersign reviews open AUTHORIZATION):\n${table(headings, rows)}`;
}

function relatedTexts(related: WholeReview['related']): string[] {
  return (['card', 'cardholder', 'merchant'] as const).flatMap((name) => {
    const found = related[name];
    if (found === null) return [];
    const many = found.count >= limits.reviewRelatedCount ? ' or more' : '';
    const rows = found.latest.map((one) => [
      minute(one.asked_at),
      one.decision,
      one.outcome,
      moneyText(one.amount_minor, one.currency),
      plain(one.merchant_name ?? '', 30),
      one.reasons.join(', '),
    ]);
    const headings = ['ASKED (UTC)', 'DECISION', 'OUTCOME', 'AMOUNT', 'MERCHANT', 'BECAUSE'];
    return [`The ${name}: ${counted(found.count, 'decision')}${many}, the latest\n${table(headings, rows)}`];
  });
}

function moneyText(amountMinor: number | null, currency: string | null): string {
  return amountMinor === null || currency === null ? '' : formatMoney({ amountMinor, currency });
}

function historyText(history: WholeReview['history']): string {
  const rows = history.map(({ at, what, by, note, detail }) => {
    const details = Object.entries(detail).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
    const text = [...details, ...(note === null ? [] : [`"${note}"`])].join(' ');
    return [minute(at), what.replace('_', ' '), by === null ? '-' : plain(who(by)), harmless(text)];
  });
  return `What happened\n${table(['AT (UTC)', 'WHAT', 'BY', 'DETAIL'], rows)}`;
}
