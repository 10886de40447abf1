import { plain } from '../../../core/decision/plain.ts';
import { NONE, sayCount, sayMoney, sayPercent, sayRate, sayShare } from '../../../core/domain/figures.ts';
import type { AimResult, TuneResult } from '../../../core/history/tune-result.ts';
import { table } from '../remote/table.ts';
import { counted, minute } from '../remote/words.ts';
import { wrap } from '../wrap.ts';
import type { TuneAsked } from './asked.ts';

const WIDTH = 110;
const LABEL_WIDTH = 11;

/** Thresholds and what they come to, for the terminal. */
export function tuneText(result: TuneResult, asked: TuneAsked): string {
  const about = aboutTune(result, asked).flatMap(([label, text]) =>
    wrap(text, WIDTH - LABEL_WIDTH).map((line, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}\n`),
  );
  const parts = [
    about.join(''),
    'The threshold of the fraud score that meets each aim, by itself; where it lies in nine of ten draws of weeks:\n',
    aimsTable(result),
    wishesText(result),
    `A month of 30 days: ${sharesLine(result)}\n`,
    monthTable(result),
    ...policyParts(result),
    'Fraud score by itself:\n',
    curveTable(result),
    'How well each signal predicts alone (0.5 is chance; below, it points the other way):\n',
    signalsTable(result),
  ];
  return parts.join('\n').replace(/:\n\n/g, ':\n');
}

/** What was looked at: each line with what it tells of. */
export function aboutTune(result: TuneResult, { history: name, policies }: TuneAsked): [string, string][] {
  const { history, window, labels, truths, portfolio, profile, unrecorded } = result;
  const leftOut = history.unreadable > 0 ? `; ${counted(history.unreadable, 'row')} could not be read` : '';
  const rows = `${counted(history.rows, 'row')} from ${minute(history.from)} to ${minute(history.to)} (UTC)`;
  const unknown = truths.unknowable + truths.immature + truths.unlabelled;
  const said =
    labels.kind === 'known'
      ? `disputed by ${minute(labels.newest)} is fraud`
      : 'what is fraud and what is good, the history says';
  const apart = unknown === 0 ? '' : `; of ${sayCount(unknown)} it is not known: they are not scored`;
  const lines: [string, string][] = [
    ['history', `${plain(name)}: ${rows}${leftOut}`],
    ['window', `${minute(window.from)} to ${minute(window.to)}: ${counted(window.rows, 'authorization')}`],
    ['labels', `${labels.kind}: ${said}; ${sayCount(truths.fraud)} fraud, ${sayCount(truths.good)} good${apart}`],
    ['policy', `${plain(policies)}, ${result.policy.version}`],
    ['portfolio', `${portfolio ?? 'all'}, ${profile === null ? 'under several profiles' : `profile ${profile}`}`],
  ];
  if (unrecorded.count > 0) {
    lines.push(['', `of ${sayCount(unrecorded.count)} the rules can't be told: what they read was not recorded`]);
  }
  return lines;
}

/** How an aim is called. */
export function aimName(aim: AimResult['aim']): string {
  return aim === 'own' ? 'own wish' : aim.replace('_', ' ');
}

/** Where a threshold lies in most draws of weeks. */
export function interval({ threshold, low, high }: AimResult): string {
  if (threshold === null || (low === null && high === null)) return NONE;
  return `${low ?? NONE} to ${high ?? 'none'}`;
}

/** By which costs are told. */
export function sharesLine({ shares }: TuneResult): string {
  const [missed, stopped] = [sayPercent(shares.fraud_missed), sayPercent(shares.good_stopped)];
  return `it costs ${missed} of the fraud that is missed, and ${stopped} of the good that is stopped`;
}

function aimsTable({ aims }: TuneResult): string {
  const headings = ['AIM', 'THRESHOLD', 'INTERVAL', 'PRECISION', 'RECALL', 'APPROVALS'];
  const rows = aims.map((aim) => {
    const { threshold, point } = aim;
    const found = threshold === null ? 'none' : String(threshold);
    const shares = point
      ? [sayShare(point.precision), sayShare(point.recall), sayPercent(point.approval_rate.value)]
      : [NONE, NONE, NONE];
    return [aimName(aim.aim), found, interval(aim), ...shares];
  });
  return table(headings, rows, ['THRESHOLD']);
}

function wishesText({ aims }: TuneResult): string {
  return aims.flatMap(({ aim, wish }) => wrap(`${aimName(aim)}: ${wish}`, WIDTH).map((line) => `${line}\n`)).join('');
}

function monthTable({ aims }: TuneResult): string {
  const headings = ['AIM', 'FRAUD STOPPED', 'FRAUD MISSED', 'GOOD STOPPED', 'COST'];
  const rows = aims.flatMap(({ aim, monthly }) =>
    monthly.map(({ currency, ...sums }) => {
      const cells = [sums.fraud_stopped, sums.fraud_missed, sums.good_stopped, sums.cost];
      return [aimName(aim), ...cells.map((amount) => sayMoney(amount, currency))];
    }),
  );
  return table(headings, rows, headings.slice(1));
}

function policyParts(result: TuneResult): string[] {
  const rows = policyRows(result);
  if (rows.length === 0) {
    const how = result.portfolio === null ? ': name one with --portfolio' : '';
    return [`What the whole policy would do is told of one profile${how}.\n`];
  }
  const headings = ['THRESHOLD', 'PRECISION', 'RECALL', 'APPROVALS', 'CHALLENGES A DAY', 'REVIEWS A DAY'];
  return ['The whole policy with it, rules and all:\n', table(headings, rows, headings.slice(4))];
}

/** What the whole policy does by its threshold of today, and by that of each aim; none for several profiles. */
export function policyRows({ aims, current, settings }: TuneResult): string[][] {
  if (current === null) return [];
  const now = settings?.thresholds.fraud_risk_score?.decline;
  const told = [
    { name: `${now ?? 'none'}, as it is`, does: current },
    ...aims.map(({ aim, threshold, policy }) => ({ name: `${threshold}, ${aimName(aim)}`, does: policy })),
  ];
  return told.flatMap(({ name, does }) => {
    if (does === null) return [];
    const { precision, recall, approval_rate: approval, capacity } = does;
    const daily = [sayRate(capacity.challenges_a_day), sayRate(capacity.reviews_a_day)];
    return [[name, sayShare(precision), sayShare(recall), sayPercent(approval.value), ...daily]];
  });
}

/** The terminal has every fifth threshold, and those that meet an aim; the other forms have all. */
function curveTable({ signals, aims }: TuneResult): string {
  const headings = ['ABOVE', 'FRAUD STOPPED', 'GOOD STOPPED', 'PRECISION', 'RECALL', 'APPROVALS', 'AIM'];
  const curve = signals.find(({ signal }) => signal === 'fraud_risk_score')?.curve ?? [];
  const rows = curve.flatMap(({ threshold, confusion, precision, recall, approval_rate: approval }) => {
    const met = aims.filter((aim) => aim.threshold === threshold).map(({ aim }) => aimName(aim));
    if (met.length === 0 && Number(threshold) % 5 !== 0) return [];
    const counts = [sayCount(confusion.tp), sayCount(confusion.fp)];
    const shares = [precision, recall, approval].map(({ value }) => sayPercent(value));
    return [[String(threshold), ...counts, ...shares, met.join(', ')]];
  });
  if (rows.length === 0) return 'no authorization has one\n';
  return table(headings, rows, headings.slice(0, 6));
}

function signalsTable({ signals }: TuneResult): string {
  const rows = signals.map(({ signal, auc, known, missing }) => [
    signal,
    auc === null ? NONE : auc.toFixed(3),
    sayCount(known),
    sayCount(missing),
  ]);
  return table(['SIGNAL', 'AUC', 'KNOWN', 'MISSING'], rows, ['AUC', 'KNOWN', 'MISSING']);
}
