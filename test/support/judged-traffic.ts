import type { DecisionRecord } from '../../src/core/decision/record.ts';
import type { Action, Finding, Outcome } from '../../src/core/domain/decision.ts';
import type { Label, LabelSource } from '../../src/core/domain/label.ts';
import { createRandom } from '../../src/core/domain/random.ts';
import { decisionText } from '../adapters/store/database/fixtures.ts';

const DAY_MS = 86_400_000;
const SCOPE = { livemode: false, account: null };

/** The rules of the traffic's only policy; each matches so often, in percent. */
const RULES: readonly (readonly [id: string, action: Action, percent: number, isShadow: boolean])[] = [
  ['friends', 'allow', 5, false],
  ['fraud_risk_score.decline', 'block', 8, false],
  ['velocity', 'block', 6, false],
  ['new-merchant', 'challenge', 7, false],
  ['odd-hours', 'review', 10, false],
  ['trial', 'block', 9, true],
  ['never', 'block', 0, false],
];

/** An ask of made-up traffic: its record, how it ended, and what somebody said of it. */
export interface MadeAsk {
  readonly record: DecisionRecord;
  readonly ended: { readonly approved: boolean; readonly decidedBy: 'us' | 'stripe' | 'time_out' } | null;
  readonly labels: readonly Label[];
}

/** So many asks over so many days up to a moment, by a seed; the later half under another policy version. */
export function judgedTraffic(seed: number, asks: number, days: number, untilMs: number): MadeAsk[] {
  const random = createRandom(seed);
  const chance = (percent: number) => random() * 100 < percent;
  return Array.from({ length: asks }, (_, index) => {
    const askedAtMs = Math.floor((untilMs - days * DAY_MS + (index / asks) * days * DAY_MS) / 1000) * 1000;
    const considered = RULES.map(([id, action, percent, isShadow]): Finding => {
      const result = chance(percent) ? 'matched' : 'not_matched';
      return { id, action, result, because: [], ...(isShadow && { isShadow }) };
    });
    const record = recordOf(index, askedAtMs, considered, index * 2 < asks ? 'v1' : 'v2', random());
    const isMeant = record.outcome === 'approve';
    const turn = random();
    const ended =
      turn < 0.1
        ? null
        : ({ approved: turn < 0.2 ? !isMeant : isMeant, decidedBy: turn < 0.2 ? 'time_out' : 'us' } as const);
    return { record, ended, labels: labelsOf(record, random) };
  });
}

function recordOf(index: number, askedAtMs: number, considered: Finding[], version: string, turn: number) {
  const of = (wanted: Action) =>
    considered.flatMap(({ id, action, result, isShadow }) =>
      action === wanted && result === 'matched' && !isShadow ? [id] : [],
    );
  const [allow, block, challenge, review] = [of('allow'), of('block'), of('challenge'), of('review')];
  const settled: { outcome: Outcome; reasons: string[]; overridden?: string[]; review?: boolean } =
    allow.length > 0
      ? { outcome: 'approve', reasons: allow, overridden: [...block, ...challenge] }
      : block.length > 0
        ? { outcome: 'decline', reasons: block }
        : challenge.length > 0
          ? { outcome: 'challenge', reasons: challenge }
          : {
              outcome: 'approve',
              reasons: review.length > 0 ? review : ['nothing_matched'],
              review: review.length > 0,
            };
  return JSON.parse(
    decisionText(`dec_${String(index).padStart(6, '0')}`, {
      ...{ asked_at: askedAtMs, received_at: askedAtMs + 100, considered, overridden: [], review: false, ...settled },
      ...{ policy_version: version, portfolio: turn < 0.3 ? 'travel' : 'everyone', errors: [], facts: {} },
      ...{ amount_minor: 100 + (index % 50), currency: turn < 0.2 ? 'eur' : 'usd', merchant: 'm_1', challenge: null },
      ...{ card: `ic_${index % 40}`, cardholder: `ich_${index % 40}`, counted: null },
      attributes: { fraud_risk_score: Math.floor(turn * 100), fraud_risk_level: turn > 0.9 ? 'highest' : 'low' },
      reply: { approved: settled.outcome === 'approve' },
    }),
  ) as DecisionRecord;
}

function labelsOf(record: DecisionRecord, random: () => number): Label[] {
  if (random() > 0.25 || record.authorization === null) return [];
  const source: LabelSource = (['review', 'import', 'challenge'] as const)[Math.floor(random() * 3)] ?? 'import';
  const about = { scope: SCOPE, authorizationId: record.authorization, transactionId: null, card: null };
  const said = { ...about, source, ref: `ref_${record.id}`, author: null, detail: {} };
  const knownAtMs = record.asked_at + Math.floor(random() * 20 * DAY_MS);
  const verdict = random() < 0.5 ? 'fraud' : 'legitimate';
  const first: Label = { ...said, verdict, knownAtMs };
  if (random() > 0.3) return [first];
  return [first, { ...said, verdict: random() < 0.5 ? 'withdrawn' : 'fraud', knownAtMs: knownAtMs + 3 * DAY_MS }];
}

/** How these asks ended, as rows of the table of asks. */
export function askRow({ record, ended }: MadeAsk): Readonly<Record<string, unknown>> {
  return {
    ...{ amount_minor: record.amount_minor, currency: record.currency, card: record.card },
    ...{ cardholder: record.cardholder, decision_id: record.id, outcome: record.outcome },
    approved: ended?.approved ?? null,
    decided_by: ended?.decidedBy ?? null,
    confirmed_at: ended === null ? null : new Date(record.asked_at),
  };
}
