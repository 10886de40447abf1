import { sayCount } from '../../../core/domain/figures.ts';
import type { Asked } from '../../../simulator/stripe/account.ts';
import type { AttackBegun, PurchaseEntry, TextSent } from '../../../simulator/world/books.ts';
import type { DemoTitle } from './feed.ts';
import { formatMs, formatTime, formatUsd, oneWide } from './formats.ts';
import { type Totals, type Worth, wasAsked } from './tally.ts';

/** What runs, in one line. */
export function titleLine({ url, dataDir, seed, speed, rate, scenario }: DemoTitle): string {
  const world = `scenario ${scenario}, seed ${seed}, about ${rate} asks a second, ${speedWords(speed)}`;
  return `Countersign answers a simulated Stripe at ${url}: ${world}; records in ${dataDir}`;
}

/** Where the console is, in one line; null where there is none. */
export function consoleLine({ console }: DemoTitle): string | null {
  return console === undefined ? null : `The console, which this link opens signed in: ${console}`;
}

/** `real time`, `60 times real time` */
export function speedWords(speed: number): string {
  return speed === 1 ? 'real time' : `${sayCount(speed)} times real time`;
}

/** An ask that went wrong on Stripe's side, as a line; null for one that was answered well. */
export function askedLine({ event, authorizationId, result, problem, isApproved }: Asked): string | null {
  const settled = `Stripe by itself ${isApproved ? 'let it through' : 'turned it down'}`;
  const start = `${formatTime(event.created * 1_000)}  `;
  if (result.kind === 'timed_out') return `${start}too late    ${authorizationId}: no answer in time, ${settled}`;
  if (result.kind === 'unreachable') {
    return `${start}no answer   ${authorizationId}: ${oneWide(result.problem)}, ${settled}`;
  }
  return problem === null ? null : `${start}bad reply   ${authorizationId}: ${oneWide(problem)}, ${settled}`;
}

/** A purchase that Stripe settled without asking, as a line; null for one that was asked about. */
export function purchasedLine({ atMs, amountUsd, purchase, answer }: PurchaseEntry): string | null {
  if (wasAsked(answer.reason)) return null;
  const what = `${formatUsd(amountUsd.amountMinor)} at ${oneWide(purchase.merchant.name)}`;
  return `${formatTime(atMs)}  not asked   ${what}: Stripe settled it (${answer.reason.replaceAll('_', ' ')})`;
}

/** What somebody sent back to a question, as a line. */
export function textedLine({ atMs, body, phone, by }: TextSent): string {
  const who = by === 'thief' ? 'a thief with a telephone of the account' : 'a cardholder';
  return `${formatTime(atMs)}  replied     "${oneWide(body)}" by ${who} (…${phone.slice(-2)})`;
}

/** An attack as it begins, as a line. */
export function attackLine({ atMs, attack, what }: AttackBegun): string {
  return `${formatTime(atMs)}  ATTACK      ${attackName(attack)}: ${oneWide(what)}`;
}

/** `card testing` */
export function attackName(attack: AttackBegun['attack']): string {
  return attack.replaceAll('-', ' ');
}

/** Everything counted so far, in one line. */
export function countersLine(totals: Totals): string {
  const { fraudStopped, fraudLetThrough, goodDeclined, goodApproved } = totals;
  const asks = [
    `asked ${sayCount(totals.asked)}`,
    `approvals ${sayCount(totals.approved)}`,
    `declines ${sayCount(totals.declined)}`,
    ...(totals.challenged > 0 ? [challengesWords(totals)] : []),
    `late ${sayCount(totals.unanswered)}`,
  ];
  const share = (part: Worth, other: Worth) =>
    `${formatUsd(part.usdMinor)} (${sayCount(part.count)} of ${sayCount(part.count + other.count)})`;
  const money = [
    `fraud stopped ${share(fraudStopped, fraudLetThrough)}`,
    `let through ${share(fraudLetThrough, fraudStopped)}`,
    `good purchases turned down ${share(goodDeclined, goodApproved)}`,
  ];
  const times = [
    `p50 ${formatMs(totals.p50Ms)}`,
    `p99 ${formatMs(totals.p99Ms)}`,
    `slowest ${formatMs(totals.maxMs)}`,
    `${formatMs(totals.headroomMs)} to spare`,
  ];
  return `--  ${[asks, money, times].map((part) => part.join(', ')).join('; ')}`;
}

function challengesWords({ challenged, saidYes, saidNo, goodSaved }: Totals): string {
  const answers = `${sayCount(saidYes)} YES, ${sayCount(saidNo)} NO, ${sayCount(goodSaved.count)} saved`;
  return `challenges ${sayCount(challenged)} (${answers})`;
}
