import type { ChallengeSettings } from '../challenge/settings.ts';
import type { TextsByLanguage } from '../challenge/texts.ts';
import type { Action } from '../domain/decision.ts';
import type { ListItemType } from '../domain/lists.ts';
import type { Rates } from '../domain/rates.ts';
import type { FeaturePlan } from '../features/plan.ts';
import type { CompiledCondition } from '../rules/compile.ts';
import type { PolicyCase } from './case.ts';
import type { ProfileFile } from './schema.ts';

/** A condition and what it leads to. A profile's thresholds are rules as well. */
export interface Rule {
  readonly id: string;
  readonly action: Action;
  /** Neither a verification nor an allow overrides it. */
  readonly isAlways: boolean;
  readonly condition: CompiledCondition;
}

/** Whether a rule decides, is only recorded, or does not run at all. */
export type RuleMode = 'live' | 'shadow' | 'off';

/** A rule of `rules/*.yaml`. */
export interface PolicyRule extends Rule {
  /** `Block if …`, in canonical form. */
  readonly text: string;
  readonly mode: RuleMode;
  /** It runs for this share of all cards; null for all. */
  readonly samplePercent: number | null;
  /** It runs for cards of these portfolios; null for all. */
  readonly portfolios: ReadonlySet<string> | null;
  readonly tags: readonly string[];
  /** From then on it does not run; null never ends. */
  readonly expiresMs: number | null;
  readonly note: string | null;
}

/** An entry that a policy gives a list to begin with. `value` is normalised. */
export interface ListedItem {
  readonly value: string;
  readonly note: string | null;
  /** It is on the list from then, and until then; null has no such end. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** A list that rules read as `@name`. */
export interface ListDeclaration {
  readonly name: string;
  readonly type: ListItemType;
  readonly note: string | null;
  readonly entries: readonly ListedItem[];
}

/** What a signal that is missing, or a rule that failed, counts as. */
export type Reaction = 'ignore' | 'review' | 'challenge' | 'decline';

/** The answer when the decision itself can't be made: the first case that holds, else the last word. */
export interface StandIn {
  readonly cases: readonly { readonly condition: CompiledCondition; readonly answer: 'approve' | 'decline' }[];
  readonly otherwise: 'approve' | 'decline';
}

/** A named risk appetite, ready to decide with. */
export interface Profile {
  readonly name: string;
  readonly deadlineMs: number;
  readonly rules: readonly Rule[];
  readonly onError: Reaction;
  readonly challenge: ChallengeSettings;
  /** Major units; null takes a fuel pump's 1.00 as it is. */
  readonly fuelDispenserAmount: number | null;
  readonly standIn: StandIn;
  /** Its file with every default filled in and conditions in canonical form: what people compare. */
  readonly settings: ProfileFile;
}

/** A set of cards under one profile. */
export interface Portfolio {
  readonly name: string;
  /** Null matches everything. */
  readonly when: CompiledCondition | null;
  /** Its condition in canonical form; null where it has none. */
  readonly whenText: string | null;
  readonly profile: Profile;
}

/** All that stands in a policy folder, checked together; versioned by its content. */
export interface Policy {
  readonly version: string;
  /** The first that matches owns the card; the last matches everything. */
  readonly portfolios: readonly Portfolio[];
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly rates: Rates;
  /** Sorted by id; those that are off among them. */
  readonly rules: readonly PolicyRule[];
  readonly lists: ReadonlyMap<string, ListDeclaration>;
  readonly features: FeaturePlan;
  /** What cardholders are asked and answered; of a language that the policy says nothing of, the built-in texts. */
  readonly texts: TextsByLanguage;
  /** In the order of files and places in them. */
  readonly cases: readonly PolicyCase[];
}

/** The same policy with every portfolio under one profile: what another risk appetite would have said. */
export function withProfile(policy: Policy, profile: Profile): Policy {
  return { ...policy, portfolios: policy.portfolios.map((portfolio) => ({ ...portfolio, profile })) };
}

/** The same policy for cards of this portfolio, whatever its condition says; the whole one where there is none. */
export function withOwner(policy: Policy, name: string): Policy {
  const portfolio = policy.portfolios.find((each) => each.name === name);
  return portfolio ? { ...policy, portfolios: [{ ...portfolio, when: null }] } : policy;
}

/** The same policy with these rules in shadow: they are evaluated and recorded, and decide nothing. */
export function withBroken(policy: Policy, ruleIds: readonly string[]): Policy {
  if (ruleIds.length === 0) return policy;
  const rules = policy.rules.map((rule) =>
    ruleIds.includes(rule.id) && rule.mode === 'live' ? { ...rule, mode: 'shadow' as const } : rule,
  );
  return { ...policy, rules };
}

/** The shortest and the longest deadline of a policy's profiles, for what must be timed before a profile is known. */
export function deadlinesOf(policy: Policy): { readonly shortestMs: number; readonly longestMs: number } {
  const deadlines = [...policy.profiles.values()].map(({ deadlineMs }) => deadlineMs);
  return { shortestMs: Math.min(...deadlines), longestMs: Math.max(...deadlines) };
}
