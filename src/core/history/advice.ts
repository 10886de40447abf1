import { limits } from '../domain/limits.ts';
import type { RulePerformance } from './over-time.ts';

/** Why a rule might go, or become another one. */
export type RetireReason = 'never_matched' | 'imprecise' | 'never_alone' | 'reviews_legitimate';

/** A rule to look at, with the reason in words. */
export interface RuleToRetire {
  readonly rule: string;
  readonly reason: RetireReason;
  readonly text: string;
}

/** A rule that matched far more of what was asked than in the month before. */
export interface RuleJump {
  readonly rule: string;
  readonly matched: number;
  readonly matched_before: number;
  /** Matches a thousand asks. */
  readonly per_thousand: number;
  readonly per_thousand_before: number;
}

type Watched = Pick<
  RulePerformance,
  'rule' | 'action' | 'kind' | 'mode' | 'asks' | 'matched' | 'alone' | 'at_age' | 'queue' | 'first_day' | 'last_day'
>;

/**
 * Rules that cost attention and give nothing for it. Only what is sure enough is said: of a rule that is new, or whose
 * matches are few, nothing.
 */
export function rulesToRetire(
  rules: readonly Watched[],
  { firstDay, lastDay }: { readonly firstDay: string; readonly lastDay: string },
): RuleToRetire[] {
  return rules.flatMap((rule) => {
    const wasThere = rule.first_day <= firstDay && rule.last_day >= lastDay && rule.asks >= limits.retireMinAsks;
    const reasons = [wasThere ? neverMatched(rule) : null, imprecise(rule), neverAlone(rule), forNothing(rule)];
    return reasons.flatMap((advice) => (advice === null ? [] : [{ rule: rule.rule, ...advice }]));
  });
}

type Advice = Omit<RuleToRetire, 'rule'>;

function neverMatched(rule: Watched): Advice | null {
  const remedy = remedyOf(rule);
  const { matched, asks } = rule;
  if (matched > 0 || remedy === null) return null;
  return { reason: 'never_matched', text: `matched none of ${number(asks)} asks: ${remedy}, or find out why` };
}

/** What to do with what matches nothing; null: it is as it should be. */
function remedyOf({ rule, kind }: Watched): string | null {
  if (kind === 'rule') return 'remove it';
  // It is for a signal that is missing, and none was.
  if (rule.includes('.missing.')) return null;
  // The higher it is the more it matches: it stops what is unlikely to be won, and all below.
  return rule.startsWith('fraud_disputability.') ? 'raise it' : 'lower it';
}

function imprecise({ action, at_age: { precision, fraud, good, undisputed } }: Watched): Advice | null {
  const isTooLow = (precision.high ?? 1) < limits.aimedPrecision / 2;
  if (action === 'allow' || !isTooLow) return null;
  const known = fraud + good + undisputed;
  const most = percent(precision.high ?? 0);
  const aim = percent(limits.aimedPrecision);
  const text = `${number(fraud)} of ${number(known)} of old enough purchases were fraud: surely below ${most}`;
  return { reason: 'imprecise', text: `${text}, and the aim is ${aim}` };
}

function neverAlone({ mode, matched, alone }: Watched): Advice | null {
  if (mode === 'shadow' || alone > 0 || matched < limits.neverAloneMinMatches) return null;
  return { reason: 'never_alone', text: `all ${number(matched)} matches had another rule beside that says as much` };
}

function forNothing({ action, queue: { legitimate, fraud } }: Watched): Advice | null {
  const closed = legitimate + fraud;
  if (action !== 'review' || closed < limits.retireMinReviews) return null;
  if (legitimate / closed < limits.retireLegitimateShare) return null;
  const found = `${number(legitimate)} of ${number(closed)} reviews were found legitimate`;
  return { reason: 'reviews_legitimate', text: `${found}: narrow it, or spare people the work` };
}

/**
 * Rules whose share of asks jumped, beyond what chance makes of it: worth a look at samples. A rule that is new is no
 * jump.
 */
export function ruleJumps(now: readonly Watched[], before: readonly Watched[]): RuleJump[] {
  const earlier = new Map(before.map((rule) => [rule.rule, rule]));
  return now.flatMap(({ rule, matched, asks }) => {
    const old = earlier.get(rule);
    if (!old || old.asks < limits.retireMinAsks || matched < limits.jumpMinMatches) return [];
    const expected = (old.matched / old.asks) * asks;
    // Both counts are chance's: the spread is of their difference.
    const spread = Math.sqrt(expected * (1 + asks / old.asks) + 1);
    if (matched < expected * limits.jumpTimes || matched - expected < limits.jumpDeviations * spread) return [];
    const per_thousand = (1000 * matched) / asks;
    const per_thousand_before = (1000 * old.matched) / old.asks;
    return [{ rule, matched, matched_before: old.matched, per_thousand, per_thousand_before }];
  });
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
