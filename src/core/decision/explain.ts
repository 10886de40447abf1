import type { DecidedBy } from '../domain/ask-reason.ts';
import type { Confirmation } from '../domain/asks.ts';
import { formatMoney, type Money } from '../domain/money.ts';
import type { Value } from '../domain/value.ts';
import { plain } from './plain.ts';
import { type Question, questionInWords } from './question.ts';
import type { DecisionRecord } from './record.ts';
import { CAUSES, codeInWords, unaskableInWords } from './vocabulary.ts';

/** How far the answer got, and how the ask ended as Stripe reported it. */
interface Became {
  readonly state: string;
  readonly confirmation: Confirmation | null;
}

/**
 * The whole of a decision as a page for people: the answer, why, what became of it, and everything that was considered.
 * `became` is null for what was not answered to anybody, `question` where the cardholder was not asked.
 */
export function explain(
  record: DecisionRecord,
  became: Became | null = null,
  question: Question | null = null,
): string {
  const lines = [
    `${plain(record.authorization ?? 'an unreadable authorization')}  ${answerOf(record).toUpperCase()}`,
    '',
    ...purchase(record),
    row('card', cardText(record)),
    row('portfolio', `${record.portfolio}, profile ${record.profile}, policy ${record.policy_version}`),
    row('because', record.reasons.map((reason) => reasonText(record, reason)).join('\n             ')),
    ...(record.overridden.length > 0 ? [row('overriding', record.overridden.join(', '))] : []),
    ...(became ? [row('became', becameText(became))] : []),
    ...(question ? [row('question', questionInWords(question))] : []),
    ...(record.answered_by === 'restored' ? [row('restored', RESTORED)] : []),
    ...record.errors.map(({ rule, message, countedAs }) =>
      row('error', `${rule}: ${message} (counted as ${countedAs})`),
    ),
    '',
    '  considered',
    ...considered(record),
    ...listed(record),
    '',
    '  attributes',
    ...attributes(record.attributes),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line for a decision among many. */
export function explainBriefly(record: DecisionRecord): string {
  const columns = [plain(record.authorization ?? '-'), answerOf(record).padEnd(16), record.profile.padEnd(16)];
  return `${[...columns, record.reasons.join(', ')].join('  ')}\n`;
}

const RESTORED = "the record was lost; this is what Stripe's metadata kept of it, and what was considered is not known";

const DECIDERS: Readonly<Record<DecidedBy, string>> = {
  us: 'by our answer',
  stripe: 'by Stripe',
  network: "by the card network, in Stripe's place",
  time_out: "by Stripe's default: our answer came too late",
  error: "by Stripe's default: it could not use our answer",
};

function becameText({ state, confirmation }: Became): string {
  if (confirmation === null)
    return state === 'sent' ? 'sent; Stripe has not reported how it ended' : 'not known to be sent';
  const { approved, decidedBy, reason, reasonMessage, atMs } = confirmation;
  const at = new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
  const words = [reason, reasonMessage].flatMap((text) => (text === null ? [] : [plain(text, 200)])).join(': ');
  return `confirmed ${at} UTC: ${approved ? 'approved' : 'declined'} ${DECIDERS[decidedBy]} (${words})`;
}

function answerOf({ outcome, review }: DecisionRecord): string {
  return review ? `${outcome} + review` : outcome;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(10)} ${text}`;
}

function purchase(record: DecisionRecord): string[] {
  if (record.amount_minor === null || record.currency === null) return [];
  const money: Money = { amountMinor: record.amount_minor, currency: record.currency };
  const where = plain([record.merchant_category, record.merchant_country].filter((part) => part !== null).join(', '));
  const merchant = `${plain(record.merchant_name ?? 'an unnamed merchant')}${where === '' ? '' : ` (${where})`}`;
  const asked = new Date(record.asked_at).toISOString().replace('T', ' ').replace('.000Z', ' UTC');
  return [row('asked', `${formatMoney(money)} at ${merchant}, ${asked}`)];
}

function cardText({ card, cardholder, account, livemode }: DecisionRecord): string {
  const holder = cardholder === null ? '' : ` of ${plain(cardholder)}`;
  const where = account === null ? '' : `, account ${plain(account)}`;
  return `${plain(card ?? 'unknown')}${holder}${where}, ${livemode ? 'live' : 'test'} mode`;
}

/** A reason with the comparisons, or the words, that it stands for. */
export function reasonText(record: DecisionRecord, reason: string): string {
  const finding = record.considered.find(({ id }) => id === reason);
  if (finding)
    return `${reason}: ${finding.because.map((text) => comparisonText(text, record.attributes)).join(' and ')}`;
  const words = codeInWords(reason);
  const { unaskable } = record.facts;
  const why = reason === 'cardholder_cannot_be_asked' && unaskable ? `: ${unaskableInWords(unaskable)}` : '';
  return words ? `${reason}: ${words}${why}` : reason;
}

const MARKS = { matched: '●', not_matched: '○', missing: '?', error: '!', not_sampled: '–' } as const;
const RESULTS = {
  matched: 'matched',
  not_matched: 'no match',
  missing: 'missing',
  error: 'failed',
  not_sampled: 'not sampled',
} as const;

function considered(record: DecisionRecord): string[] {
  if (record.considered.length === 0) return ['    nothing'];
  const [shadows = [], decisive = []] = [true, false].map((isShadow) =>
    record.considered.filter((finding) => (finding.isShadow ?? false) === isShadow),
  );
  const width = Math.max(...record.considered.map(({ id }) => id.length));
  const lines = (findings: DecisionRecord['considered']) =>
    findings.map((finding) => findingLine(record, finding, width));
  const inShadow = shadows.length === 0 ? [] : ['', '  in shadow (they decided nothing)', ...lines(shadows)];
  return [...(decisive.length === 0 ? ['    nothing'] : lines(decisive)), ...inShadow];
}

function findingLine(record: DecisionRecord, finding: DecisionRecord['considered'][number], width: number): string {
  const { id, action, result, because } = finding;
  const what = `${MARKS[result]} ${action.padEnd(9)} ${id.padEnd(width)}  ${RESULTS[result].padEnd(8)}`;
  return `    ${what}  ${becauseText(record, because)}`.trimEnd();
}

/** What became of a rule: `no match: :fraud_risk_score: > 75 (it was 5)`, or that it was not considered. */
export function findingText(record: DecisionRecord, ruleId: string): string {
  const finding = record.considered.find(({ id }) => id === ruleId);
  if (!finding) return 'not considered: it is off, has expired, or is of another profile or portfolio';
  const because = becauseText(record, finding.because);
  return because === '' ? RESULTS[finding.result] : `${RESULTS[finding.result]}: ${because}`;
}

function becauseText(record: DecisionRecord, because: readonly string[]): string {
  return because.map((comparison) => comparisonText(comparison, record.attributes)).join(', ');
}

function listed({ facts: { list_hits: hits } }: DecisionRecord): string[] {
  if (hits.length === 0) return [];
  return ['', '  on lists', ...hits.map(({ list, attribute }) => `    @${list}  ${attribute}`)];
}

/** A comparison with what its attributes were: `:fraud_risk_score: > 75 (it was 80.5)`. */
export function comparisonText(comparison: string, attributes: Readonly<Record<string, Value>>): string {
  const names = Object.keys(attributes).filter((name) => comparison.includes(attributeText(name)));
  const values = names.map((name) => shown(attributes[name] ?? ''));
  return values.length === 0 ? comparison : `${comparison} (it was ${values.join(' and ')})`;
}

function attributes(values: Readonly<Record<string, Value>>): string[] {
  const names = Object.keys(values);
  if (names.length === 0) return ['    none'];
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `    ${name.padEnd(width)}  ${shown(values[name] ?? '')}`);
}

function attributeText(name: string): string {
  return name.startsWith('::') ? name : `:${name}:`;
}

function shown(value: Value): string {
  if (typeof value === 'object') return `missing, ${CAUSES[value.missing] ?? value.missing}`;
  return typeof value === 'string' ? `'${plain(value)}'` : String(value);
}
