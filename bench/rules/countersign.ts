import { decide } from '../../src/core/decision/decide.ts';
import { NO_FACTS } from '../../src/core/domain/facts.ts';
import { NO_FEATURES } from '../../src/core/domain/features.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { policyOf } from '../../test/support/policy.ts';
import { askAt, type BenchAsk } from './asks.ts';
import type { Contestant } from './contestant.ts';

/** A rule as a policy has it. */
export interface RuleText {
  readonly id: string;
  readonly radar: string;
}

/** A policy folder of these rules and a profile without a threshold, as texts by file name; so many rules a file. */
export function policyFiles(rules: readonly RuleText[], rulesPerFile = 100): Record<string, string> {
  const files: Record<string, string> = {
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]',
    'profiles/only.yaml': 'thresholds: {}\nchallenge: { channel: stripe }\n',
  };
  for (let at = 0; at < rules.length; at += rulesPerFile) {
    const entries = rules.slice(at, at + rulesPerFile).map(({ id, radar }) => ({ id, rule: radar }));
    files[`rules/bench-${at}.yaml`] = `rules:\n${entries.map((entry) => `  - ${JSON.stringify(entry)}\n`).join('')}`;
  }
  return files;
}

/** The same, read. Throws where a rule has a fault. */
export function policyOfRules(rules: readonly RuleText[]): Policy {
  return policyOf(policyFiles(rules));
}

/** The whole of `decide`: which rule said what and why, every value read, and the verdict. */
export function countersignDecisions(policy: Policy): Contestant {
  const considered = ({ inputs: { authorization } }: BenchAsk) =>
    decide(authorization, NO_FEATURES, NO_FACTS, policy).considered;
  return {
    name: 'Countersign, decide',
    hasTrace: true,
    matched: (ask) => considered(ask).flatMap(({ id, result }) => (result === 'matched' ? [id] : [])),
    evaluate(asks, count) {
      let matches = 0;
      for (let index = 0; index < count; index += 1) {
        for (const { result } of considered(askAt(asks, index))) if (result === 'matched') matches += 1;
      }
      return matches;
    },
  };
}

/** The compiled conditions alone, asked for their truth; the code has no way to it that leaves the reasons out. */
export function countersignConditions({ rules }: Policy): Contestant {
  return {
    name: 'Countersign, conditions',
    hasTrace: false,
    matched: ({ inputs }) =>
      rules.flatMap(({ id, condition }) => (condition.evaluate(inputs).truth === true ? [id] : [])),
    evaluate(asks, count) {
      let matches = 0;
      for (let index = 0; index < count; index += 1) {
        const { inputs } = askAt(asks, index);
        for (const { condition } of rules) if (condition.evaluate(inputs).truth === true) matches += 1;
      }
      return matches;
    },
  };
}
